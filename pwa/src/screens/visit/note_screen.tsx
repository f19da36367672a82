// A note on a visit that is already saved: also what is asked after an emergency, when the officer is safe.
import { write } from "../address";
import { usePhone } from "../scope";
import { t } from "../texts";
import { WordsOnVisit } from "./words_on_visit";

export function NoteScreen(props: { visit_id: string }) {
  const phone = usePhone();
  return (
    <WordsOnVisit
      visit_id={props.visit_id}
      id="note"
      title={t("note-title")}
      label={t("note-label")}
      hint={t("note-hint")}
      button={t("save-on-phone")}
      missing={t("note-missing")}
      save={(words) => phone.saveNote(props.visit_id, words)}
      after={
        <p class="govuk-body">
          <a class="govuk-link app-link" href={write({ screen: "visits" })}>
            {t("note-later")}
          </a>
        </p>
      }
    />
  );
}
