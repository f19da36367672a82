// At the end of every page of a form by link: where the answers are and how to take them off. Whom to ring stands below, at the foot of the page itself.
import { t } from "../texts";
import { useResident } from "./resident_context";

export function PageFoot() {
  const { running } = useResident();
  return (
    <section class="app-resident-end">
      <p class="govuk-body">{t("resident-in-page")}</p>
      <form method="post" action={`/e/form/leave?lang=${running.language()}`} autocomplete="off">
        <button class="govuk-button govuk-button--secondary" type="submit" data-leaves="">
          {t("resident-leave")}
        </button>
      </form>
    </section>
  );
}
