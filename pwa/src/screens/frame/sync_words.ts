// The one sentence of truth at the top of every screen, in words, and what of it is worth saying aloud. What is true is
// decided in domain/truth.ts; here it is only said.
import type { SyncState } from "../../domain/sync_state";
import { findTruth, type Truth } from "../../domain/truth";
import { since } from "../moments";
import { t } from "../texts";

/** One to three whole sentences. */
export function truthSentence(state: SyncState): string {
  const truth = findTruth(state);
  const { unfinished, loose_photos } = truth;
  return [
    sayWord(state, truth),
    ...(unfinished ? [t("truth-unfinished", { count: unfinished })] : []),
    ...(loose_photos ? [t("truth-loose-photos", { count: loose_photos })] : []),
  ].join(" ");
}

function sayWord(state: SyncState, truth: Truth): string {
  switch (truth.word) {
    case "lost":
      return t("truth-lost", { had: truth.lost?.had ?? 0, now: truth.lost?.now ?? 0 });
    case "not_kept":
      return t("truth-not-kept", { count: truth.not_kept });
    case "sending":
      return `${t("truth-sending")} ${hereSentence(state, truth)}`;
    case "waiting_offline":
      return `${t("truth-offline")} ${hereSentence(state, truth)}`;
    case "trouble":
      return `${t("truth-trouble", { cause: t(`trouble-${truth.trouble}`) })} ${hereSentence(state, truth)}`;
    case "waiting":
      return hereSentence(state, truth);
    case "attention":
      return t("truth-attention", { count: truth.needs_attention });
    case "nothing_yet":
      return t("truth-nothing-yet");
    case "out_of_touch":
      return t(
        state.offline || truth.trouble === "offline" ? "truth-received-offline" : "truth-received-trouble",
        {
          at: since(truth.last_contact_at ?? ""),
        },
      );
    case "all_received":
      return t(truth.unfinished + truth.loose_photos > 0 ? "truth-received-saved" : "truth-received", {
        at: since(truth.last_contact_at ?? ""),
      });
  }
}

/** "3 things and 2 photos are only on this phone, the oldest since 10:42." */
function hereSentence(state: SyncState, truth: Truth): string {
  const photos = Math.min(state.photos_not_sent, truth.not_sent);
  const things = truth.not_sent - photos;
  const values = { things, photos, since: truth.oldest_at ? since(truth.oldest_at) : "" };
  // The counts and the things themselves may disagree for a moment; then the worse is said, without a number.
  if (truth.not_sent === 0 || values.since === "") return t("truth-here-some");
  if (photos === 0) return t("truth-here-things", values);
  return t(things === 0 ? "truth-here-photos" : "truth-here-both", values);
}

/** Said by the live region when the word changes: short, and without a number. */
export function spokenWord(word: Truth["word"]): string {
  return t(`spoken-${word.replaceAll("_", "-")}`);
}
