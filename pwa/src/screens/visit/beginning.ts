// Begins a form at a visit, or goes on with its draft: says that the visit has started, and opens the form where it was left.
import { createSignal } from "solid-js";
import type { Draft } from "../../domain/draft";
import { go, readPage } from "../address";
import type { VisitDetails } from "../phone";
import { problemWords } from "../problem_words";
import { usePhone, useScope } from "../scope";

/** Of a visit that names no form. */
export const CHECK_FORM = "welfare_check";
export const NO_REPLY_FORM = "no_reply";

export interface Beginning {
  begin: (formId: string) => Promise<void>;
  draftOf: (formId: string) => Draft | undefined;
  /** Why the visit could not be said to have started, in words. */
  failed: () => string | undefined;
}

export function useBeginning(shown: () => VisitDetails): Beginning {
  const phone = usePhone();
  const scope = useScope();
  const [failed, setFailed] = createSignal<string>();
  const draftOf = (formId: string) => shown().drafts.find(({ form_id }) => form_id === formId);
  const begin = async (formId: string) => {
    const { id, fields } = shown().visit;
    try {
      if (fields.status !== "started") {
        await phone.saveStart(id);
        scope.ports.workSaved();
      }
    } catch (problem) {
      setFailed(problemWords(problem));
      return;
    }
    go({ screen: "check", visit_id: id, form_id: formId, page: readPage(draftOf(formId)?.place ?? "0") });
  };
  return { begin, draftOf, failed };
}
