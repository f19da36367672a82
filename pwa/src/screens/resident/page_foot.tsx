// At the end of every page of a form by link: where the answers are and how to take them off. Whom to ring stands below, at the foot of the page itself.
import { t } from "../texts";
import { LeaveButton } from "./leave_button";

export function PageFoot() {
  return (
    <section class="app-resident-end">
      <p class="govuk-body">{t("resident-in-page")}</p>
      <LeaveButton />
    </section>
  );
}
