// What stands above every screen: the demo mark, the council's name, a new version that waits, a sign-in that ended.
import { Show } from "solid-js";
import { Button } from "../../ui/button";
import { address, write } from "../address";
import { useScope } from "../scope";
import { t } from "../texts";

export function Header() {
  const scope = useScope();
  return (
    <div class="govuk-generic-header app-header">
      <div class="govuk-generic-header__container govuk-width-container">
        <div class="govuk-generic-header__logo app-header__row">
          <a href="#/" class="govuk-generic-header__homepage-link app-header__name">
            {scope.ports.session()?.council.name ?? t("app-name")}
          </a>
          <Show when={scope.ports.session()}>
            <span class="app-header__product">{t("app-name")}</span>
          </Show>
        </div>
      </div>
    </div>
  );
}

export function DemoBanner() {
  const scope = useScope();
  return (
    <Show when={scope.ports.session()?.demo ?? true}>
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
