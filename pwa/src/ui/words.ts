// The shapes that every control shares: a text with its classes and attributes, as in govuk-frontend's macros.
// Knows no council words and decides nothing.
import type { JSX } from "solid-js";

export type Attributes = Record<string, string | boolean | undefined>;

/** Something said: a label, a hint, a message. `text` is text or elements, never HTML source. */
export interface Words {
  text: JSX.Element;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface LabelWords extends Words {
  isPageHeading?: boolean | undefined;
}

export interface ErrorWords extends Words {
  /** Said before the message; "" leaves it out, null or nothing means "Error". */
  visuallyHiddenText?: string | null | undefined;
}

export interface GroupOptions {
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function joinClasses(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}

/** aria-describedby: undefined when nothing describes the control. */
export function joinIds(...ids: (string | false | null | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(" ") || undefined;
}
