// An evidence page with a script: photos are kept on the device as soon as they are chosen, sent in pieces, and gone on with.
// Where this browser cannot keep them the page stays the plain form that it is.
import { giveUpFile } from "../../api/evidence_page";
import { EvidenceFiles, type KeptFile } from "../../store/evidence_files";
import { EvidenceSender, type LineState, type SenderPorts } from "../../sync/evidence_sender";
import { loadTus } from "../../sync/tus";
import { keepChosen } from "./chosen";
import { dressInput } from "./file_input";
import { focusPart, freshenPage } from "./fresh_page";
import { foldHelperFields } from "./helper_fields";
import { KeptList } from "./kept_list";
import { watchLeaving } from "./leave";
import { makeBrowserPorts } from "./sender_ports";
import { type EvidenceSource, makeSay, readSource, type Say } from "./source";
import { watchTakingBack } from "./take_back";
import { dropWorker, keepWorker } from "./worker";

const WORDS: Record<LineState, string> = {
  idle: "all-received",
  sending: "going",
  no_signal: "no-signal",
  busy: "busy-line",
  wait: "wait",
  again: "again",
  closed: "closed",
};

/** In which a held *Send* still goes by itself. */
const GOES_ON: ReadonlySet<LineState> = new Set(["sending", "no_signal", "busy", "wait"]);

/** Returns the way to stop; null where the page stays as it is. */
export async function startEvidencePage(): Promise<(() => Promise<void>) | null> {
  const source = readSource<EvidenceSource>(document, "evidence-source");
  const place = document.querySelector<HTMLElement>('[data-evidence="device"]');
  foldHelperFields();
  if (!source || !place) return null;
  const files = await EvidenceFiles.open(source.link, source.expires_at, new Date()).catch(() => null);
  if (!files) return null;
  const page = new EvidencePage(source, place, files);
  await page.start();
  return () => page.stop();
}

class EvidencePage {
  readonly #source: EvidenceSource;
  readonly #say: Say;
  readonly #files: EvidenceFiles;
  readonly #list: KeptList;
  readonly #sender: EvidenceSender;
  readonly #over = new AbortController();
  #hadWork = false;
  #hasRemoved = false;
  #isHeld = false;

