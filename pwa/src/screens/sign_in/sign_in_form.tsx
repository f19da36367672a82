// The address, the password and the button; what went wrong stands above them and takes the focus.
import { createSignal, onMount, Show } from "solid-js";
import type { ProblemCode } from "../../domain/problems";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextInput } from "../../ui/text_input";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { t } from "../texts";

type Field = "email" | "password";

/** What can be put right in a field. Anything else, like a missing connection, is no fault of what was typed. */
const FIELD_AT_FAULT: Partial<Record<ProblemCode, Field>> = {
  wrong_password: "password",
  not_allowed: "email",
  another_officer: "email",
};

export function SignInForm(props: {
  /** A new PIN is to be chosen afterwards. */
  forgotten?: boolean;
  onFail?: (hasFailed: boolean) => void;
  onDone?: () => void;
}) {
  const scope = useScope();
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [error, setError] = createSignal<{ text: string; field: Field | undefined }>();
  const [isBusy, setIsBusy] = createSignal(false);
  let summary: HTMLDivElement | undefined;
  onMount(() => summary?.focus());
  const fail = (text: string, field: Field | undefined) => {
    setError({ text, field });
    props.onFail?.(true);
    queueMicrotask(() => summary?.focus());
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!email().trim()) return fail(t("sign-in-email-missing"), "email");
    if (!password()) return fail(t("sign-in-password-missing"), "password");
    setError(undefined);
    props.onFail?.(false);
    setIsBusy(true);
    const done = await scope.ports.signIn(email().trim(), password(), props.forgotten);
    setIsBusy(false);
    if (done.ok) return props.onDone?.();
    fail(codeWords(done.problem), FIELD_AT_FAULT[done.problem.code]);
  };
  const errorOf = (field: string) =>
    error()?.field === field ? { text: error()?.text, visuallyHiddenText: t("error-word") } : undefined;
  return (
    <>
      <Show when={error()} keyed>
        {(wrong) => (
          <ErrorSummary
            ref={(element) => (summary = element)}
            titleText={t("error-summary-title")}
            errorList={[{ text: wrong.text, href: wrong.field && `#${wrong.field}` }]}
            attributes={{ tabindex: "-1" }}
          />
        )}
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
    </>
  );
}
