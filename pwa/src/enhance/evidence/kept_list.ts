// What lies on this device, on the page: a small picture, how it stands, a bar while it goes, a way to remove it. A change of
// kind is read out; a per cent is not.
import type { KeptFile } from "../../store/evidence_files";
import { make, makeButton } from "./elements";
import type { Say } from "./source";

export interface ListPorts {
  say: Say;
  /** The bytes, to be shown here and nowhere else. */
  read: (file: KeptFile) => Promise<ArrayBuffer>;
  remove: (file: KeptFile) => void;
}

interface Row {
  line: HTMLElement;
  state: HTMLElement;
  bar: HTMLProgressElement;
  button: HTMLButtonElement;
  picture: HTMLElement;
  isOver: boolean;
  isRemoving: boolean;
}

export class KeptList {
  readonly #ports: ListPorts;
  readonly #box: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #status: HTMLElement;
  readonly #mistakes: HTMLElement;
  readonly #list: HTMLElement;
  readonly #until: HTMLElement;
  readonly #rows = new Map<string, Row>();

  constructor(place: HTMLElement, ports: ListPorts) {
    this.#ports = ports;
    const { say } = ports;
    this.#heading = make("h2", { class: "govuk-heading-m", tabindex: "-1" }, say("title"));
    this.#list = make("ul", { class: "govuk-list doorstep-kept" });
    this.#until = make("p", { class: "govuk-body" }, say("until"));
    this.#box = make("section", { hidden: "" }, this.#heading, this.#list, this.#until);
    // Both stand in the page before anything is said in them: only then is it read out.
    this.#status = make("p", { class: "govuk-body doorstep-kept-status", role: "status" });
    this.#mistakes = make("div", { role: "alert" });
    place.append(this.#mistakes, this.#status, this.#box);
  }

  say(words: string): void {
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  /** Said beside what else is said, until something is chosen again. */
  addMistake(words: string): void {
    this.#mistakes.append(make("p", { class: "govuk-error-message" }, words));
  }

  clearMistakes(): void {
    this.#mistakes.replaceChildren();
  }

  /** Those that wait; what was received or refused while the page was open keeps its line. */
  show(files: readonly KeptFile[]): void {
    const waiting = new Set(files.map(({ attachment_id }) => attachment_id));
    for (const [id, row] of this.#rows) if (!waiting.has(id) && !row.isOver) this.#takeOut(id);
    for (const file of files) {
      if (!this.#rows.has(file.attachment_id)) this.#add(file);
      if (file.removing_at) this.#beginRemoving(file);
    }
    this.#box.hidden = this.#rows.size === 0;
    this.#until.hidden = files.length === 0;
  }

  tellPercent({ attachment_id }: KeptFile, percent: number): void {
    const row = this.#rows.get(attachment_id);
    if (!row || row.isOver || row.isRemoving) return;
    row.state.textContent = this.#ports.say("sending", { percent });
    row.bar.hidden = false;
    row.bar.value = percent;
  }

  /** Nothing goes just now; how far it had come stays in sight. */
  pause(): void {
    for (const { state, isOver, isRemoving } of this.#rows.values()) {
      if (!isOver) state.textContent = this.#ports.say(isRemoving ? "removing-waits" : "waiting");
    }
  }

  /** The picture goes with the bytes. */
  end({ attachment_id }: KeptFile, words: string): void {
    const row = this.#rows.get(attachment_id);
    if (!row) return;
    row.isOver = true;
    this.#strip(row, words);
  }

  /** In sight until the council has answered. */
  #beginRemoving({ attachment_id }: KeptFile): void {
    const row = this.#rows.get(attachment_id);
    if (!row || row.isRemoving) return;
    row.isRemoving = true;
    this.#strip(row, this.#ports.say("removing"));
  }

  #strip({ state, bar, button, picture }: Row, words: string): void {
    state.textContent = words;
    const hadFocus = button === document.activeElement;
    bar.remove();
    button.remove();
    picture.replaceChildren();
    if (hadFocus) this.#heading.focus();
  }

  /** Of what was received and taken back after all nothing is said any more. */
  forget(attachmentId: string): void {
    this.#takeOut(attachmentId);
    this.#box.hidden = this.#rows.size === 0;
  }

  #add(file: KeptFile): void {
    const { say } = this.#ports;
    const state = make("p", { class: "govuk-body-s" }, say("waiting"));
    const bar = make("progress", { max: "100", value: "0", hidden: "", "aria-label": file.name });
    const button = makeButton(say("remove"), () => this.#ports.remove(file), file.name);
    const picture = make("div", { class: "doorstep-kept-picture" });
    const words = make("div", {}, make("p", { class: "govuk-body" }, file.name), state, bar, button);
    const line = make("li", {}, picture, words);
    this.#rows.set(file.attachment_id, {
      line,
      state,
      bar,
      button,
      picture,
      isOver: false,
      isRemoving: false,
    });
    this.#list.append(line);
    if (file.content_type.startsWith("image/") && !file.removing_at) void this.#draw(file, picture);
  }

  async #draw(file: KeptFile, into: HTMLElement): Promise<void> {
    const bytes = await this.#ports.read(file).catch(() => null);
    const row = this.#rows.get(file.attachment_id);
    if (!bytes || !row || row.isOver || row.isRemoving) return;
    const address = URL.createObjectURL(new Blob([bytes], { type: file.content_type }));
    const picture = make("img", { src: address, alt: "" });
    const forget = () => URL.revokeObjectURL(address);
    picture.addEventListener("load", forget);
    picture.addEventListener("error", () => {
      forget();
      picture.remove();
    });
    into.append(picture);
  }

  #takeOut(id: string): void {
    const row = this.#rows.get(id);
    const hadFocus = row?.line.contains(document.activeElement) ?? false;
    row?.line.remove();
    this.#rows.delete(id);
    if (hadFocus) this.#heading.focus();
  }
}
