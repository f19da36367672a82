// After sending: the council has it. The reference number, what happens next, and that this page may be closed now.
import { Panel } from "../../ui/small_parts";
import { Screen } from "../frame/screen";
import { t } from "../texts";
import { LeaveButton } from "./leave_button";

export function SentPage(props: { reference: string }) {
  return (
    <Screen title={t("resident-sent-title")}>
      <Panel titleText={t("resident-sent-panel")} headingLevel={2} classes="app-saved">
        {t("resident-sent-reference", { reference: props.reference })}
      </Panel>
      <p class="govuk-body" role="status">
        {t("resident-sent-next")}
      </p>
      <p class="govuk-body">{t("resident-sent-close")}</p>
      <LeaveButton />
    </Screen>
  );
}
