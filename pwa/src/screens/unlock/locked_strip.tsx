// How much waits on a locked phone, and since when: counts and a time, no link, since the list of it is behind the lock.
import { findTruth } from "../../domain/truth";
import { truthSentence } from "../frame/sync_words";
import { useScope } from "../scope";
import { t } from "../texts";

export function LockedStrip() {
  const scope = useScope();
  const word = () => findTruth(scope.ports.syncState()).word.replaceAll("_", "-");
  return (
    <section aria-label={t("sync-label")} class={`app-sync app-sync--${word()}`}>
      <p class="app-sync__words app-sync__words--plain govuk-width-container">
        <span class="app-sync__mark" aria-hidden="true" />
        <span>{truthSentence(scope.ports.syncState())}</span>
      </p>
    </section>
  );
}
