// The host of the XForms engine: loads a form, makes or restores its instance, and finalises it.
// Never evaluates XPath of its own and never asks the network for anything.
import {
  type AnyNode,
  type FormLanguage,
  type GeneralChildNode,
  type InstanceData,
  loadForm,
  type RepeatRangeNode,
  type RootNode,
} from "@getodk/xforms-engine";
import { createRoot } from "solid-js";
import { createMutable } from "solid-js/store";
import type { AlertHeader, AnswerBase } from "../domain/wire";
import { canAlert, findAlerts, plainPath, type Recording, readBases, readRecordings } from "./meaning";
import type { FormPhoto } from "./photo";
import { findPrefillCsv, type Prefill } from "./prefill";
import { markGuidance } from "./words_of";

export interface FormSource {
  xform: string;
  prefill: Prefill;
  device_id: string;
  /** Null makes a new instance. */
  draft: { xml: string; bases: Record<string, AnswerBase>; photos: readonly FormPhoto[] } | null;
  language: string;
}

export interface OpenForm {
  root: RootNode;
  instance_id: string;
  bases: Record<string, AnswerBase>;
  recordings: readonly Recording[];
  /** By the name that an answer gives them: a place inside a repeat changes when an earlier one is removed. */
  photos: Map<string, FormPhoto>;
  languages: readonly FormLanguage[];
  /** The instance as it stands: relevant answers only. */
  xml: () => string;
  /** The same as it is sent: `end` and the like say when (ODK XForms, preload attributes). The very same while no answer changes. */
  finalise: () => string;
  alerts: () => AlertHeader[];
  answers: () => ReadonlyMap<string, string>;
  findPhoto: (node: AnyNode) => FormPhoto | undefined;
  setPhoto: (node: AnyNode, photo: FormPhoto | null) => void;
  setLanguage: (code: string) => void;
  dispose: () => void;
}

export class FormUnreadable extends Error {}

/** Opens a form; throws FormUnreadable with the engine's words when it cannot be run. */
export async function openForm(source: FormSource): Promise<OpenForm> {
  const loaded = await loadForm(markGuidance(source.xform), {
    fetchFormAttachment: async (url) => serveAttachment(url, source.prefill),
    missingResourceBehavior: "BLANK",
  });
  if (loaded.status === "failure") throw new FormUnreadable(String(loaded.error.message));
  const config = {
    stateFactory: createMutable,
    preloadProperties: { deviceID: source.device_id },
  };
  const { draft } = source;
  const made = await createRoot(async (dispose) => {
    const instance = draft
      ? await loaded.restoreInstance({ data: [toInstanceData(draft)] }, config)
      : loaded.createInstance(config);
    return { root: instance.root, dispose };
  });
  const form = describe(made.root, source, made.dispose);
  form.setLanguage(source.language);
  return form;
}

function describe(root: RootNode, source: FormSource, dispose: () => void): OpenForm {
  const recordings = readRecordings(source.xform);
  const instanceId = readInstanceId(root);
  const photos = new Map((source.draft?.photos ?? []).map((photo) => [photo.name, photo]));
  // The engine goes on naming a restored photo after it was taken away, so its name is taken out here.
  const gone = new Set<string>();
  const answers = () =>
    new Map([...readAnswers(root)].map(([node, answer]) => [node, gone.has(answer) ? "" : answer]));
  let final: string | null = null;
  const alerting = recordings.filter(canAlert);
  const xml = () =>
    [...gone].reduce((text, name) => text.replace(`>${name}<`, "><"), root.instanceState.instanceXML);
  return {
    root,
    instance_id: instanceId,
    bases: source.draft?.bases ?? readBases(recordings, source.prefill),
    recordings,
    photos,
    languages: root.languages.filter((language): language is FormLanguage => !language.isSyntheticDefault),
    xml,
    finalise: () => {
      if (xml() !== final) {
        root.prepareInstancePayload({ payloadType: "monolithic" });
        final = xml();
      }
      return final;
    },
    answers,
    alerts: () => findAlerts(alerting, readSomeAnswers(root, alerting), instanceId),
    findPhoto: (node) => findPhoto(node, photos),
    setPhoto: (node, photo) => setPhoto(node, photo, photos, gone),
    setLanguage: (code) => setLanguage(root, code),
    dispose,
  };
}

