// "Correct this check": opens a submitted visit again, until the office has looked at it. What was sent first is kept.
import { usePhone } from "../scope";
import { t } from "../texts";
import { WordsOnVisit } from "./words_on_visit";

export function CorrectScreen(props: { visit_id: string }) {
  const phone = usePhone();
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
      save={(words) => phone.saveReopen(props.visit_id, words)}
      before={<p class="govuk-body">{t("correct-words")}</p>}
    />
  );
}
