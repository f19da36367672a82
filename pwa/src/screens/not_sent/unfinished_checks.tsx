// Checks that were begun and not saved: each is only on this phone, and holds signing out until it is ended.
import { For, Show } from "solid-js";
import { write } from "../address";
import { age, since } from "../moments";
import type { Unfinished } from "../phone";
import { t } from "../texts";
import { unfinishedTitle } from "./unfinished_title";

export function UnfinishedChecks(props: { list: readonly Unfinished[] }) {
  return (
    <section aria-labelledby="unfinished">
      <h2 class="govuk-heading-m" id="unfinished">
        {t("unfinished-title")}
      </h2>
      <p class="govuk-body">{t("unfinished-words")}</p>
      <ul class="app-things">
        <For each={props.list}>
          {(one) => (
            <li class="app-thing">
              <p class="app-thing__what">{unfinishedTitle(one)}</p>
              <Show when={one.shown}>
                {(shown) => (
                  <p class="app-thing__who">
                    {shown().resident.fields.first_name} {shown().resident.fields.last_name}
                  </p>
                )}
              </Show>
              <p class="app-thing__facts">
                {t("thing-saved", { at: since(one.draft.saved_at), age: age(one.draft.saved_at) })}
              </p>
              <a
                class="govuk-link app-link"
                href={write({ screen: "leftover", instance_id: one.draft.instance_id })}
              >
                {t(one.can_go_on ? "unfinished-look" : "leftover-link")}
                <span class="govuk-visually-hidden"> {unfinishedTitle(one)}</span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
