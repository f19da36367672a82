// The phone of a preview: the screens of a check run on it with a test visit, and what they save goes nowhere.
import type { FinishedForm } from "../../domain/draft";
import { servedMedia } from "../check/form_media";
import { makeIdlePhone } from "../idle_phone";
import type { Phone } from "../phone";
import { makeTestVisit } from "./test_rows";

export interface PreviewSource {
  title: string;
  xform: string;
  /** Addresses of what its labels show, by name. */
  media: Record<string, string>;
}

/** Every form is previewed under one id: what it is called stands in its title. */
export const PREVIEW_FORM_ID = "preview";

export function makePreviewPhone(
  source: PreviewSource,
  today: string,
  finished: (form: FinishedForm) => void,
): Phone {
  const { title, xform } = source;
  const media = servedMedia(source.media);
  const version: Awaited<ReturnType<Phone["findForm"]>> = {
    type: "form_version",
    id: PREVIEW_FORM_ID,
    version: 1,
    field_versions: {},
    fields: { form_id: PREVIEW_FORM_ID, version_label: "", languages: [], current: true, title, xform },
  };
  return makeIdlePhone({
    findVisit: async () => makeTestVisit(PREVIEW_FORM_ID, today),
    getDay: async () => ({ today_on: today, rows_as_of: null }),
    findForm: async () => version,
    findMedium: (_version, name) => media.find(name),
    saveSubmission: async (form) => finished(form),
  });
}
