// What stands above every screen: the demo mark, the council's name and the lock, a new version that waits, a sign-in that
// ended, reading that is about to end.
import { Show } from "solid-js";
import { Button } from "../../ui/button";
import { address, findVisitId, write } from "../address";
import { moment } from "../moments";
import { useScope } from "../scope";
import { t } from "../texts";

/** `canRaise`: no alert stands above everything already. */
export function Header(props: { canRaise: boolean }) {
  const scope = useScope();
  const council = () => scope.ports.council()?.council;
  return (
    <div class="govuk-generic-header app-header">
      <div class="govuk-generic-header__container govuk-width-container">
        <div class="govuk-generic-header__logo app-header__row">
          <a href="#/" class="govuk-generic-header__homepage-link app-header__name">
            {council()?.name ?? t("app-name")}
          </a>
          <Show
            when={scope.ports.session()}
            fallback={
              <Show when={council()}>
                <span class="app-header__product">{t("app-name")}</span>
              </Show>
            }
          >
            <span class="app-header__ways">
              <Show when={props.canRaise && address().screen !== "alert"}>
                <a
                  class="app-header__way app-header__way--alert"
                  href={write({ screen: "alert", visit_id: findVisitId(address()) })}
                  aria-label={t("alert-raise-title")}
                >
                  {t("alert-raise-short")}
                </a>
              </Show>
              <button
                type="button"
                class="app-header__way app-header__lock"
                onClick={() => void scope.ports.lock.lockNow()}
              >
                {t("lock-now")}
              </button>
            </span>
          </Show>
        </div>
      </div>
    </div>
  );
}

export function DemoBanner() {
  const scope = useScope();
  return (
    <Show when={scope.ports.council()?.demo}>
      <p class="app-demo">
        <span class="govuk-width-container">
          <strong>{t("demo-word")}</strong> {t("demo-words")}
        </span>
      </p>
    </Show>
  );
}

export function UpdateBanner() {
  const scope = useScope();
  return (
    <Show when={scope.ports.update()}>
      {(update) => (
        <section class="app-update" aria-label={t("update-title")}>
          <p class="govuk-body">{t("update-words")}</p>
          <Button type="button" classes="govuk-button--secondary" onClick={() => update().apply()}>
            {t("update-button")}
          </Button>
        </section>
      )}
    </Show>
  );
}

/** Reading ends by itself when the council has not been reached for long; told in time, above everything. */
export function LapseBanner() {
  const scope = useScope();
  return (
    <Show when={scope.ports.lock.lapses_at()}>
      {(at) => (
        <section class="app-update app-update--lapse" aria-label={t("lapse-title")}>
          <p class="govuk-body">{t("lapse-words", { at: moment(at()) })}</p>
          <Button type="button" classes="govuk-button--secondary" onClick={() => void scope.ports.sendNow()}>
            {t("lapse-button")}
          </Button>
        </section>
      )}
    </Show>
  );
}

/** The council knows this phone's tokens no more, as after a restore: signing in again keeps everything that is here. */
export function SignInAgainBanner() {
  const scope = useScope();
  const isNeeded = () => scope.ports.syncState().trouble === "signed_out" && address().screen !== "sign_in";
  return (
    <Show when={isNeeded()}>
      <section class="app-update" aria-label={t("sign-in-again-title")}>
        <p class="govuk-body">{t("sign-in-again-words")}</p>
        <Button href={write({ screen: "sign_in" })} classes="govuk-button--secondary">
          {t("sign-in-again-title")}
        </Button>
      </section>
    </Show>
  );
}