async function serveAttachment(url: URL, prefill: Prefill) {
  const name = decodeURIComponent(url.href.slice(url.href.lastIndexOf("/") + 1));
  const csv = findPrefillCsv(name, prefill);
  const body = csv ?? "";
  return {
    ok: csv !== null,
    status: csv === null ? 404 : 200,
    headers: new Headers({ "content-type": "text/csv" }),
    text: async () => body,
    blob: async () => new Blob([body], { type: "text/csv" }),
  };
}

function toInstanceData(draft: NonNullable<FormSource["draft"]>): InstanceData {
  const data = new FormData();
  data.append("xml_submission_file", new File([draft.xml], "xml_submission_file", { type: "text/xml" }));
  for (const photo of draft.photos) data.append(photo.name, toFile(photo));
  return data as unknown as InstanceData;
}

export function toFile(photo: FormPhoto): File {
  return new File([photo.bytes], photo.name, { type: photo.content_type });
}

function setPhoto(
  node: AnyNode,
  photo: FormPhoto | null,
  photos: Map<string, FormPhoto>,
  gone: Set<string>,
): void {
  if (node.nodeType !== "upload") return;
  const before = findPhoto(node, photos);
  if (before) {
    gone.add(before.name);
    photos.delete(before.name);
  }
  if (photo) photos.set(photo.name, photo);
  node.setValue(photo ? toFile(photo) : null);
}

function findPhoto(node: AnyNode, photos: ReadonlyMap<string, FormPhoto>): FormPhoto | undefined {
  return node.nodeType === "upload" ? photos.get(node.currentState.instanceValue) : undefined;
}

/** "cy" finds `Cymraeg (cy)` as well as `cy`; an unknown language leaves the form's own. */
function setLanguage(root: RootNode, code: string): void {
  const found = root.languages.find(
    (language) => !language.isSyntheticDefault && languageCode(language.language) === code,
  );
  if (found && !found.isSyntheticDefault) root.setLanguage(found);
}

export function languageCode(name: string): string {
  return (/\(([a-z]{2,3}(?:-[A-Za-z0-9]+)?)\)\s*$/.exec(name)?.[1] ?? name).toLowerCase();
}

/** Every relevant node that holds a value, by its path. */
export function readAnswers(root: RootNode): ReadonlyMap<string, string> {
  const answers = new Map<string, string>();
  for (const node of walk(root.currentState.children)) {
    if ("instanceValue" in node.currentState) {
      answers.set(node.currentState.reference, String(node.currentState.instanceValue ?? ""));
    }
  }
  return answers;
}

/** Those of a few nodes, without a look at the rest of the form: this is read after every answer. */
function readSomeAnswers(root: RootNode, wanted: readonly Recording[]): ReadonlyMap<string, string> {
  const answers = new Map<string, string>();
  const look = (nodes: readonly AnyNode[]): void => {
    for (const node of nodes) {
      const { reference } = node.currentState;
      const path = plainPath(reference);
      const leads = wanted.some((one) => one.node === path || one.node.startsWith(`${path}/`));
      if (!leads || !node.currentState.relevant) continue;
      if ("instanceValue" in node.currentState)
        answers.set(reference, String(node.currentState.instanceValue ?? ""));
      look((node.currentState.children as readonly AnyNode[] | null) ?? []);
    }
  };
  look(root.currentState.children);
  return answers;
}

export function* walk(nodes: readonly AnyNode[]): Generator<AnyNode> {
  for (const node of nodes) {
    if (!node.currentState.relevant) continue;
    yield node;
    const children = node.currentState.children as readonly AnyNode[] | null;
    if (children) yield* walk(children);
  }
}

function readInstanceId(root: RootNode): string {
  for (const [reference, value] of readAnswers(root)) {
    if (reference.endsWith("/instanceID")) return value;
  }
  throw new FormUnreadable("The form has no instanceID.");
}

export type { AnyNode, GeneralChildNode, RepeatRangeNode, RootNode };
