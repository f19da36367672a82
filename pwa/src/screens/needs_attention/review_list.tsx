// What the council has and a person there must look at: one plain sentence for each reason. The officer need do nothing,
// save where her own choice came too late.
import { For, Show } from "solid-js";
import type { Photo } from "../../domain/draft";
import type { KnownReceipt } from "../../domain/notices";
import { findNamingOperation } from "../../domain/pieces";
import { findThing } from "../../store/attention";
import { write } from "../address";
import { codeText } from "../code_words";
import { moment } from "../moments";
import type { Names } from "../names";
import type { ReviewedReceipt } from "../phone";
import { hasText, t } from "../texts";

export function ReviewList(props: {
  receipts: readonly ReviewedReceipt[];
  photos: readonly Photo[];
  names: Names;
}) {
  const things = () => gatherThings(props.receipts);
  return (
    <Show when={props.receipts.length + props.photos.length > 0}>
      <section aria-labelledby="reviews">
        <h2 class="govuk-heading-m" id="reviews">
          {t("reviews-title")}
        </h2>
        <ul class="app-things">
          <For each={things()}>
            {(thing) => (
              <Thing
                what={codeText("thing", thing.named.about?.kind ?? "operation")}
                words={thing.words}
                visit_id={idOf(thing.named, "visit")}
                resident_id={idOf(thing.named, "resident")}
                at={thing.named.received_at}
                names={props.names}
              />
            )}
          </For>
          <For each={props.photos}>
            {(photo) => (
              <Thing
                what={t("thing-photo")}
                words={[photoWords(photo)]}
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

function photoWords({ unopened_because, refused_because }: Photo): string {
  if (unopened_because) return t("review-unopened-photo");
  return t("review-refused-photo", { reason: refused_because ?? "" });
}

interface ReviewedThing {
  named: ReviewedReceipt;
  words: string[];
}

/** A check is one thing, however many operations carry it; each reason is said once. */
export function gatherThings(receipts: readonly ReviewedReceipt[]): ReviewedThing[] {
  const gathered = new Map<string, [ReviewedReceipt, ...ReviewedReceipt[]]>();
  for (const receipt of receipts) {
    const others = gathered.get(findThing(receipt));
    if (others) others.push(receipt);
    else gathered.set(findThing(receipt), [receipt]);
  }
  return [...gathered.values()].map(([first, ...others]) => {
    const [one, ...rest] = [first, ...others].map((receipt) => ({
      receipt,
      kind: receipt.about?.kind ?? "",
    }));
    const named = one ? findNamingOperation([one, ...rest]).receipt : first;
    return { named, words: [...new Set([first, ...others].map(reviewWords))] };
  });
}

function idOf({ about }: KnownReceipt, type: string): string | null {
  return about?.entity_type === type ? about.entity_id : null;
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
  words: readonly string[];
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
      <For each={props.words}>{(words) => <p class="app-thing__line">{words}</p>}</For>
      <p class="app-thing__facts">{moment(props.at)}</p>
    </li>
  );
}
