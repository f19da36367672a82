// One check in progress: the open form, its draft on disk, its alerts raised as soon as they are answered, its finish.
// Says "saved" only after the phone's promise; raises an alert at once, but never while somebody only passes a choice by.
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Draft } from "../../domain/draft";
import { isProblem } from "../../domain/problems";
import type { AlertHeader } from "../../domain/wire";
import { DraftKeeper, type DraftState } from "../../forms/draft";
import { type AnyNode, languageCode, type RepeatRangeNode, walk } from "../../forms/host";
import { ONE_TAP_OUTCOMES } from "../../forms/meaning";
import { type FormPage, listMissing, listPages, type Missing } from "../../forms/pages";
import type { FormPhoto } from "../../forms/photo";
import { go } from "../address";
import type { Phone } from "../phone";
import { useScope } from "../scope";
import { language } from "../texts";
import { beforeLock } from "../unlock/before_lock";
import { canAsk } from "./appearances";
import type { PlaceWay, RunningForm } from "./check_context";
import type { CheckParts } from "./open_check";
import { takeTurnAway } from "./take_turn_away";
import { TypedInputs } from "./typed_inputs";
import { watchAnswers } from "./watch_answers";

export type Finish = "saved" | "saved_at_once";

export class RunningCheck implements RunningForm {
  readonly form: RunningForm["form"];
  readonly media: CheckParts["media"];
  readonly placeWay: PlaceWay;
  readonly pages: () => FormPage[];
  readonly missing: () => Missing[];
  readonly draftState: () => DraftState | "untouched";
  readonly finished: () => Finish | null;
  readonly typed: TypedInputs;
  /** The language that the form speaks now; the app may speak another. */
  readonly language: () => string;
  private readonly setFormLanguage: (code: string) => void;
  private wanted: string | null = null;
  private readonly setFinished: (finish: Finish) => void;
  private readonly keeper: DraftKeeper;
  private readonly isBehind: () => boolean;
  /** Photos on their way to the disk. */
  private readonly underWay = new Set<Promise<void>>();
  /** Raised by this page; the phone itself takes the same alert once only. */
  private readonly raised = new Set<string>();
  private readonly workSaved: () => void;
  private place: string;
  private isKept: boolean;

  constructor(
    readonly parts: CheckParts,
    private readonly phone: Phone,
    isBrowsing: () => boolean,
  ) {
    this.workSaved = useScope().ports.workSaved;
    const { form } = parts;
    this.form = form;
    this.media = parts.media;
    this.placeWay = parts.placeWay ?? "asked";
    this.place = parts.place ?? "0";
    this.isKept = parts.place !== null;
    const [draftState, setDraftState] = createSignal<DraftState | "untouched">("untouched");
    const [formLanguage, setFormLanguage] = createSignal(parts.language);
    const [finished, setFinished] = createSignal<Finish | null>(null);
    this.draftState = draftState;
    this.language = formLanguage;
    this.setFormLanguage = setFormLanguage;
    this.finished = finished;
    this.setFinished = setFinished;
    this.keeper = new DraftKeeper(
      () => this.readDraft(),
      (draft) => this.saveDraft(draft),
      setDraftState,
    );
    this.typed = new TypedInputs(() => this.keeper.changed());
    this.typed.restore(parts.typed, walk(form.root.currentState.children));
    this.pages = createMemo(() => listPages(form.root));
    this.missing = createMemo(() => listMissing(this.pages()).filter(({ node }) => canAsk(node)));
    this.isBehind = watchAnswers(form.xml, () => this.keeper.changed());
    createEffect(on(language, (code) => this.setLanguage(code), { defer: true }));
    createEffect(() => {
      const alerts = form.alerts();
      if (!isBrowsing()) void this.raise(alerts);
    });
    this.saveWhenHidden();
    beforeLock(() => this.settle());
    onCleanup(() => {
      void this.flushAll().finally(() => form.dispose());
    });
  }

  /** Where the officer is, kept with the draft so that the check opens there again; no draft begins by looking. */
  setPlace(place: string): void {
    if (place === this.place) return;
    this.place = place;
    if (this.isKept && !this.finished()) this.keeper.changed();
  }

  /** The page that opens next begins at this question, and says what is wrong with it. */
  goTo(reference: string): void {
    this.wanted = reference;
  }

