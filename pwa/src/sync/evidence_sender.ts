// Sends what a resident has chosen, one file after the other, and goes on when the line is back. A file leaves the device only
// when the server names its sha-256, or says in a code why it will not have it; everything else is tried again.
import { type GivenUp, giveUpFile, takeBackFile } from "../api/evidence_page";
import { RequestFailure } from "../api/requests";
import { findDelay } from "../domain/back_off";
import type { EvidenceFiles, KeptFile } from "../store/evidence_files";
import { PIECE_SIZE } from "../store/file_pieces";
import { type Ending, findReceivedHash, sendBytes } from "./tus";

/**
 * idle: nothing waits. again: the link must be opened again, and everything stays. closed: it is asked for no more, and
 * everything went. wait: the link takes nothing for a while.
 */
export type LineState = "idle" | "sending" | "no_signal" | "busy" | "wait" | "again" | "closed";

export interface SenderPorts {
  origin: string;
  findPass: () => string;
  /** Asks the page for another pass. */
  renewPass: () => Promise<"renewed" | "again" | "no_signal">;
  /** One tab of this device sends at a time. */
  runAlone: (work: () => Promise<void>) => Promise<void>;
  /** Resolves after so long, or when `signal` is aborted. */
  rest: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => Date;
  chance: () => number;
  tellLine: (state: LineState) => void;
  tellPercent: (file: KeptFile, percent: number) => void;
  tellReceived: (file: KeptFile) => void;
  tellRefused: (file: KeptFile, fault: string) => void;
  /** `isGone`: the council has nothing of it; else it has it, and keeps it. */
  tellRemoved: (file: KeptFile, isGone: boolean) => void;
}

type Step = { kind: "next" } | { kind: "over"; state: LineState } | Trouble;
interface Trouble {
  kind: "rest";
  state: "no_signal" | "busy" | "wait";
  wish_ms: number | null;
}

const NEXT: Step = { kind: "next" };
const NO_SIGNAL: Trouble = { kind: "rest", state: "no_signal", wish_ms: null };

export class EvidenceSender {
  readonly #files: EvidenceFiles;
  readonly #ports: SenderPorts;
  #running: Promise<void> | null = null;
  #waking = new AbortController();
  #isWoken = false;
  #isStopped = false;

  constructor(files: EvidenceFiles, ports: SenderPorts) {
    this.#files = files;
    this.#ports = ports;
  }

