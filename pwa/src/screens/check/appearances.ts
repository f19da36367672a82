// Which control shows a question: looked up in one table, which the page that publishes a form reads too
// (pwa/src/forms/shown_appearances.json). An appearance that is not in it becomes the plain control.
import type { AnyNode } from "../../forms/host";
import table from "../../forms/shown_appearances.json";

interface Line {
  asks: string;
  types: readonly string[];
  media?: readonly string[];
  control: string;
  appearances: Readonly<Record<string, string | undefined>>;
}
const LINES: readonly Line[] = table.questions;

/** The name of the control; null for what this app has no control for. */
export function findControl(node: AnyNode): string | null {
  const asks = askedBy(node);
  const type = "valueType" in node ? node.valueType : "";
  const media = node.nodeType === "upload" ? node.nodeOptions.media.accept : "";
  const line = LINES.find(
    (one) =>
      one.asks === asks &&
      (one.types.length === 0 || one.types.includes(type)) &&
      (!one.media || one.media.some((kind) => media.startsWith(kind.replace("*", "")))),
  );
  if (!line) return null;
  const named = listAppearances(node).map((name) => findNamed(line, name));
  return named.filter((name) => name !== line.control).find(Boolean) ?? line.control;
}

/** Whether this app asks it at all; what it does not ask holds up no saving. */
export function canAsk(node: AnyNode): boolean {
  const control = findControl(node);
  return control !== null && control !== "not_kept";
}

function findNamed(line: Line, appearance: string): string | undefined {
  return line.appearances[appearance] ?? line.appearances[appearance.replace(/\d+$/, "*")];
}

/** The element of the XForm's body, as the table has it. */
function askedBy(node: AnyNode): string {
  switch (node.nodeType) {
    case "select":
      return node.selectType;
    case "repeat-instance":
      return "group";
    case "repeat-range:controlled":
    case "repeat-range:uncontrolled":
      return "repeat";
    default:
      return node.nodeType;
  }
}

/** The engine's own type of appearances loses itself in a package that it does not publish. */
export function hasAppearance(node: AnyNode, name: string): boolean {
  return Boolean((node.appearances as Readonly<Record<string, boolean>> | null)?.[name]);
}

export function listAppearances(node: AnyNode): string[] {
  const found = node.appearances as Iterable<string> | null;
  return found ? [...found] : [];
}
