// What is half typed on a screen, taken up when it is locked and put back when it is open again: the fields by their ids,
// where the focus was, and how far down. A form's own draft is kept elsewhere; this is for everything else.
import type { TypedField, TypedScreen } from "../../domain/typed_screen";

const FIELDS = "main input[id], main textarea[id], main select[id]";
const FOCUSABLE = "main a[href], main button, main input, main textarea, main select, main summary, main h1";
const UNKEPT: readonly string[] = ["file", "password", "hidden", "submit", "button"];
const PATIENCE_MS = 5000;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Null: nothing is typed and nothing had the focus, which what is hidden loses. */
export function captureTyped(focused: Element | null = document.activeElement): TypedScreen | null {
  const fields = listFields().map(readField);
  const places = [...document.querySelectorAll(FOCUSABLE)];
  const focused_at = focused ? places.indexOf(focused) : -1;
  if (fields.length === 0 && focused_at < 0) return null;
  return {
    hash: location.hash,
    fields,
    focused_id: focused?.id || null,
    focused_at: focused_at < 0 ? null : focused_at,
    selection: readSelection(focused),
    scrolled: scrollY,
  };
}

/** Fields appear as the screen is drawn, and some only when another is answered: each gets its turn when it is there. */
export function restoreTyped(typed: TypedScreen): void {
  if (typed.hash !== location.hash) return;
  const waiting = new Map(typed.fields.map((field) => [field.id, field]));
  const began = performance.now();
  const step = () => {
    for (const field of listFields()) {
      const kept = waiting.get(field.id);
      if (!kept) continue;
      waiting.delete(field.id);
      writeField(field, kept);
    }
    if (waiting.size > 0 && performance.now() - began < PATIENCE_MS) setTimeout(step, 50);
    else focusAgain(typed);
  };
  step();
}

function listFields(): Field[] {
  return [...document.querySelectorAll<Field>(FIELDS)].filter(({ type }) => !UNKEPT.includes(type));
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "radio" || field.type === "checkbox";
}

function readField(field: Field): TypedField {
  const { id, value } = field;
  return isChoice(field) ? { id, value, is_checked: field.checked } : { id, value };
}

function writeField(field: Field, { value, is_checked }: TypedField): void {
  if (isChoice(field)) {
    if (field.checked !== is_checked && (is_checked || field.type === "checkbox")) field.click();
    return;
  }
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function readSelection(focused: Element | null): TypedScreen["selection"] {
  if (
    focused instanceof HTMLTextAreaElement ||
    (focused instanceof HTMLInputElement && focused.type === "text")
  )
    return [focused.selectionStart ?? 0, focused.selectionEnd ?? 0];
  return null;
}

function focusAgain({ focused_id, focused_at, selection, scrolled }: TypedScreen): void {
  const byId = focused_id ? document.getElementById(focused_id) : null;
  const byPlace = focused_at === null ? null : document.querySelectorAll<HTMLElement>(FOCUSABLE)[focused_at];
  const again = byId ?? byPlace;
  scrollTo(0, scrolled);
  again?.focus({ preventScroll: true });
  if (selection && (again instanceof HTMLTextAreaElement || again instanceof HTMLInputElement))
    again.setSelectionRange(...selection);
}
