// What a form's answers mean: the `doorstep:records` of its binds, the bases of prefilled answers, and alerts.
// Reads the form's text only; never raises an alert itself.
import { v5 as uuidV5 } from "uuid";
import type { AlertHeader, AlertKind, AnswerBase } from "../domain/wire";
import { type Prefill, writeValue } from "./prefill";

const DOORSTEP = "https://doorstep.example/ns";
const XFORMS = "http://www.w3.org/2002/xforms";
export const NO_WORDS: ReadonlySet<string> = new Set(["", "no", "none", "false", "0"]);

/** One node that records something: `/data/needs/mobile` records `resident.mobile`. */
export interface Recording {
  node: string;
  records: string;
}

/** Outcomes that are alerts by themselves (product.md, rules of care 2). */
const ALERT_OUTCOMES: ReadonlySet<string> = new Set<AlertKind>([
  "no_reply_concern",
  "unsafe_withdrew",
  "emergency_999",
  "deceased",
]);
/** These save on one tap; the note is asked for afterwards. */
export const ONE_TAP_OUTCOMES: ReadonlySet<string> = new Set(["unsafe_withdrew", "emergency_999"]);

export function readRecordings(xform: string): Recording[] {
  const document = new DOMParser().parseFromString(xform, "text/xml");
  return [...document.getElementsByTagNameNS(XFORMS, "bind")].flatMap((bind) => {
    const records = bind.getAttributeNS(DOORSTEP, "records");
    const node = bind.getAttribute("nodeset");
    return records && node ? [{ node, records }] : [];
  });
}

/** Bases of the nodes that were filled from a row; a node that edits no row, or an absent row, has none. */
export function readBases(recordings: readonly Recording[], prefill: Prefill): Record<string, AnswerBase> {
  const bases: Record<string, AnswerBase> = {};
  for (const { node, records } of recordings) {
    const [type, field] = records.split(".", 2) as [string, string | undefined];
    if (!field || (type !== "resident" && type !== "case")) continue;
    const row = prefill[type];
    if (!row || !(field in row.fields)) continue;
    bases[node] = {
      entity_type: type,
      entity_id: row.id,
      field,
      version: row.field_versions[field] ?? row.version,
      value: writeValue(row.fields[field]),
    };
  }
  return bases;
}

/** The alerts that these answers raise. The id follows from the instance and the node, so saying it twice is one alert. */
export function findAlerts(
  recordings: readonly Recording[],
  answers: ReadonlyMap<string, string>,
  instanceId: string,
): AlertHeader[] {
  return listRecorded(recordings, answers).flatMap(({ node, records, answer }) => {
    const kind = alertKind(records, answer);
    return kind ? [{ alert_id: alertId(instanceId, node), kind, node }] : [];
  });
}

/** One answer that records something; `node` has its position inside repeats, as the server names it. */
export interface Recorded extends Recording {
  answer: string;
}

/** Every answer that records something, those inside repeats each by itself, in the order of the form. */
export function listRecorded(
  recordings: readonly Recording[],
  answers: ReadonlyMap<string, string>,
): Recorded[] {
  const meant = new Map(recordings.map(({ node, records }) => [node, records]));
  return [...answers].flatMap(([node, answer]) => {
    const records = meant.get(plainPath(node));
    return records && answer.trim() ? [{ node, records, answer }] : [];
  });
}

/** "/data/person[2]/name" as a bind says it: "/data/person/name". */
export function plainPath(reference: string): string {
  return reference.includes("[") ? reference.replace(/\[\d+\]/g, "") : reference;
}

/** Whether some answer to it is an alert. */
export function canAlert({ records }: Recording): boolean {
  return records === "visit.outcome" || records.startsWith("alert.");
}

export function alertId(instanceId: string, node: string): string {
  return uuidV5(node, instanceId.replace(/^uuid:/, ""));
}

function alertKind(records: string, answer: string): AlertKind | null {
  if (records === "visit.outcome") return ALERT_OUTCOMES.has(answer) ? (answer as AlertKind) : null;
  if (!records.startsWith("alert.")) return null;
  return NO_WORDS.has(answer.trim().toLowerCase()) ? null : (records.slice("alert.".length) as AlertKind);
}
