// The other ways of a visit: what can be done after it was saved or handed back, and what else may be said before.
import { For, Show } from "solid-js";
import { LOOSE_PHOTOS } from "../../domain/draft";
import { isHandedBack } from "../../domain/shown";
import { InsetText } from "../../ui/small_parts";
import { type Address, write } from "../address";
import type { VisitDetails } from "../phone";
import { t } from "../texts";

/** Before the door, or at it. */
export function MoreWays(props: { shown: VisitDetails }) {
  const visit_id = () => props.shown.visit.id;
  return (
    <ul class="govuk-list app-ways">
      <Way to={{ screen: "forms", visit_id: visit_id() }} text={t("forms-title")} />
      <PhotosWay shown={props.shown} />
      <Way to={{ screen: "cannot", visit_id: visit_id() }} text={t("cannot-title")} />
      <Way to={{ screen: "propose", visit_id: visit_id() }} text={t("propose-here-title")} />
      <Way to={{ screen: "alert", visit_id: visit_id() }} text={t("alert-raise-title")} />
    </ul>
  );
}

export function AfterVisit(props: { shown: VisitDetails }) {
  const visit_id = () => props.shown.visit.id;
  const words = () => {
    const { visit, not_sent, photos_not_sent } = props.shown;
    const where = not_sent > 0 ? "here" : "received";
    if (isHandedBack(visit)) return t(`visit-handed-back-${where}`);
    return photos_not_sent > 0 && not_sent === 0 ? t("visit-done-photos") : t(`visit-done-${where}`);
  };
  return (
    <>
      <For each={props.shown.drafts.filter(({ form_id }) => form_id !== LOOSE_PHOTOS)}>
        {(draft) => (
          <InsetText>
            {t("leftover-here")}{" "}
            <a
              class="govuk-link app-link"
              href={write({ screen: "leftover", instance_id: draft.instance_id })}
            >
              {t("leftover-link")}
            </a>
          </InsetText>
        )}
      </For>
      <InsetText>{words()}</InsetText>
      <ul class="govuk-list app-ways">
        <Way to={{ screen: "note", visit_id: visit_id() }} text={t("note-link")} />
        <PhotosWay shown={props.shown} />
        <Show when={mayCorrect(props.shown)}>
          <Way to={{ screen: "correct", visit_id: visit_id() }} text={t("correct-title")} />
        </Show>
        <Way to={{ screen: "propose", visit_id: visit_id() }} text={t("propose-here-title")} />
        <Way to={{ screen: "alert", visit_id: visit_id() }} text={t("alert-raise-title")} />
      </ul>
    </>
  );
}

/** Until the office has looked at it. What it did meanwhile is told by its answer, never guessed here. */
export function mayCorrect({ visit }: Pick<VisitDetails, "visit">): boolean {
  const { status, review_state } = visit.fields;
  return status === "submitted" && (review_state === null || review_state === "received");
}

function PhotosWay(props: { shown: VisitDetails }) {
  const isBegun = () => props.shown.drafts.some(({ form_id }) => form_id === LOOSE_PHOTOS);
  return (
    <Way
      to={{ screen: "photos", visit_id: props.shown.visit.id }}
      text={t(isBegun() ? "loose-go-on" : "loose-title")}
    />
  );
}

function Way(props: { to: Address; text: string }) {
  return (
    <li>
      <a class="govuk-link app-link" href={write(props.to)}>
        {props.text}
      </a>
    </li>
  );
}
