// "The council does not know this yet": the full page of rules of care 2. One tap to 999, 101 and the duty numbers, from
// what is on the phone. It goes only when the officer records who was told, or when a receipt names the alert.
import { createSignal, Show } from "solid-js";
import type { PhoneAlert } from "../../domain/alerts";
import { codeText } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { since } from "../moments";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { CallList } from "./call_list";
import { ToldForm } from "./told_form";

export function AlertScreen(props: { alert: PhoneAlert }) {
  const phone = usePhone();
  const scope = useScope();
  const numbers = readPhone(async (read) => (await read.listDutyNumbers()).map(({ fields }) => fields));
  const visit = readPhone((phone) => phone.findVisit(props.alert.visit_id));
  const [error, setError] = createSignal<string>();
  return (
    <div class="app-alert">
      <Screen title={t("alert-title")} hasErrors={Boolean(error())}>
        <Mistakes words={error()} href="#told-whom" />
        <p class="govuk-body-l app-alert__what">
          {codeText("alert", props.alert.kind)}
          <Show when={visit.latest}>
            {(shown) => (
              <>
                <br />
                {shown().resident.fields.first_name} {shown().resident.fields.last_name},{" "}
                {shown().resident.fields.address_lines[0]}
              </>
            )}
          </Show>
        </p>
        <p class="govuk-body">{t("alert-words", { at: since(props.alert.raised_at) })}</p>
        <CallList
          numbers={numbers.latest ?? []}
          council_telephone={scope.ports.session()?.council.telephone}
        />
        <ToldForm
          numbers={numbers.latest ?? []}
          error={error()}
          setError={setError}
          save={async (whom, at) => {
            await phone.saveTold(props.alert.alert_id, whom, at);
            scope.ports.workSaved();
          }}
        />
      </Screen>
    </div>
  );
}
