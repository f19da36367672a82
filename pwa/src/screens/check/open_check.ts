// Opens the form of a visit as it stands on the phone: begun anew, or from its draft with the version that it pins.
import type { Draft } from "../../domain/draft";
import { isHandedBack, isUndone, type ShownVisit } from "../../domain/shown";
import { type OpenForm, openForm } from "../../forms/host";
import type { Phone } from "../phone";
import { language } from "../texts";
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
  /** Of the form: the draft's own, else the app's. */
  language: string;
  typed: NonNullable<Draft["typed"]>;
}

export type OpenedCheck =
  | { is: "open"; parts: CheckParts }
  | { is: "left_over"; instance_id: string }
  | { is: "no_visit" | "no_form" | "handed_back" | "done" };

export async function openCheck(
  phone: Phone,
  user: Parameters<typeof makePrefill>[1],
  what: { visit_id: string; form_id: string; device_id: string },
): Promise<OpenedCheck> {
  const shown = await phone.findVisit(what.visit_id);
  const kept = await phone.findDraft(what.visit_id, what.form_id);
  const isOver = !shown || !isUndone(shown.visit);
  if (kept && isOver) return { is: "left_over", instance_id: kept.draft.instance_id };
  if (!shown) return { is: "no_visit" };
  if (isOver) return { is: isHandedBack(shown.visit) ? "handed_back" : "done" };
  const version = await phone.findForm(what.form_id, kept?.draft.form_version_id);
  // Answers go into the version they were given to, or into none.
  if (kept && !version) return { is: "left_over", instance_id: kept.draft.instance_id };
  if (!version) return { is: "no_form" };
  const formLanguage = kept?.draft.language ?? language();
  const form = await openForm({
    xform: version.fields.xform,
    prefill: makePrefill(shown, user),
    device_id: what.device_id,
    draft: kept ? { xml: kept.draft.xml, bases: kept.draft.bases, photos: kept.photos } : null,
    language: formLanguage,
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
      language: formLanguage,
      typed: kept?.draft.typed ?? {},
    },
  };
}
