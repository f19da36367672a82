// Opens the form of a desk page: anew, or with the answers of the submission that is corrected.
import { startCorrection } from "../../forms/correction";
import { openForm } from "../../forms/host";
import { servedMedia } from "../check/form_media";
import type { CheckParts } from "../check/open_check";
import { makePrefill } from "../check/prefill_rows";
import { fullName } from "../names";
import { language, t } from "../texts";
import type { DeskSource } from "./desk_source";

export const DESK_DEVICE = "desk";

export async function openDeskForm(source: DeskSource): Promise<CheckParts> {
  const { fields, id } = source.form;
  const prefill = makePrefill(source, source.officer);
  const { corrects } = source;
  const own = corrects && { ...corrects, form_id: fields.form_id, form_version_id: id };
  const started = own && startCorrection(fields.xform, own, prefill);
  const form = await openForm({
    xform: fields.xform,
    prefill,
    device_id: DESK_DEVICE,
    draft: started ? { xml: started.xml, bases: started.bases, photos: [] } : null,
    language: language(),
  });
  return {
    entity: source.entity,
    caption: fullName(source),
    leave: () => ({ href: source.urls.leave, text: t("desk-leave") }),
    form,
    media: servedMedia(source.media),
    form_id: fields.form_id,
    form_version_id: id,
    title: fields.title,
    started_at: new Date().toISOString(),
    place: null,
    language: language(),
    typed: {},
  };
}
