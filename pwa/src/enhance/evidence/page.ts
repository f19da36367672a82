// An evidence page with a script: photos are kept on the device as soon as they are chosen, sent in pieces, and gone on with.
// Where this browser cannot keep them the page stays the plain form that it is.
import { giveUpFile } from "../../api/evidence_page";
import { EvidenceFiles, type KeptFile } from "../../store/evidence_files";
import { EvidenceSender, type LineState, type SenderPorts } from "../../sync/evidence_sender";
import { loadTus } from "../../sync/tus";
import { keepChosen } from "./chosen";
import { freshenPage } from "./fresh_page";
import { KeptList } from "./kept_list";
import { watchLeaving } from "./leave";
import { type EvidenceSource, makeSay, readSource, type Say } from "./source";

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
    this.#files.listen(() => void this.#show());
    window.addEventListener("online", () => void this.#sender.wake(), { signal });
    window.addEventListener("offline", () => void this.#tellOffline(), { signal });
    const look = () => document.hidden || void this.#sender.wake();
    document.addEventListener("visibilitychange", look, { signal });
    await this.#show();
    void loadTus();
    void this.#sender.wake();
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

  #watchChoosing(): void {
    const form = document.querySelector<HTMLFormElement>('[data-evidence="add"]');
    const input = form?.querySelector<HTMLInputElement>('input[type="file"]');
    if (!form || !input) return;
    const add = form.querySelector<HTMLButtonElement>("button");
    if (add) add.hidden = true;
    const choose = async () => {
      try {
        await this.#keep([...(input.files ?? [])]);
        input.value = "";
      } catch {
        // This browser cannot keep it after all: the plain form sends what is still chosen.
        form.removeEventListener("submit", stay);
        input.removeEventListener("change", choose);
        if (add) add.hidden = false;
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
    if ((await this.#files.list()).length === 0) return form.submit();
    this.#isHeld = true;
    this.#list.say(this.#say("held-send"));
    void this.#sender.wake();
  }

  async #remove(file: KeptFile): Promise<void> {
    await this.#files.drop(file.attachment_id);
    void giveUpFile(file.attachment_id, this.#source.pass);
    await this.#show();
    void this.#sender.wake();
  }

  async #giveUp(): Promise<void> {
    this.#sender.stop();
    for (const file of await this.#files.list()) {
      if (file.offered_at) void giveUpFile(file.attachment_id, this.#source.pass);
    }
    this.#over.abort();
    await this.#files.close();
  }

  async #tellOffline(): Promise<void> {
    if ((await this.#files.list()).length) this.#tellLine("no_signal");
  }

  #tellLine(state: LineState): void {
    if (state === "idle" && !this.#hadWork) return;
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

  #ports(): SenderPorts {
    const alone = `doorstep-evidence-${this.#source.link}`;
    return {
      origin: location.origin,
      findPass: () => this.#source.pass,
      renewPass: () => freshenPage(this.#source),
      runAlone: (work) => (navigator.locks ? navigator.locks.request(alone, work) : work()),
      rest: waitFor,
      now: () => new Date(),
      chance: Math.random,
      tellLine: (state) => this.#tellLine(state),
      tellPercent: (file, percent) => this.#list.tellPercent(file, percent),
      tellReceived: (file) => {
        this.#list.end(file, this.#say("received"));
        void this.#show();
        void freshenPage(this.#source);
      },
      tellRefused: (file, fault) => {
        this.#isHeld = false; // what is missing is looked at before the rest is sent
        this.#list.end(file, `${this.#say("not-taken")} ${this.#say(`fault-${fault}`)}`);
        this.#list.addMistake(`${file.name}: ${this.#say("not-taken")} ${this.#say(`fault-${fault}`)}`);
        void this.#show();
      },
    };
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
