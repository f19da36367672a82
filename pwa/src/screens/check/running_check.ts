// One check in progress: the open form, its draft on disk, its alerts raised as soon as they are answered, its finish.
// Says "saved" only after the phone's promise; raises an alert at once, but never while somebody only passes a choice by.
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { isProblem } from "../../domain/problems";
import { isUndone, type ShownVisit } from "../../domain/shown";
import type { AlertHeader } from "../../domain/wire";
import { DraftKeeper, type DraftState } from "../../forms/draft";
import { type AnyNode, type OpenForm, openForm } from "../../forms/host";
import { ONE_TAP_OUTCOMES } from "../../forms/meaning";
import { type FormPage, listMissing, listPages, type Missing } from "../../forms/pages";
import type { FormPhoto } from "../../forms/photo";
import { go } from "../address";
import type { Phone } from "../phone";
import { useScope } from "../scope";
import { language } from "../texts";
import { beforeLock } from "../unlock/before_lock";
import { makePrefill } from "./prefill_rows";

export interface CheckParts {
  shown: ShownVisit;
  form: OpenForm;
  form_id: string;
  form_version_id: string;
  title: string;
  started_at: string;
  /** Where the officer was; null for a check that begins now. */
  place: string | null;
}

export type OpenedCheck =
  | { is: "open"; parts: CheckParts }
  | { is: "left_over"; instance_id: string }
  | { is: "no_visit" | "no_form" | "done" };

export async function openCheck(
  phone: Phone,
  user: Parameters<typeof makePrefill>[1],
  what: { visit_id: string; form_id: string; device_id: string },
): Promise<OpenedCheck> {
  const shown = await phone.findVisit(what.visit_id);
  const kept = await phone.findDraft(what.visit_id, what.form_id);
  const isOver = !shown || !isUndone(shown.visit);
  if (kept && isOver) return { is: "left_over", instance_id: kept.draft.instance_id };
  if (isOver) return { is: shown ? "done" : "no_visit" };
  const version = await phone.findForm(what.form_id, kept?.draft.form_version_id);
  if (!version) return { is: "no_form" };
  const form = await openForm({
    xform: version.fields.xform,
    prefill: makePrefill(shown, user),
    device_id: what.device_id,
    draft: kept ? { xml: kept.draft.xml, bases: kept.draft.bases, photos: kept.photos } : null,
    language: language(),
  });
  return {
    is: "open",
    parts: {
      shown,
      form,
      form_id: what.form_id,
      form_version_id: version.id,
      title: version.fields.title,
      started_at: kept?.draft.started_at ?? new Date().toISOString(),
      place: kept?.draft.place ?? null,
    },
  };
}

export type Finish = "saved" | "saved_at_once";

export class RunningCheck {
  readonly pages: () => FormPage[];
  readonly missing: () => Missing[];
  readonly draftState: () => DraftState | "untouched";
  readonly finished: () => Finish | null;
  /** What was typed and is no answer of its type, by reference: the engine cannot hold it. */
  readonly wrong: () => ReadonlyMap<string, string>;
  private readonly setWrong: (wrong: ReadonlyMap<string, string>) => void;
  private readonly setFinished: (finish: Finish) => void;
  private readonly keeper: DraftKeeper;
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
    this.place = parts.place ?? "0";
    this.isKept = parts.place !== null;
    const [draftState, setDraftState] = createSignal<DraftState | "untouched">("untouched");
    const [wrong, setWrong] = createSignal<ReadonlyMap<string, string>>(new Map());
    const [finished, setFinished] = createSignal<Finish | null>(null);
    this.draftState = draftState;
    this.wrong = wrong;
    this.setWrong = setWrong;
    this.finished = finished;
    this.setFinished = setFinished;
    this.keeper = new DraftKeeper(
      () => this.readDraft(),
      (draft) => this.saveDraft(draft),
      setDraftState,
    );
    this.pages = createMemo(() => listPages(form.root));
    this.missing = createMemo(() => listMissing(this.pages()));
    createEffect(
      on(
        () => form.xml(),
        () => this.keeper.changed(),
        { defer: true },
      ),
    );
    createEffect(() => form.setLanguage(language()));
    createEffect(() => {
      const alerts = form.alerts();
      if (!isBrowsing()) void this.raise(alerts);
    });
    this.saveWhenHidden();
    beforeLock(() => this.keeper.flush());
    onCleanup(() => {
      void this.keeper.flush().finally(() => form.dispose());
    });
  }

  /** Where the officer is, kept with the draft so that the check opens there again; no draft begins by looking. */
  setPlace(place: string): void {
    if (place === this.place) return;
    this.place = place;
    if (this.isKept && !this.finished()) this.keeper.changed();
  }

  setWrongInput(reference: string, words: string | null): void {
    const next = new Map(this.wrong());
    if (words) next.set(reference, words);
    else next.delete(reference);
    this.setWrong(next);
  }

  async setPhoto(node: AnyNode, photo: FormPhoto | null): Promise<void> {
    const before = this.parts.form.photos.get(node.currentState.reference);
    if (photo) await this.phone.savePhoto(this.parts.shown.visit.id, this.parts.form.instance_id, photo);
    this.parts.form.setPhoto(node, photo);
    await this.keeper.flush();
    if (before) await this.phone.removePhoto(before.attachment_id);
  }

  /** Whether these answers may be saved: nothing required is missing, nothing typed is wrong. */
  canFinish(): boolean {
    return this.missing().length === 0 && this.wrong().size === 0;
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
    if (how === "saved_at_once") go({ screen: "note", visit_id: this.parts.shown.visit.id }, "replace");
    this.workSaved();
  }

  private async saveSubmission(): Promise<void> {
    const { form, shown, form_id, form_version_id } = this.parts;
    const outcome = this.findOutcome();
    const finished = {
      entity: { type: "visit" as const, id: shown.visit.id },
      instance_id: form.instance_id,
      form_id,
      form_version_id,
      xml: form.xml(),
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
      await this.phone.saveAlert(alert, this.parts.shown.visit.id, this.parts.form.instance_id);
    }
    this.workSaved();
  }

  private findOutcome(): { answer: string } | null {
    const { form } = this.parts;
    const recording = form.recordings.find(({ records }) => records === "visit.outcome");
    return recording ? { answer: form.answers().get(recording.node) ?? "" } : null;
  }

  private readDraft(): Parameters<Phone["saveDraft"]>[0] {
    const { form, shown, form_id, form_version_id, started_at } = this.parts;
    return {
      instance_id: form.instance_id,
      entity: { type: "visit", id: shown.visit.id },
      form_id,
      form_version_id,
      xml: form.xml(),
      bases: form.bases,
      started_at,
      saved_at: new Date().toISOString(),
      place: this.place,
    };
  }

  private async saveDraft(draft: Parameters<Phone["saveDraft"]>[0]): Promise<void> {
    await this.phone.saveDraft(draft);
    this.isKept = true;
  }

  private saveWhenHidden(): void {
    const flush = () => void this.keeper.flush();
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
