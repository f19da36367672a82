// The answers in words, for the page before saving. Parts that record an alert are left out whole: the person may be
// looking on (product.md, rules of care 6).
import { type AnyNode, walk } from "../../forms/host";
import { plainPath, type Recording } from "../../forms/meaning";
import { type FormPage, isAsked, labelOf } from "../../forms/pages";
import { language, t } from "../texts";
import { findControl } from "./appearances";
import type { Option } from "./choice_lists";
import { parsePlace } from "./coordinates";
import { kindOf } from "./file_question";
import { MOMENTS, type MomentParts } from "./moment_parts";
import { placeWords } from "./place_question";
import { optionText } from "./question_words";
import { inTurn } from "./turn_words";

export interface AnsweredRow {
  question: string;
  answer: string;
}

export interface AnsweredPage {
  index: number;
  title: string;
  rows: AnsweredRow[];
}

export function listAnswered(
  pages: readonly FormPage[],
  recordings: readonly Recording[],
  which: "open" | "all" = "open",
): AnsweredPage[] {
  return pages.flatMap((page, index) => {
    if (which === "open" && isPrivate(page, recordings)) return [];
    const rows = [...walk(page.nodes)].flatMap((node) => {
      const answer = isAsked(node) ? answerWords(node, which === "all") : "";
      return answer ? [{ question: inTurn(node, labelOf(node)), answer }] : [];
    });
    return rows.length ? [{ index, title: page.title, rows }] : [];
  });
}

/** Whether a page asks something that must not be read over the officer's shoulder. */
export function isPrivate(page: FormPage, recordings: readonly Recording[]): boolean {
  const hidden = new Set(
    recordings.filter(({ records }) => records.startsWith("alert.")).map(({ node }) => node),
  );
  return [...walk(page.nodes)].some((node) => hidden.has(plainPath(node.currentState.reference)));
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
  const monthName =
    month && new Date(2000, Number(month) - 1, 1).toLocaleDateString(language(), { month: "long" });
  const date =
    control === "year"
      ? year
      : control === "month_and_year"
        ? `${monthName} ${year}`
        : `${day} ${monthName} ${year}`;
  const clock = `${hour}:${minute}`;
  if (control === "time") return clock;
  return control === "date_and_time" ? `${date}, ${clock}` : (date ?? "");
}