  /** Something may be sent now: chosen, or the line is back. A call while it sends costs nothing. */
  wake(): Promise<void> {
    if (this.#isStopped) return this.#running ?? Promise.resolve();
    this.#isWoken = true;
    this.#waking.abort();
    this.#running ??= this.#ports
      .runAlone(() => this.#drain())
      .catch((error: unknown) => {
        if (!this.#isStopped) throw error; // the store may be closed under a sender that was stopped
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** After the chunk that is under way nothing more is sent by this page. */
  stop(): void {
    this.#isStopped = true;
    this.#waking.abort();
  }

  async #drain(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      this.#isWoken = false;
      const files = await this.#files.list();
      // What is to be removed goes first: somebody is waiting to see it gone. Where that fails it holds up nothing else.
      const removed = files.find(({ removing_at }) => removing_at);
      const waiting = files.find(({ removing_at }) => !removing_at);
      const file = failures % 2 ? (waiting ?? removed) : (removed ?? waiting);
      if (!file) return this.#ports.tellLine("idle");
      if (failures === 0 && !file.removing_at) this.#ports.tellLine("sending");
      const step = await this.#take(file);
      if (step.kind === "over") return this.#ports.tellLine(step.state);
      failures = step.kind === "next" ? 0 : failures + 1;
      if (step.kind === "rest") await this.#rest(step, failures);
    }
  }

  async #rest({ state, wish_ms }: Trouble, failures: number): Promise<void> {
    if (this.#isStopped) return;
    this.#ports.tellLine(state);
    this.#waking = new AbortController();
    if (this.#isWoken) return;
    const cause = state === "no_signal" ? "offline" : "busy";
    await this.#ports.rest(findDelay(cause, failures, this.#ports.chance(), wish_ms), this.#waking.signal);
  }

  async #take(file: KeptFile): Promise<Step> {
    try {
      if (file.removing_at) return await this.#remove(file);
      if (!(await this.#files.markOffered(file.attachment_id, this.#ports.now()))) return NEXT;
      const ending = await this.#send(file);
      return (await this.#isWanted(file)) ? await this.#settle(file, ending) : NEXT;
    } catch (error) {
      if (!file.removing_at && !(await this.#isWanted(file))) return NEXT;
      if (error instanceof RequestFailure) return NO_SIGNAL;
      throw error;
    }
  }

  /** False once it was removed, here or in another tab, whether or not the council knows. */
  async #isWanted(file: KeptFile): Promise<boolean> {
    const found = (await this.#files.list()).find(
      ({ attachment_id }) => attachment_id === file.attachment_id,
    );
    return found !== undefined && !found.removing_at;
  }

  /** What the council has whole by now is taken back where it takes such things back. */
  async #remove(file: KeptFile): Promise<Step> {
    const { status, fault, retry_after_ms }: GivenUp = await giveUpFile(
      file.attachment_id,
      this.#ports.findPass(),
    );
    if (fault === "wait") return { kind: "rest", state: "wait", wish_ms: retry_after_ms };
    if (status === 401) return this.#renew();
    if (status === 403 && fault === null) {
      const answer = await takeBackFile(file.document, this.#files.link_id, file.attachment_id);
      return answer === "again"
        ? { kind: "over", state: "again" }
        : this.#endRemoving(file, answer === "gone");
    }
    const isGone = status < 300 || status === 404 || status === 410 || fault === "closed";
    return isGone ? this.#endRemoving(file, true) : { kind: "rest", state: "busy", wish_ms: retry_after_ms };
  }

  async #endRemoving(file: KeptFile, isGone: boolean): Promise<Step> {
    await this.#files.drop(file.attachment_id);
    this.#ports.tellRemoved(file, isGone);
    return NEXT;
  }

  async #send(file: KeptFile): Promise<Ending> {
    const { attachment_id, name, content_type, sha256, document, offered_at } = file;
    const line = {
      origin: this.#ports.origin,
      upload_ticket: this.#ports.findPass(),
      goOn: async () => {
        if (this.#isStopped) throw new RequestFailure("offline");
      },
    };
    const sending = {
      id: attachment_id,
      size: file.size,
      metadata: {
        attachment_id,
        filename: name,
        filetype: content_type,
        sha256,
        document: String(document),
        captured_at: file.kept_at,
      },
      slice: (start: number, end: number) => this.#files.read(file, start, end),
      chunk_size: PIECE_SIZE,
      tellPercent: (percent: number) => this.#ports.tellPercent(file, percent),
    };
    return sendBytes(line, sending, offered_at !== null);
  }

  async #settle(file: KeptFile, ending: Ending): Promise<Step> {
    if (findReceivedHash(ending) === file.sha256) {
      await this.#files.drop(file.attachment_id);
      this.#ports.tellReceived(file);
      return NEXT;
    }
    if (ending.fault === "wait") return { kind: "rest", state: "wait", wish_ms: ending.retry_after_ms };
    if (ending.fault === "closed") {
      await this.#files.dropAll();
      return { kind: "over", state: "closed" };
    }
    if (ending.fault !== null) {
      await this.#files.drop(file.attachment_id);
      this.#ports.tellRefused(file, ending.fault);
      return NEXT;
    }
    if (ending.status === 401 || ending.status === 403) return this.#renew();
    return { kind: "rest", state: "busy", wish_ms: ending.retry_after_ms };
  }

  /** A pass that is not taken although it is new says that only the link itself helps. */
  async #renew(): Promise<Step> {
    const before = this.#ports.findPass();
    const answer = await this.#ports.renewPass();
    if (answer === "no_signal") return NO_SIGNAL;
    if (answer === "again" || this.#ports.findPass() === before) return { kind: "over", state: "again" };
    return NEXT;
  }
}
