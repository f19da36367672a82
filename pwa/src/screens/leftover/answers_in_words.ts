// The answers of an unfinished form in words: for its officer to look at, and as the text of a note to the office.
// What must not be read over the officer's shoulder stands in the note only.
import { type Draft, LOOSE_PHOTOS } from "../../domain/draft";
import type { SignedInUser } from "../../domain/wire";
import { openForm } from "../../forms/host";
import { listPages } from "../../forms/pages";
import type { FormPhoto } from "../../forms/photo";
import { makePrefill } from "../check/prefill_rows";
import { type AnsweredPage, listAnswered, typedWords } from "../check/summary_rows";
import { beforeColon } from "../check/turn_words";
import { moment } from "../moments";
import type { Phone, Unfinished } from "../phone";
import { language, t } from "../texts";

export interface LeftoverAnswers {
  shown: AnsweredPage[];
  /** Whether the note says more than `shown`. */
  has_hidden: boolean;
  note: string;
}

type Kept = Unfinished & { photos: FormPhoto[] };

export async function readAnswers(
  phone: Phone,
  user: SignedInUser | undefined,
  kept: Kept,
): Promise<LeftoverAnswers> {
  if (kept.draft.form_id === LOOSE_PHOTOS) return { shown: [], has_hidden: false, note: "" };
  const pages = await openPages(phone, user, kept).catch(() =>
    readPlainPages(kept.draft.xml, kept.draft.typed),
  );
  const lines = pages.all.flatMap(({ title, rows }) => [
    "",
    title,
    ...rows.map(({ question, answer }) => `${beforeColon(question)}: ${answer}`),
  ]);
  const head = t("leftover-note-head", { form: kept.title, at: moment(kept.draft.started_at) });
  return {
    shown: pages.open,
    has_hidden: pages.all.length > pages.open.length,
    note: [head, ...lines].join("\n").trim(),
  };
}

async function openPages(phone: Phone, user: SignedInUser | undefined, { draft, shown, photos }: Kept) {
  const version = await phone.findForm(draft.form_id, draft.form_version_id);
  if (!version) return readPlainPages(draft.xml, draft.typed);
  const form = await openForm({
    xform: version.fields.xform,
    prefill: shown ? makePrefill(shown, user) : {},
    device_id: "",
    draft: { xml: draft.xml, bases: draft.bases, photos },
    language: language(),
  });
  try {
    const pages = listPages(form.root);
    return {
      open: listAnswered(pages, form.recordings, "open", draft.typed),
      all: listAnswered(pages, form.recordings, "all", draft.typed),
    };
  } finally {
    form.dispose();
  }
}

/** Without its form, what was typed is all there is: the names of the questions and the answers as they are stored. */
export function readPlainPages(
  xml: string,
  typed: NonNullable<Draft["typed"]> = {},
): { open: AnsweredPage[]; all: AnsweredPage[] } {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const rows = [...root.querySelectorAll("*")].flatMap((element) => {
    const answer = element.textContent?.trim();
    if (element.children.length > 0 || !answer || element.closest("meta")) return [];
    return [{ question: element.localName.replaceAll("_", " "), answer }];
  });
  for (const [place, one] of Object.entries(typed)) {
    const question = place.slice(place.lastIndexOf("/") + 1).replaceAll("_", " ");
    const answer = typedWords(one);
    if (answer) rows.push({ question, answer });
  }
  const title = t("leftover-answers");
  const all = rows.length ? [{ index: 0, title, part: { title, nodes: [] }, rows }] : [];
  return { open: [], all };
}
