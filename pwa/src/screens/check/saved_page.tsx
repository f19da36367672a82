// After saving: "Saved on this phone", and whether the council has it yet. Two different things, said as two.
import { Show } from "solid-js";
import { isUndone } from "../../domain/shown";
import { Button } from "../../ui/button";
import { Panel } from "../../ui/small_parts";
import { write } from "../address";
import { Screen } from "../frame/screen";
import { readPhone } from "../scope";
import { t } from "../texts";
import { PhotoStates } from "../visit/photo_states";

export function SavedPage(props: { visit_id: string; caption: string }) {
  const visit = readPhone((phone) => phone.findVisit(props.visit_id));
  const where = () => {
    if (!visit.latest || visit.latest.not_sent > 0) return "saved-not-sent";
    return visit.latest.photos_not_sent > 0 ? "visit-done-photos" : "saved-received";
  };
  return (
    <Screen title={t("saved-title")} caption={props.caption}>
      <Panel titleText={t("saved-panel")} headingLevel={2} classes="app-saved">
        {props.caption}
      </Panel>
      <p class="govuk-body" role="status">
        {t(where())}
      </p>
      <PhotoStates photos={visit.latest?.photos ?? []} />
      <div class="app-actions">
        <Show when={visit.latest && isUndone(visit.latest.visit)}>
          <Button href={write({ screen: "visit", visit_id: props.visit_id })}>{t("back-to-visit")}</Button>
        </Show>
        <Button href={write({ screen: "visits" })}>{t("saved-next")}</Button>
        <Button href={write({ screen: "note", visit_id: props.visit_id })} classes="govuk-button--secondary">
          {t("note-link")}
        </Button>
      </div>
    </Screen>
  );
}
