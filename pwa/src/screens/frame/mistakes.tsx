// What went wrong, above a form: it takes the focus when it appears, so that it is read before anything else.
import { Show } from "solid-js";
import { ErrorSummary, type SummaryLine } from "../../ui/error_summary";
import { t } from "../texts";

/** Nothing while there are neither words nor lines. */
export function Mistakes(props: {
  title?: string;
  words?: string | undefined;
  href?: string | undefined;
  lines?: readonly SummaryLine[];
}) {
  const lines = () => (props.words ? [{ text: props.words, href: props.href }] : (props.lines ?? []));
  return (
    <Show when={lines().length > 0 && lines()} keyed>
      {(listed) => (
        <ErrorSummary
          titleText={props.title ?? t("error-summary-title")}
          errorList={listed}
          attributes={{ tabindex: "-1" }}
          ref={(element) => queueMicrotask(() => element.focus())}
        />
      )}
    </Show>
  );
}