  constructor(source: EvidenceSource, place: HTMLElement, files: EvidenceFiles) {
    this.#source = source;
    this.#say = makeSay(source.texts);
    this.#files = files;
    this.#list = new KeptList(place, {
      say: this.#say,
      read: (file) => files.read(file, 0, file.size),
      remove: (file) => void this.#remove(file),
    });
    this.#sender = new EvidenceSender(files, this.#ports());
  }

  async start(): Promise<void> {
    const { signal } = this.#over;
    watchLeaving(document, this.#say, () => this.#giveUp(), signal);
    this.#watchChoosing();
    this.#watchSending();
    watchTakingBack(this.#source.link, this.#say, (id) => void this.#showTakenBack(id), signal);
    this.#files.listen(() => void this.#show());
    window.addEventListener("online", () => void this.#sender.wake(), { signal });
    window.addEventListener("offline", () => void this.#tellOffline(), { signal });
    const look = () => document.hidden || void this.#sender.wake();
    document.addEventListener("visibilitychange", look, { signal });
    const waiting = await this.#show();
    void loadTus();
    void this.#sender.wake();
    void this.#settleWorker(waiting.length > 0);
  }

  /** It is there from before anything is chosen, since without a line it could not come; after everything was sent it goes. */
  async #settleWorker(isWaiting: boolean): Promise<void> {
    const isSent = document.querySelector('[data-evidence="sent"]') !== null;
    if (isWaiting || this.#source.document !== null) await keepWorker();
    else if (isSent) await dropWorker();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.#sender.stop();
    await this.#files.close();
  }

  async #show(): Promise<KeptFile[]> {
    const files = await this.#files.list();
    const { document: number } = this.#source;
    this.#list.show(number === null ? files : files.filter((file) => file.document === number));
    if (files.length) this.#hadWork = true;
    return files;
  }

  async #waiting(): Promise<KeptFile[]> {
    return (await this.#files.list()).filter(({ removing_at }) => !removing_at);
  }

  #watchChoosing(): void {
    const form = document.querySelector<HTMLFormElement>('[data-evidence="add"]');
    const input = form?.querySelector<HTMLInputElement>('input[type="file"]');
    if (!form || !input) return;
    const add = form.querySelector<HTMLButtonElement>("button");
    if (add) add.hidden = true;
    const undress = dressInput(input, this.#say("choose"));
    const choose = async () => {
      try {
        await this.#keep([...(input.files ?? [])]);
        input.value = "";
      } catch {
        // This browser cannot keep it after all: the plain form sends what is still chosen.
        form.removeEventListener("submit", stay);
        input.removeEventListener("change", choose);
        if (add) add.hidden = false;
        undress();
        this.#list.say("");
      }
    };
    const stay = (event: Event) => {
      event.preventDefault();
      void choose();
    };
    input.addEventListener("change", choose);
    form.addEventListener("submit", stay);
    if (input.files?.length) void choose();
  }

  async #keep(chosen: File[]): Promise<void> {
    this.#list.clearMistakes();
    await keepChosen(chosen, {
      files: this.#files,
      document: this.#source.document ?? 0,
      most_bytes: this.#source.most_bytes,
      now: () => new Date(),
      tellPreparing: (file) => this.#list.say(this.#say("preparing", { file })),
      tellKept: async () => {
        await this.#show();
        this.#list.say(this.#say(navigator.onLine ? "kept" : "no-signal"));
        void this.#sender.wake();
      },
      tellMistake: (file, why) => {
        const words = this.#say(why, { file });
        this.#list.addMistake(why.startsWith("fault-") ? `${file}: ${words}` : words);
      },
    });
  }

  /** Send waits for what is still on its way, and goes by itself when everything is there. */
  #watchSending(): void {
    const hold = (event: Event) => {
      const form = event.target as HTMLFormElement;
      if (form.dataset.evidence !== "send" || !this.#hadWork) return;
      event.preventDefault();
      void this.#hold(form);
    };
    document.addEventListener("submit", hold, { signal: this.#over.signal });
  }

  async #hold(form: HTMLFormElement): Promise<void> {
    if ((await this.#waiting()).length === 0) return form.submit();
    this.#isHeld = true;
    this.#list.say(this.#say("held-send"));
    void this.#sender.wake();
  }

  async #remove(file: KeptFile): Promise<void> {
    this.#hasRemoved = true; // of nothing that is left nobody is told that it was received
    const isAwaited = await this.#files.beginRemoving(file.attachment_id, new Date());
    await this.#show();
    if (!isAwaited) this.#list.say(this.#say("removed", { file: file.name }));
    void this.#sender.wake();
  }

  async #giveUp(): Promise<void> {
    this.#sender.stop();
    for (const file of await this.#files.list()) {
      // Nobody waits for it: what is given up expires.
      if (file.offered_at) void giveUpFile(file.attachment_id, this.#source.pass).catch(() => undefined);
    }
    this.#over.abort();
    await this.#files.close();
  }

  async #tellOffline(): Promise<void> {
    if ((await this.#files.list()).length) this.#tellLine("no_signal");
  }

  #tellLine(state: LineState): void {
    if (state === "idle" && (!this.#hadWork || this.#hasRemoved)) return;
    const words = [this.#isHeld && GOES_ON.has(state) ? this.#say("held-send") : ""];
    if (!words[0] || state !== "sending") words.push(this.#say(WORDS[state]));
    this.#list.say(words.join(" ").trim());
    if (state !== "sending") this.#list.pause();
    if (state === "closed") void this.#show();
    if (state === "idle" && this.#isHeld) {
      this.#isHeld = false;
      document.querySelector<HTMLFormElement>('[data-evidence="send"]')?.submit();
    }
  }

  /** What had the focus goes with its line. */
  async #showTakenBack(attachmentId: string): Promise<void> {
    this.#hasRemoved = true;
    this.#list.forget(attachmentId);
    this.#list.say(this.#say("taken-back"));
    (document.activeElement as HTMLElement | null)?.blur();
    await this.#freshen();
    const added = document.querySelector<HTMLElement>('[data-evidence="added"]');
    if (added) focusPart(added);
  }

  async #freshen() {
    const answer = await freshenPage(this.#source);
    foldHelperFields();
    return answer;
  }

  #ports(): SenderPorts {
    return {
      ...makeBrowserPorts(this.#source),
      renewPass: () => this.#freshen(),
      tellLine: (state) => this.#tellLine(state),
      tellPercent: (file, percent) => this.#list.tellPercent(file, percent),
      tellReceived: (file) => {
        this.#hasRemoved = false;
        this.#list.end(file, this.#say("received"));
        void this.#show();
        void this.#freshen();
      },
      tellRefused: (file, fault) => {
        this.#isHeld = false; // what is missing is looked at before the rest is sent
        this.#list.end(file, `${this.#say("not-taken")} ${this.#say(`fault-${fault}`)}`);
        this.#list.addMistake(`${file.name}: ${this.#say("not-taken")} ${this.#say(`fault-${fault}`)}`);
        void this.#show();
      },
      tellRemoved: (file, isGone) => {
        const words = this.#say(isGone ? "removed" : "not-removed", { file: file.name });
        if (isGone) this.#list.say(words);
        else this.#list.addMistake(words);
        void this.#show();
        void this.#freshen();
      },
    };
  }
}
