// A minute before the app locks itself: said, with a button that keeps it open. Any touch does the same, and the focus stays
// where it is.
import { Show } from "solid-js";
import { Button } from "../../ui/button";
import { useScope } from "../scope";
import { t } from "../texts";

export function LockSoon() {
  const scope = useScope();
  return (
    <div class="app-lock-soon" role="status" aria-live="assertive">
      <Show when={scope.ports.lock.is_near()}>
        <div class="app-lock-soon__inner govuk-width-container">
          <p class="govuk-body app-lock-soon__words">{t("lock-soon-words")}</p>
          <Button type="button" onClick={() => scope.ports.lock.stayOpen()}>
            {t("lock-soon-button")}
          </Button>
        </div>
      </Show>
    </div>
  );
}
