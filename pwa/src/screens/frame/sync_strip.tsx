// The sentence of truth, as a link to Not sent (or to what needs its officer), with a live region that speaks when its
// kind changes, never when only a number does.
import { createEffect, createMemo, createSignal, on } from "solid-js";
import { findTruth } from "../../domain/truth";
import { write } from "../address";
import { useScope } from "../scope";
import { t } from "../texts";
import { spokenWord, truthSentence } from "./sync_words";

export function SyncStrip() {
  const scope = useScope();
  const word = createMemo(() => findTruth(scope.ports.syncState()).word);
  const [spoken, setSpoken] = createSignal("");
  createEffect(on(word, (now) => setSpoken(spokenWord(now)), { defer: true }));
  const to = () => write({ screen: word() === "attention" ? "attention" : "not_sent" });
  return (
    <section aria-label={t("sync-label")} class={`app-sync app-sync--${word().replaceAll("_", "-")}`}>
      <a class="app-sync__words govuk-width-container" href={to()}>
        <span class="app-sync__mark" aria-hidden="true" />
        <span>{truthSentence(scope.ports.syncState())}</span>
      </a>
      <div class="govuk-visually-hidden" role="status" aria-live="polite">
        {spoken()}
      </div>
    </section>
  );
}