  takeWanted(): string | null {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  /** Of the form alone; kept with the draft. A language that the form does not have leaves it as it is. */
  setLanguage(code: string): void {
    if (!this.parts.form.languages.some((one) => languageCode(one.language) === code)) return;
    this.parts.form.setLanguage(code);
    this.setFormLanguage(code);
    if (this.isKept && !this.finished()) this.keeper.changed();
  }

  setPhoto = (node: AnyNode, photo: FormPhoto | null): Promise<void> =>
    this.follow(this.putPhoto(node, photo));

  private async putPhoto(node: AnyNode, photo: FormPhoto | null): Promise<void> {
    const before = this.parts.form.findPhoto(node);
    if (photo) await this.savePhoto(photo);
    this.parts.form.setPhoto(node, photo);
    await this.keeper.flush();
    if (before) await this.phone.removePhoto(before.attachment_id);
  }

  removeInstance = async (range: RepeatRangeNode, index: number): Promise<void> => {
    const { form } = this.parts;
    const { gone, moved } = takeTurnAway(form, range, index, this.typed);
    await this.keeper.flush();
    for (const photo of moved) await this.savePhoto(photo);
    for (const { attachment_id } of gone) await this.phone.removePhoto(attachment_id);
  };

  private savePhoto(photo: FormPhoto): Promise<void> {
    return this.phone.savePhoto(this.parts.entity.id, this.parts.form.instance_id, photo);
  }

  /** Whether these answers may be saved: nothing required is missing, nothing typed is wrong. */
  canFinish(): boolean {
    return this.missing().length === 0 && this.typed.list().length === 0;
  }

  /** The draft is held back meanwhile, so that it cannot come back after its submission; a refusal keeps it going. */
  async finish(how: Finish = "saved"): Promise<void> {
    await this.keeper.flush();
    await this.keeper.close();
    try {
      await this.saveSubmission();
    } catch (problem) {
      if (!isProblem(problem, "already_saved")) this.keeper.reopen();
      throw problem;
    }
    this.setFinished(how);
    if (how === "saved_at_once") go({ screen: "note", visit_id: this.parts.entity.id }, "replace");
    this.workSaved();
  }

  private async saveSubmission(): Promise<void> {
    const { form, entity, form_id, form_version_id } = this.parts;
    const outcome = this.findOutcome();
    const finished = {
      entity,
      instance_id: form.instance_id,
      form_id,
      form_version_id,
      xml: form.finalise(),
      bases: form.bases,
      alerts: form.alerts(),
      outcome: outcome?.answer || null,
      closes_visit: outcome !== null,
    };
    const answered = new Set(form.answers().values());
    const photos = [...form.photos.values()].filter(({ name }) => answered.has(name));
    await this.phone.saveSubmission(
      finished,
      photos.map(({ attachment_id }) => attachment_id),
    );
  }

  /** Whether its draft is still here although the visit is closed. */
  async isLeftOver(): Promise<boolean> {
    return (await this.phone.findUnfinished(this.parts.form.instance_id)) !== null;
  }

  async flush(): Promise<void> {
    await this.keeper.flush();
  }

  /** Before the phone is locked: the answers, a photo that was just taken, and what it answers. */
  private async settle(): Promise<void> {
    this.catchUp();
    await Promise.allSettled([this.keeper.settle(), ...this.underWay]);
    this.catchUp();
    await this.keeper.settle();
  }

  /** The last letter may not have been heard of yet. */
  private catchUp(): void {
    if (this.isBehind()) this.keeper.changed();
  }

  private flushAll(): Promise<void> {
    this.catchUp();
    return this.keeper.flush();
  }

  private async follow(work: Promise<void>): Promise<void> {
    this.underWay.add(work);
    try {
      await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  private async raise(alerts: readonly AlertHeader[]): Promise<void> {
    const fresh = alerts.filter(({ alert_id }) => !this.raised.has(alert_id));
    if (fresh.length === 0 || this.finished()) return;
    for (const alert of fresh) this.raised.add(alert.alert_id);
    if (ONE_TAP_OUTCOMES.has(this.findOutcome()?.answer ?? "") && this.canFinish()) {
      const isSaved = await this.finish("saved_at_once").then(
        () => true,
        () => false,
      );
      if (isSaved) return;
    }
    await this.keeper.flush();
    for (const alert of fresh) {
      await this.phone.saveAlert(alert, this.parts.entity.id, this.parts.form.instance_id);
    }
    this.workSaved();
  }

  private findOutcome(): { answer: string } | null {
    const { form } = this.parts;
    const recording = form.recordings.find(({ records }) => records === "visit.outcome");
    return recording ? { answer: form.answers().get(recording.node) ?? "" } : null;
  }

  private readDraft(): Draft {
    const { form, entity, form_id, form_version_id, started_at } = this.parts;
    return {
      instance_id: form.instance_id,
      entity,
      form_id,
      form_version_id,
      xml: form.xml(),
      bases: form.bases,
      started_at,
      saved_at: new Date().toISOString(),
      place: this.place,
      language: this.language(),
      typed: this.typed.keep(),
    };
  }

  private async saveDraft(draft: Draft): Promise<void> {
    await this.phone.saveDraft(draft);
    this.isKept = true;
  }

  private saveWhenHidden(): void {
    const flush = () => void this.flushAll();
    const flushHidden = () => {
      if (document.visibilityState === "hidden") flush();
    };
    document.addEventListener("visibilitychange", flushHidden);
    addEventListener("pagehide", flush);
    onCleanup(() => {
      document.removeEventListener("visibilitychange", flushHidden);
      removeEventListener("pagehide", flush);
    });
  }
}
