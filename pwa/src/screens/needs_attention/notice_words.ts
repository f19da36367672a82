// What an officer is told about her own work and visits, one plain sentence each, with the words of whoever decided.
import type { Notice } from "../../domain/notices";
import { findSettled } from "../../domain/notices";
import { fieldWords, valueWords } from "../field_words";
import { hasText, t } from "../texts";

export interface NoticeWords {
  title: string;
  lines: string[];
}

export function noticeWords(notice: Notice): NoticeWords {
  switch (notice.kind) {
    case "merged":
      return { title: t("news-merged"), lines: describeMerged(notice) };
    case "settled":
      return describeSettled(notice);
    case "conflict_resolved":
      return describeResolved(notice);
    case "late_report_on_visit":
      return {
        title: t("news-late-report", { who: notice.late_report?.who ?? t("side-somebody") }),
        lines: [],
      };
    case "proposal_answered":
      return describeProposal(notice);
  }
}

function describeMerged({ receipt }: Notice): string[] {
  const shown = (receipt?.detail?.shown ?? {}) as Record<string, unknown>;
  const fields = Object.keys(shown).length ? shown : {};
  return Object.entries(fields).map(([field, value]) =>
    t("news-now", { field: fieldWords(field), value: valueWords(field, value) }),
  );
}

function describeSettled({ receipt }: Notice): NoticeWords {
  const settled = receipt ? findSettled(receipt) : null;
  const name = `news-settled-${(settled?.decision ?? "").replaceAll("_", "-")}`;
  const title = t(hasText(name) ? name : "news-settled-other");
  const said = settled?.note
    ? [t("news-said", { who: settled.who ?? t("side-office"), words: settled.note })]
    : [];
  return { title, lines: said };
}

function describeResolved({ conflict: shown }: Notice): NoticeWords {
  const field = shown?.conflict.fields.field ?? "";
  const { resolved } = shown ?? {};
  const mine = shown?.conflict.fields.sides.some(({ mine, op_id }) => mine && op_id === resolved?.chosen);
  const title = t("news-resolved", { who: resolved?.who ?? t("side-office"), field: fieldWords(field) });
  const value = t("news-now", { field: fieldWords(field), value: valueWords(field, resolved?.value) });
  const said = resolved?.reason
    ? [t("news-said", { who: resolved.who ?? t("side-office"), words: resolved.reason })]
    : [];
  return { title, lines: [value, t(mine ? "news-yours-stands" : "news-other-stands"), ...said] };
}

function describeProposal({ proposal }: Notice): NoticeWords {
  const fields = proposal?.fields;
  const who =
    [fields?.first_name, fields?.last_name].filter(Boolean).join(" ") || (fields?.address_text ?? "");
  const name = `news-proposal-${fields?.status === "accepted" ? "accepted" : "declined"}`;
  const said = fields?.answer_words
    ? [t("news-said", { who: t("side-office"), words: fields.answer_words })]
    : [];
  return { title: t(name, { who: who || t("side-somebody") }), lines: said };
}
