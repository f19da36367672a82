// Opens the form of a visit as it stands on the phone: begun anew, or from its draft with the version that it pins.
import type { Draft } from "../../domain/draft";
import { isHandedBack, isUndone } from "../../domain/shown";
import type { EntityRef } from "../../domain/wire";
import { type OpenForm, openForm } from "../../forms/host";
import { write } from "../address";
import { fullName } from "../names";
import type { Phone } from "../phone";
import { language, t } from "../texts";
import type { PlaceWay } from "./check_context";
import { type FormMedia, phoneMedia } from "./form_media";
import { makePrefill } from "./prefill_rows";

export interface CheckParts {
  /** What the form is filled in about; its id stands in the addresses of the form's pages. */
  entity: EntityRef;
  /** Above every heading: whose it is. */
  caption: string;
  /** Out of the form, from its first page. */
  leave: () => { href: string; text: string };
  form: OpenForm;
  media: FormMedia;
  form_id: string;
  form_version_id: string;
  title: string;
  started_at: string;
  /** Where the officer was; null for a check that begins now. */
  place: string | null;
  /** Of the form: the draft's own, else the app's. */
  language: string;
  typed: NonNullable<Draft["typed"]>;
  placeWay?: PlaceWay;
}

export type OpenedCheck =
  | { is: "open"; parts: CheckParts }
  | { is: "left_over"; instance_id: string }
  | { is: "no_visit" | "no_form" | "handed_back" | "done" };

export async function openCheck(
  phone: Phone,
  user: Parameters<typeof makePrefill>[1],
  what: { visit_id: string; form_id: string; device_id: string; heard: () => number },
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
      entity: { type: "visit", id: what.visit_id },
      caption: fullName(shown),
      leave: () => ({ href: write({ screen: "visit", visit_id: what.visit_id }), text: t("back-to-visit") }),
      form,
      media: phoneMedia(phone, version, what.heard),
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
