// The choosing of a PIN, from the sign-in that asks for one to the wrap that keeps it: the one place that holds a key which
// may still be taken out of memory, and for no longer than that.
import type { Choosing, WhyChoose } from "../domain/lock";
import { findPinFault } from "../domain/pin";
import { isProblem, Problem } from "../domain/problems";
import type { HashPin, LooseKey } from "../store/data_key";
import type { PhoneStore } from "../store/door";
import { findKeyRecord, type KeyRecord } from "../store/key_record";
import { forgetOldKey } from "../store/new_start";
import { readChoosing } from "../store/open_facts";
import { keepUnderPin } from "../store/pin_lock";
import type { SealForServer } from "../store/server_seal";
import { sealCopy } from "./server_copy";

export class PinChoice {
  readonly #hash: HashPin;
  readonly #seal: SealForServer | null;
  #loose: LooseKey | null = null;
  /** As it was when the choosing began. */
  #found: KeyRecord | null = null;

  constructor(hash: HashPin, seal: SealForServer | null) {
    this.#hash = hash;
    this.#seal = seal;
  }

  /** What the screen shows. A key that came back to a phone that was wiped brings no visits with it. */
  async begin(store: PhoneStore, loose: LooseKey, why: WhyChoose): Promise<Choosing> {
    this.#loose = loose;
    this.#found = await findKeyRecord(store);
    return readChoosing(store, why === "forgotten" && this.#found?.dropped === "wiped" ? "wiped" : why);
  }

  /** False: another tab was quicker, or an order came; what stands there opens this phone, or nothing does. */
  async finish(store: PhoneStore, why: WhyChoose, typed: string): Promise<boolean> {
    const loose = this.#loose;
    if (!loose) throw new Problem("not_found");
    const fault = findPinFault(typed);
    if (fault) throw new Problem(fault);
    const isKept = await this.#keep(store, loose, why, typed).then(
      () => true,
      (error: unknown) => {
        if (!isProblem(error, "already_saved")) throw error;
        return false;
      },
    );
    this.forget();
    return isKept;
  }

  async #keep(store: PhoneStore, loose: LooseKey, why: WhyChoose, typed: string): Promise<void> {
    const dropped = this.#found?.dropped ?? null;
    if (why === "lost") {
      await forgetOldKey(store, this.#found);
      this.#found = null;
    }
    // Before anything can be begun under this key: whoever forgets the PIN has it back, drafts and all.
    const server = await sealCopy(store, loose, this.#seal);
    await keepUnderPin(store, loose, typed, { hash: this.#hash, server, dropped });
  }

  forget(): void {
    this.#loose = null;
  }
}
