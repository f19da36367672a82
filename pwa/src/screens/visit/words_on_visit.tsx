// Words that an officer adds to a visit, on a screen of their own: asked for until there are some, then kept on the phone.
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/text_area";
import { go, write } from "../address";
import { Screen } from "../frame/screen";
import { fullName } from "../names";
import { problemWords } from "../problem_words";
import { readPhone, useScope } from "../scope";
import { t } from "../texts";

interface WordsOnVisitProps {
  visit_id: string;
  id: string;
  title: string;
  label: string;
  hint?: string;
  rows?: number;
  button: string;
  backText?: string;
  /** Said when there are no words. */
  missing: string;
  /** Resolves when the phone has them on disk; then the visit is shown. */
  save: (words: string) => Promise<void>;
  before?: JSX.Element;
  /** Below the form while nothing is wrong with it. */
  after?: JSX.Element;
}

export function WordsOnVisit(props: WordsOnVisitProps) {
  const scope = useScope();
  const visit = readPhone((read) => read.findVisit(props.visit_id));
  const [words, setWords] = createSignal("");
  const [error, setError] = createSignal<string>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!words().trim()) {
      setError(props.missing);
      document.getElementById(props.id)?.focus();
      return;
    }
    try {
      await props.save(words().trim());
      scope.ports.workSaved();
      go({ screen: "visit", visit_id: props.visit_id }, "replace");
    } catch (problem) {
      setError(problemWords(problem));
    }
  };
  return (
    <Screen
      title={props.title}
      caption={visit.latest ? fullName(visit.latest) : undefined}
      back={{
        href: write({ screen: "visit", visit_id: props.visit_id }),
        ...(props.backText ? { text: props.backText } : {}),
      }}
      hasErrors={Boolean(error())}
    >
      {props.before}
      <form onSubmit={save} novalidate autocomplete="off">
        <TextArea
          id={props.id}
          name={props.id}
          rows={props.rows}
          label={{ text: props.label }}
          hint={props.hint ? { text: props.hint } : undefined}
          errorMessage={error() ? { text: error(), visuallyHiddenText: t("error-word") } : undefined}
          value={words()}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <Button>{props.button}</Button>
      </form>
      <Show when={!error()}>{props.after}</Show>
    </Screen>
  );
}
