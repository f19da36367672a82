// The sentence about sync, as a link to Not sent, with a live region that speaks when its kind changes.
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { write } from "../address";
import { useScope } from "../scope";
import { t } from "../texts";
import { spokenKind, syncKind, syncSentence } from "./sync_words";

const AGES_MOVE_MS = 30_000;

export function SyncStrip() {
  const scope = useScope();
  const kind = createMemo(() => syncKind(scope.ports.syncState()));
  const [tick, setTick] = createSignal(0);
  const timer = setInterval(() => setTick((count) => count + 1), AGES_MOVE_MS);
  onCleanup(() => clearInterval(timer));
  const sentence = () => {
    tick();
    return syncSentence(scope.ports.syncState());
  };
  const [spoken, setSpoken] = createSignal("");
  createEffect(on(kind, (now) => setSpoken(spokenKind(now)), { defer: true }));
  return (
    <section aria-label={t("sync-label")} class={`app-sync app-sync--${kind().replaceAll("_", "-")}`}>
      <a class="app-sync__words govuk-width-container" href={write({ screen: "not_sent" })}>
        <span class="app-sync__mark" aria-hidden="true" />
        <span>{sentence()}</span>
      </a>
      <div class="govuk-visually-hidden" role="status" aria-live="polite">
        {spoken()}
      </div>
    </section>
  );
}
