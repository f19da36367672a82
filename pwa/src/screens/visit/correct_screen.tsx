// "Correct this check": opens a submitted visit again, until the office has looked at it. What was sent first is kept. The
// check begins with the officer's own answers while this phone can read them, and says so where it no longer can.
import { Show } from "solid-js";
import { startCorrection } from "../../forms/correction";
import { makePrefill } from "../check/prefill_rows";
import type { Phone } from "../phone";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { WordsOnVisit } from "./words_on_visit";

export function CorrectScreen(props: { visit_id: string }) {
  const phone = usePhone();
  const scope = useScope();
  const own = readPhone(async (read) => ({ found: await read.findOwnAnswers(props.visit_id) }));
  return (
    <WordsOnVisit
      visit_id={props.visit_id}
      id="why"
      title={t("correct-title")}
      label={t("correct-why")}
      rows={3}
      button={t("correct-save")}
      backText={t("back-to-visit")}
      missing={t("correct-why-missing")}
      save={(words) => reopen(phone, props.visit_id, words, scope.ports.session()?.user)}
      before={
        <>
          <p class="govuk-body">{t("correct-words")}</p>
          <Show when={own.latest}>
            {(read) => <p class="govuk-body">{t(read().found ? "correct-own" : "correct-sealed")}</p>}
          </Show>
        </>
      }
    />
  );
}

/** The answers are read first: once it is open again, the council may answer at any moment, and they are sealed. */
async function reopen(
  phone: Phone,
  visitId: string,
  why: string,
  user: Parameters<typeof makePrefill>[1],
): Promise<void> {
  const [own, shown] = await Promise.all([phone.findOwnAnswers(visitId), phone.findVisit(visitId)]);
  await phone.saveReopen(visitId, why);
  if (!own || !shown) return;
  const { form_id, form_version_id } = own.answers;
  const started_at = new Date().toISOString();
  try {
    const started = startCorrection(own.form.fields.xform, own.answers, makePrefill(shown, user));
    const entity = { type: "visit" as const, id: visitId };
    const draft = { ...started, entity, form_id, form_version_id, started_at, saved_at: started_at };
    await phone.saveDraft({ ...draft, place: "0" });
  } catch {
    // It is open again all the same: the check begins with the prefill.
  }
}
