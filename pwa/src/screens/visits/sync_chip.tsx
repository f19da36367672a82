// Where the work of a visit, or one photo, is: only on this phone, being sent, with the council, or in need of a person.
// Says nothing where nothing was done.
import { Show } from "solid-js";
import { isUndone, type ShownVisit } from "../../domain/shown";
import type { ItemState } from "../../domain/sync_state";
import { findPhotoState, findVisitState } from "../../domain/truth";
import { useScope } from "../scope";
import { t } from "../texts";

const KINDS: Record<ItemState, string> = {
  waiting: "here",
  sending: "sending",
  received: "received",
  attention: "attention",
};

export function SyncChip(props: { shown: ShownVisit }) {
  const scope = useScope();
  const state = (): ItemState | null => {
    const { needs_attention, not_sent, photos_not_sent } = props.shown;
    if (needs_attention) return "attention";
    const known = findVisitState(scope.ports.syncState(), props.shown.visit.id);
    if (not_sent + photos_not_sent > 0) return known === "sending" ? "sending" : "waiting";
    return isUndone(props.shown.visit) ? null : (known ?? "received");
  };
  const words = (now: ItemState) => {
    const { not_sent, photos_not_sent: count, waiting_photo_ids } = props.shown;
    const photo = waiting_photo_ids
      .map((id) => findPhotoState(scope.ports.syncState(), id))
      .find((progress) => progress?.state === "sending");
    if (now === "sending" && photo) return t("chip-sending-percent", { percent: photo.percent });
    return now === "waiting" && not_sent === 0 ? t("chip-photos-here", { count }) : t(`chip-${now}`);
  };
  return <Show when={state()}>{(now) => <Chip state={now()}>{words(now())}</Chip>}</Show>;
}

/** A photo that is not in an unfinished form: the sync knows it, with how much of it is there. */
export function PhotoChip(props: { attachment_id: string }) {
  const scope = useScope();
  const progress = () => findPhotoState(scope.ports.syncState(), props.attachment_id);
  const words = ({ state, percent }: NonNullable<ReturnType<typeof progress>>) =>
    state === "sending" ? t("chip-sending-percent", { percent }) : t(`chip-${state}`);
  return <Show when={progress()}>{(now) => <Chip state={now().state}>{words(now())}</Chip>}</Show>;
}

export function Chip(props: { state: ItemState; children: string }) {
  return <span class={`app-chip app-chip--${KINDS[props.state]}`}>{props.children}</span>;
}
