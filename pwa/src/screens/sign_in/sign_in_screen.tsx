// Signing in: the one screen that needs the network. Says so before, and says plainly what failed after. An officer whose
// sign-in the council has forgotten signs in again here, over work that stays on the phone.
import { createSignal, onMount, Show } from "solid-js";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextInput } from "../../ui/text_input";
import { go, write } from "../address";
import { Screen } from "../frame/screen";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { t } from "../texts";

export function SignInScreen() {
  const scope = useScope();
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [error, setError] = createSignal<{ text: string; field: "email" | "password" }>();
  const [isBusy, setIsBusy] = createSignal(false);
  const again = () => scope.ports.session();
  let summary: HTMLDivElement | undefined;
  onMount(() => summary?.focus());
  const fail = (text: string, field: "email" | "password") => {
    setError({ text, field });
    queueMicrotask(() => summary?.focus());
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!email().trim()) return fail(t("sign-in-email-missing"), "email");
    if (!password()) return fail(t("sign-in-password-missing"), "password");
    setError(undefined);
    setIsBusy(true);
    const isAgain = Boolean(again());
    const done = await scope.ports.signIn(email().trim(), password());
    setIsBusy(false);
    if (done.ok && isAgain) return go({ screen: "not_sent" }, "replace");
    if (!done.ok)
      fail(codeWords(done.problem), done.problem.code === "wrong_password" ? "password" : "email");
  };
  const errorOf = (field: string) =>
    error()?.field === field ? { text: error()?.text, visuallyHiddenText: t("error-word") } : undefined;
  return (
    <Screen title={t(again() ? "sign-in-again-title" : "sign-in-title")} hasErrors={Boolean(error())}>
      <Show when={error()} keyed>
        {(wrong) => (
          <ErrorSummary
            ref={(element) => (summary = element)}
            titleText={t("error-summary-title")}
            errorList={[{ text: wrong.text, href: `#${wrong.field}` }]}
            attributes={{ tabindex: "-1" }}
          />
        )}
      </Show>
      <Show when={again()}>
        {(session) => <p class="govuk-body">{t("sign-in-again-as", { name: session().user.name })}</p>}
      </Show>
      <form onSubmit={submit} novalidate>
        <TextInput
          id="email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          label={{ text: t("sign-in-email") }}
          errorMessage={errorOf("email")}
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextInput
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          spellcheck={false}
          label={{ text: t("sign-in-password") }}
          errorMessage={errorOf("password")}
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <Button disabled={isBusy()} attributes={{ "aria-live": "polite" }}>
          {isBusy() ? t("sign-in-busy") : t("sign-in-button")}
        </Button>
      </form>
      <Show when={!again()}>
        <p class="govuk-body">{t("sign-in-words")}</p>
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
