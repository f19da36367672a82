// What the council has and a person there must look at: one plain sentence for each reason. The officer need do nothing,
// save where her own choice came too late.
import { For, Show } from "solid-js";
import type { Photo } from "../../domain/draft";
import type { KnownReceipt } from "../../domain/notices";
import { write } from "../address";
import { codeText } from "../code_words";
import { moment } from "../moments";
import type { Names } from "../names";
import { hasText, t } from "../texts";

export function ReviewList(props: {
  receipts: readonly KnownReceipt[];
  photos: readonly Photo[];
  names: Names;
}) {
  return (
    <Show when={props.receipts.length + props.photos.length > 0}>
      <section aria-labelledby="reviews">
        <h2 class="govuk-heading-m" id="reviews">
          {t("reviews-title")}
        </h2>
        <ul class="app-things">
          <For each={props.receipts}>
            {(receipt) => (
              <Thing
                what={codeText("thing", receipt.about?.kind ?? "operation")}
                words={reviewWords(receipt)}
                visit_id={receipt.about?.entity_type === "visit" ? receipt.about.entity_id : null}
                resident_id={receipt.about?.entity_type === "resident" ? receipt.about.entity_id : null}
                at={receipt.received_at}
                names={props.names}
              />
            )}
          </For>
          <For each={props.photos}>
            {(photo) => (
              <Thing
                what={t("thing-photo")}
                words={t("review-refused-photo", { reason: photo.refused_because ?? "" })}
                visit_id={photo.visit_id}
                resident_id={null}
                at={photo.added_at}
                names={props.names}
              />
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

/** The sentence of the reason; one without a sentence of its own gets the plain one, never a code. */
export function reviewWords({ reason, verdict, about }: KnownReceipt): string {
  const code = (reason ?? "").replaceAll("_", "-");
  const names = about?.kind === "conflict.resolve" ? [`review-choice-${code}`, "review-choice"] : [];
  const known = [...names, `review-${code}`].find((name) => hasText(name));
  return t(known ?? (verdict === "conflict" ? "review-conflict" : "review-plain"));
}

interface ThingProps {
  what: string;
  words: string;
  visit_id: string | null;
  resident_id: string | null;
  at: string;
  names: Names;
}

function Thing(props: ThingProps) {
  const name = () => props.names.of(props);
  return (
    <li class="app-thing">
      <p class="app-thing__what">{props.what}</p>
      <Show when={name()}>
        {(who) => (
          <p class="app-thing__who">
            <Show when={props.names.has_visit(props.visit_id)} fallback={who()}>
              <a
                class="govuk-link app-link"
                href={write({ screen: "visit", visit_id: props.visit_id ?? "" })}
              >
                {who()}
              </a>
            </Show>
          </p>
        )}
      </Show>
      <p class="app-thing__line">{props.words}</p>
      <p class="app-thing__facts">{moment(props.at)}</p>
    </li>
  );
}
