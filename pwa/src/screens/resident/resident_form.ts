// One form by link in progress: the open form, what is typed, who fills it in, its sending. Everything is in the page's memory
// alone, and goes with it.
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { type AnyNode, languageCode, type OpenForm } from "../../forms/host";
import { listMissing, type Missing } from "../../forms/pages";
import type { FormPhoto } from "../../forms/photo";
import { listQuestionPages, type QuestionPage } from "../../forms/question_pages";
import { canAsk } from "../check/appearances";
import type { RunningForm } from "../check/check_context";
import type { FormMedia } from "../check/form_media";
import { takeTurnAway } from "../check/take_turn_away";
import { TypedInputs } from "../check/typed_inputs";
import { language } from "../texts";

export interface Helper {
  name: string;
  relationship: string;
}

export interface Receipt {
  reference: string;
  received_at: string;
}

/** What sends: the answers, or the answers with one of their files. Handed in by the page's root. */
export type Send = (
  form: { xml: string; finalised_at: string; utc_offset_minutes: number; helper: Helper | null },
  file?: { name: string; content_type: string; bytes: ArrayBuffer },
) => Promise<Receipt>;

export interface Sending {
  done: number;
  all: number;
}

export class ResidentForm implements RunningForm {
  readonly hasOneWay = true;
  readonly placeWay = "typed";
  readonly typed = new TypedInputs();
  readonly pages: () => QuestionPage[];
  readonly missing: () => Missing[];
  readonly language: () => string;
  /** Who fills it in; undefined until that was said, null for the resident. */
  readonly helper: () => Helper | null | undefined;
  readonly receipt: () => Receipt | null;
  readonly sending: () => Sending | null;
  private readonly setFormLanguage: (code: string) => void;
  readonly setHelper: (helper: Helper | null) => void;
  private readonly setReceipt: (receipt: Receipt) => void;
  private readonly setSending: (sending: Sending | null) => void;
  /** Of the first try, so that a second one sends the very same. */
  private finalised: { xml: string; at: string } | null = null;
  private wanted: string | null = null;
  private isGivenUp = false;
  private readonly sent = new Set<string>();

  constructor(
    readonly form: OpenForm,
    private readonly send: Send,
    readonly media: FormMedia,
  ) {
    const [formLanguage, setFormLanguage] = createSignal<string>(language());
    const [helper, setHelper] = createSignal<Helper | null | undefined>(undefined);
    const [receipt, setReceipt] = createSignal<Receipt | null>(null);
    const [sending, setSending] = createSignal<Sending | null>(null);
    this.language = formLanguage;
    this.setFormLanguage = setFormLanguage;
    this.helper = helper;
    this.setHelper = setHelper;
    this.receipt = receipt;
    this.setReceipt = setReceipt;
    this.sending = sending;
    this.setSending = setSending;
    this.pages = createMemo(() => listQuestionPages(form.root));
    this.missing = createMemo(() => listMissing(this.pages()).filter(({ node }) => canAsk(node)));
    createEffect(on(language, (code) => this.setLanguage(code), { defer: true }));
    onCleanup(() => form.dispose());
  }

  setLanguage = (code: string): void => {
    if (!this.form.languages.some((one) => languageCode(one.language) === code)) return;
    this.form.setLanguage(code);
    this.setFormLanguage(code);
  };

  /** The page that opens next begins at this question, and says what is wrong with it. */
  want(reference: string): void {
    this.wanted = reference;
  }

  takeWanted(): string | null {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  setPhoto = async (node: AnyNode, photo: FormPhoto | null): Promise<void> => {
    this.form.setPhoto(node, photo);
  };

  removeInstance: RunningForm["removeInstance"] = async (range, index) => {
    takeTurnAway(this.form, range, index, this.typed);
  };

  /** Whether anything would be lost with the page that is still wanted. */
  isBegun(): boolean {
    return this.helper() !== undefined && this.receipt() === null && !this.isGivenUp;
  }

  giveUp(): void {
    this.isGivenUp = true;
  }

  /** Answers first, then each photo; what is sent already is not sent again. Throws what `send` throws. */
  async finish(): Promise<void> {
    const xml = this.form.finalise();
    if (this.finalised?.xml !== xml) this.finalised = { xml, at: new Date().toISOString() };
    const form = {
      xml,
      finalised_at: this.finalised.at,
      utc_offset_minutes: -new Date().getTimezoneOffset(),
      helper: this.helper() ?? null,
    };
    const answered = new Set(this.form.answers().values());
    const photos = [...this.form.photos.values()].filter(({ name }) => answered.has(name));
    const all = photos.length + 1;
    try {
      this.setSending({ done: 0, all });
      const receipt = await this.send(form);
      for (const [index, photo] of photos.entries()) {
        this.setSending({ done: index + 1, all });
        if (this.sent.has(photo.name)) continue;
        await this.send(form, photo);
        this.sent.add(photo.name);
      }
      this.setReceipt(receipt);
    } finally {
      this.setSending(null);
    }
  }
}
