// Signing in: the one screen that needs the network. Says so before, and says plainly what failed after. An officer whose
// sign-in the council has forgotten signs in again here, over work that stays on the phone.
import { createSignal, Show } from "solid-js";
import { go, write } from "../address";
import { Screen } from "../frame/screen";
import { useScope } from "../scope";
import { telLink } from "../telephone";
import { t } from "../texts";
import { SignInForm } from "./sign_in_form";

export function SignInScreen() {
  const scope = useScope();
  const [hasFailed, setHasFailed] = createSignal(false);
  const again = () => scope.ports.session();
  const done = () => {
    if (again()) go({ screen: "not_sent" }, "replace");
  };
  return (
    <Screen title={t(again() ? "sign-in-again-title" : "sign-in-title")} hasErrors={hasFailed()}>
      <Show when={again()}>
        {(session) => <p class="govuk-body">{t("sign-in-again-as", { name: session().user.name })}</p>}
      </Show>
      <SignInForm onFail={setHasFailed} onDone={done} />
      <Show when={!again()}>
        <p class="govuk-body">{t("sign-in-words")}</p>
        <Show when={scope.ports.council()?.council}>
          {(council) => (
            <p class="govuk-body">
              {t("sign-in-help")}{" "}
              <a class="govuk-link app-link" href={telLink(council().telephone)}>
                {t("sign-in-ring", { name: council().name, number: council().telephone })}
              </a>
            </p>
          )}
        </Show>
        <p class="govuk-body">
          <a class="govuk-link app-link" href={write({ screen: "install" })}>
            {t("install-link")}
          </a>
        </p>
      </Show>
      <p class="govuk-body">
        <a class="govuk-link app-link" href="/cookies">
          {t("cookies-link")}
        </a>
      </p>
    </Screen>
  );
}
