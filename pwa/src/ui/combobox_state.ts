// What a combobox holds while somebody types: the text, the entries that fit it, the one the arrow keys stand on.
import { createMemo, createSignal } from "solid-js";
import { findEntries, type ListEntry, normalise, SHOWN_AT_ONCE } from "./list_entries";

export interface ComboboxData {
  items: readonly ListEntry[];
  value: string;
  /** What was typed and names no entry, from an earlier look at this page. */
  typed?: string | undefined;
  onChoose: (value: string | null) => void;
  onTyped: (unknown: string | null) => void;
}

/** `onMove` is told which entry came under the arrow keys. */
export function makeCombobox(props: ComboboxData, onMove: (at: number) => void) {
  const [typed, setTyped] = createSignal<string | null>(props.typed ?? null);
  const [isOpen, setOpen] = createSignal(false);
  const [active, setActive] = createSignal(-1);
  const index = createMemo(() => props.items.map((entry) => ({ entry, key: normalise(entry.text) })));
  const found = createMemo(() => (isOpen() ? findEntries(index(), typed() ?? "") : []));
  const shown = createMemo(() => found().slice(0, SHOWN_AT_ONCE));
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (entry: ListEntry | undefined) => {
    if (!entry) return;
    setTyped(null);
    close();
    props.onTyped(null);
    props.onChoose(entry.value);
  };
  const input = (text: string) => {
    setTyped(text);
    setOpen(true);
    setActive(-1);
    props.onTyped(text.trim() ? text : null);
    if (props.value) props.onChoose(null);
  };
  /** An entry that was typed in full is chosen by leaving. */
  const leave = () => {
    close();
    const text = typed();
    if (text === null) return;
    const named = index().filter(({ key }) => key === normalise(text));
    if (named.length === 1) choose(named[0]?.entry);
    else if (!text.trim()) setTyped(null);
  };
  const move = (by: 1 | -1) => {
    setOpen(true);
    const count = shown().length;
    if (count === 0) return;
    const from = active() < 0 && by < 0 ? 0 : active();
    setActive((from + by + count) % count);
    onMove(active());
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && active() >= 0) choose(shown()[active()]);
    else if (event.key === "Escape" && isOpen()) close();
    else return;
    event.preventDefault();
  };
  const text = () => typed() ?? props.items.find(({ value }) => value === props.value)?.text ?? "";
  return { text, isOpen, active, found, shown, choose, input, leave, press, open: () => setOpen(true) };
}
