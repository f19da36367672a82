// What something that was begun and not saved is called.
import { LOOSE_PHOTOS } from "../../domain/draft";
import type { Unfinished } from "../phone";
import { t } from "../texts";

export function unfinishedTitle({ draft, title }: Unfinished): string {
  return draft.form_id === LOOSE_PHOTOS ? t("loose-unfinished") : title;
}
