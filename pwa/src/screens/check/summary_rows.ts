// The answers in words, for the page before saving. Parts that record an alert are left out whole: the person may be
// looking on (product.md, rules of care 6).
import type { UnfinishedInput } from "../../domain/draft";
import { type AnyNode, walk } from "../../forms/host";
import { plainPath, type Recording } from "../../forms/meaning";
import { type FormPage, type FormPart, isAsked, labelOf } from "../../forms/pages";
import type { SummaryRow } from "../../ui/summary_list";
import { monthName } from "../moments";
import { t } from "../texts";
import { findControl } from "./appearances";
import type { Option } from "./choice_lists";
import { parsePlace } from "./coordinates";
import { kindOf } from "./file_question";
import { MOMENTS, type MomentParts } from "./moment_parts";
import { placeWords } from "./place_question";
import { optionText } from "./question_words";
import { inTurn } from "./turn_words";

const PART_LABELS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["day", "month", "year", "hour", "minute"].map((name) => [name, `date-${name}`])),
  latitude: "typed-latitude",
  longitude: "typed-longitude",
};

export interface AnsweredRow {
  question: string;
  answer: string;
}

export interface AnsweredPage {
  index: number;
  title: string;
  part: FormPart;
  rows: AnsweredRow[];
}

/** `typed`: what is half typed, by its question's place; it stands where no answer does. */
export function listAnswered(
  pages: readonly FormPage[],
  recordings: readonly Recording[],
  which: "open" | "all" = "open",
  typed: Readonly<Record<string, UnfinishedInput>> = {},
): AnsweredPage[] {
  const hidden = which === "open" ? findPrivate(pages, recordings) : null;
  return pages.flatMap((page, index) => {
    if (hidden?.has(page.part)) return [];
    const rows = [...walk(page.nodes)].flatMap((node) => {
      const answer = isAsked(node)
        ? answerWords(node, which === "all") || typedWords(typed[node.currentState.reference])
        : "";
      return answer ? [{ question: inTurn(node, labelOf(node)), answer }] : [];
    });
    return rows.length ? [{ index, title: page.title, part: page.part, rows }] : [];
  });
}

/** Neighbours of the same part together, in order. */
export function byPart<Page extends { part: FormPart }>(pages: readonly Page[]): Page[][] {
  const runs: Page[][] = [];
  for (const page of pages) {
    const run = runs.at(-1);
    if (run?.[0]?.part === page.part) run.push(page);
    else runs.push([page]);
  }
  return runs;
}

/** Which part of the form a page is of, the first being 0. */
export function partIndex(pages: readonly FormPage[], page: number): number {
  return byPart(pages.slice(0, page + 1)).length - 1;
}

/** One answer with the way back to its page. */
export function changeableRow({ question, answer }: AnsweredRow, href: string): SummaryRow {
  return {
    key: { text: question },
    value: { text: answer },
    actions: { items: [{ text: t("change"), href, visuallyHiddenText: question, classes: "app-link" }] },
  };
}

/** "Day 3, Month 12 (as typed, not finished)"; nothing where nothing was typed. */
export function typedWords(typed: UnfinishedInput | undefined): string {
  const said = Object.entries(typed?.parts ?? {})
    .filter(([, words]) => words)
    .map(([name, words]) => (PART_LABELS[name] ? `${t(PART_LABELS[name])} ${words}` : words));
  return said.length ? t("answer-half-typed", { typed: said.join(", ") }) : "";
}

/** Parts that ask something that must not be read over the officer's shoulder, however many pages they have. */
export function findPrivate(
  pages: readonly FormPage[],
  recordings: readonly Recording[],
): ReadonlySet<FormPart> {
  const hidden = new Set(
    recordings.filter(({ records }) => records.startsWith("alert.")).map(({ node }) => node),
  );
  const asks = ({ nodes }: FormPart) =>
    [...walk(nodes)].some((node) => hidden.has(plainPath(node.currentState.reference)));
  return new Set([...new Set(pages.map(({ part }) => part))].filter(asks));
}

/** `isUnmasked`: what nobody should read over a shoulder as well. */
export function answerWords(node: AnyNode, isUnmasked = false): string {
  switch (node.nodeType) {
    case "select": {
      const chosen = new Set<string>(node.currentState.value);
      return (node.currentState.valueOptions as readonly Option[])
        .filter(({ value }) => chosen.has(value))
        .map(optionText)
        .join(", ");
    }
    case "rank": {
      const options = node.currentState.valueOptions as readonly Option[];
      const texts = new Map(options.map((option) => [option.value, optionText(option)]));
      return node.currentState.value
        .map((value: string, at: number) => `${at + 1}. ${texts.get(value) ?? value}`)
        .join(", ");
    }
    case "trigger":
      return node.currentState.value ? t("acknowledge") : "";
    case "upload":
      return node.currentState.value ? t(`answer-${kindOf(node)}`) : "";
    case "input":
      return inputWords(node, isUnmasked);
    case "range":
      return String(node.currentState.instanceValue ?? "");
    default:
      return "";
  }
}

function inputWords(node: Extract<AnyNode, { nodeType: "input" }>, isUnmasked: boolean): string {
  const stored = String(node.currentState.instanceValue ?? "");
  if (!stored) return "";
  const control = findControl(node) ?? "";
  if (control === "masked_text" && !isUnmasked) return t("answer-masked");
  const moment = MOMENTS[control];
  if (moment) return momentWords(control, moment.split(stored));
  const place = control === "place" ? parsePlace(stored) : null;
  return place ? placeWords(place) : stored;
}

function momentWords(control: string, parts: MomentParts): string {
  const { day, month, year, hour, minute } = parts;
  const named = monthName(Number(month));
  const date =
    control === "year" ? year : control === "month_and_year" ? `${named} ${year}` : `${day} ${named} ${year}`;
  const clock = `${hour}:${minute}`;
  if (control === "time") return clock;
  return control === "date_and_time" ? `${date}, ${clock}` : (date ?? "");
}
