// Whether the council has what was done at this visit; says nothing where nothing was done.
import { Show } from "solid-js";
import type { ShownVisit } from "../../domain/shown";
import { isUndone } from "../../domain/shown";
import { t } from "../texts";

export function SyncChip(props: { shown: ShownVisit }) {
  const words = () => {
    const { not_sent: notSent, photos_not_sent: photos } = props.shown;
    if (props.shown.needs_attention) return t("chip-attention");
    if (notSent > 0) return t("chip-saved-here");
    if (photos > 0) return t("chip-photos-here", { count: photos });
    return isUndone(props.shown.visit) ? null : t("chip-received");
  };
  const kind = () => {
    if (props.shown.needs_attention) return "attention";
    return props.shown.not_sent + props.shown.photos_not_sent > 0 ? "here" : "received";
  };
  return <Show when={words()}>{(text) => <span class={`app-chip app-chip--${kind()}`}>{text()}</span>}</Show>;
}
