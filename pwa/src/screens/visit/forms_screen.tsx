// What else can be filled in at a visit: every form that the council has published. One that records an outcome closes the visit.
import { For, Match, Show, Switch } from "solid-js";
import { isHandedBack, isUndone } from "../../domain/shown";
import { Button } from "../../ui/button";
import { write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Reading, Screen } from "../frame/screen";
import { fullName } from "../names";
import type { VisitDetails } from "../phone";
import { readPhone } from "../scope";
import { t } from "../texts";
import { CHECK_FORM, NO_REPLY_FORM, useBeginning } from "./beginning";

export function FormsScreen(props: { visit_id: string }) {
  const found = readPhone(async (phone) => ({
    shown: await phone.findVisit(props.visit_id),
    forms: await phone.listForms(),
  }));
  const name = () => (found.latest?.shown ? fullName(found.latest.shown) : undefined);
  const back = { href: write({ screen: "visit", visit_id: props.visit_id }), text: t("back-to-visit") };
  return (
    <Screen title={t("forms-title")} caption={name()} back={back}>
      <Switch fallback={<Reading />}>
        <Match when={found.latest?.shown && isUndone(found.latest.shown.visit) && found.latest.shown}>
          {(shown) => <Forms shown={shown()} forms={found.latest?.forms ?? []} />}
        </Match>
        <Match when={found.latest}>
          <p class="govuk-body">{t(whyNot(found.latest?.shown ?? null))}</p>
        </Match>
      </Switch>
    </Screen>
  );
}

function whyNot(shown: VisitDetails | null): string {
  if (!shown) return "visit-gone-words";
  return isHandedBack(shown.visit) ? "check-handed-back-words" : "check-done-words";
}

function Forms(props: { shown: VisitDetails; forms: readonly { id: string; fields: OfForm }[] }) {
  const { begin, draftOf, failed } = useBeginning(() => props.shown);
  const others = () => {
    const own = [props.shown.visit.fields.form_id ?? CHECK_FORM, NO_REPLY_FORM];
    return props.forms.filter(({ fields }) => !own.includes(fields.form_id));
  };
  return (
    <>
      <Mistakes words={failed()} />
      <Show when={others().length} fallback={<p class="govuk-body">{t("forms-none")}</p>}>
        <p class="govuk-body">{t("forms-words")}</p>
        <div class="app-actions">
          <For each={others()}>
            {({ fields }) => (
              <Button
                type="button"
                classes="govuk-button--secondary"
                onClick={() => void begin(fields.form_id)}
              >
                {draftOf(fields.form_id) ? t("forms-go-on", { form: fields.title }) : fields.title}
              </Button>
            )}
          </For>
        </div>
      </Show>
    </>
  );
}

interface OfForm {
  form_id: string;
  title: string;
}
