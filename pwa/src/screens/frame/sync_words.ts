// The one sentence of truth about sync at the top of every screen, and the kind of it that is worth saying aloud.
// Never says received without a receipt, never spins.
import type { SyncState } from "../../domain/sync_state";
import { age, moment } from "../moments";
import { t } from "../texts";

export type SyncKind =
  | "lost"
  | "attention"
  | "all_received"
  | "nothing_yet"
  | "sending"
  | "waiting"
  | "waiting_offline"
  | "trouble";

/** A change of this is spoken; a change of count is not. */
export function syncKind(state: SyncState): SyncKind {
  if (state.lost) return "lost";
  if (state.not_sent > 0) {
    if (state.sending) return "sending";
    if (state.offline || state.trouble === "offline") return "waiting_offline";
    return state.trouble ? "trouble" : "waiting";
  }
  return state.last_contact_at ? "all_received" : "nothing_yet";
}

export function syncSentence(state: SyncState): string {
  const count = state.not_sent;
  const since = state.oldest_at ? age(state.oldest_at) : "";
  switch (syncKind(state)) {
    case "lost":
      return t("sync-lost", { had: state.lost?.had ?? 0, now: state.lost?.now ?? 0 });
    case "sending":
      return t("sync-sending", { count });
    case "waiting_offline":
      return t("sync-waiting-offline", { count, age: since });
    case "trouble":
      return t("sync-trouble", { count, age: since, cause: t(`trouble-${state.trouble}`) });
    case "waiting":
      return t("sync-waiting", { count, age: since });
    case "nothing_yet":
      return t("sync-nothing-yet");
    default:
      return state.offline
        ? t("sync-all-received-offline", { at: moment(state.last_contact_at ?? "") })
        : t("sync-all-received", { at: moment(state.last_contact_at ?? "") });
  }
}

/** Said by the live region: short, and without a number. */
export function spokenKind(kind: SyncKind): string {
  return t(`spoken-${kind.replaceAll("_", "-")}`);
}
