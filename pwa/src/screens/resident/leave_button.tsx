// Takes the form off this device. It means what it says, so that nobody is asked whether to leave the page.
import { t } from "../texts";
import { useResident } from "./resident_context";

export function LeaveButton() {
  const { running } = useResident();
  return (
    <form
      method="post"
      action={`/e/form/leave?lang=${running.language()}`}
      autocomplete="off"
      onSubmit={() => running.giveUp()}
    >
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t("resident-leave")}
      </button>
    </form>
  );
}
