// A correction begins with the officer's own answers, as a form of its own: what was sent first stays beside it. Whatever
// raised an alert, the whole part that asks for one, and photos are left out: they are write-only once a form is saved.
import type { AnswerBase } from "../domain/wire";
import { findAlerts, type Recording, readBases, readRecordings } from "./meaning";
import type { Prefill } from "./prefill";

/** What was saved: the instance as XML, and the names of its photos in it. */
export interface OwnAnswers {
  form_id: string;
  form_version_id: string;
  xml: string;
  photo_names: readonly string[];
  /** By node: the version of its field as these answers left it, where that is known and may be passed by others since. */
  versions?: Readonly<Record<string, number>>;
}

export interface StartedCorrection {
  instance_id: string;
  xml: string;
  /** An answer of one's own that the first form recorded is what this one stands on. */
  bases: Record<string, AnswerBase>;
}

/** Throws where the XML is none: then the form begins with the prefill. */
export function startCorrection(xform: string, own: OwnAnswers, prefill: Prefill): StartedCorrection {
  const parsed = new DOMParser().parseFromString(own.xml, "text/xml");
  const root = parsed.documentElement;
  const id = [...root.getElementsByTagName("*")].find(({ localName }) => localName === "instanceID");
  if (!id) throw new Error("The saved form has no instanceID.");
  const recordings = readRecordings(xform);
  for (const element of listUnkept(root, recordings, id.textContent ?? "", own.photo_names)) {
    for (const leaf of [element, ...element.getElementsByTagName("*")])
      if (leaf.children.length === 0) leaf.textContent = "";
  }
  const instance_id = `uuid:${crypto.randomUUID()}`;
  id.textContent = instance_id;
  const bases = readBases(recordings, prefill);
  for (const [node, base] of Object.entries(bases)) {
    const value = findElement(root, node)?.textContent;
    if (value) bases[node] = { ...base, value, version: own.versions?.[node] ?? base.version };
  }
  return { instance_id, xml: new XMLSerializer().serializeToString(root), bases };
}

function listUnkept(
  root: Element,
  recordings: readonly Recording[],
  instanceId: string,
  photoNames: readonly string[],
): Element[] {
  const answers = new Map(recordings.map(({ node }) => [node, findElement(root, node)?.textContent ?? ""]));
  const raised = findAlerts(recordings, answers, instanceId).map(({ node }) => findElement(root, node));
  const asking = recordings
    .filter(({ records }) => records.startsWith("alert."))
    .map(({ node }) => findElement(root, node.split("/").slice(0, 3).join("/")));
  const photos = [...root.getElementsByTagName("*")].filter(({ textContent }) =>
    photoNames.includes(textContent ?? ""),
  );
  return [...raised, ...asking, ...photos].filter((element) => element !== null);
}

/** `/data/needs/mobile` in an instance; null where the answer was not relevant, or stands in a repeat. */
function findElement(root: Element, path: string): Element | null {
  const [, name, ...steps] = path.split("/");
  if (root.localName !== name) return null;
  let found: Element = root;
  for (const step of steps) {
    const [next, ...others] = [...found.children].filter(({ localName }) => localName === step);
    if (!next || others.length > 0) return null;
    found = next;
  }
  return found;
}
