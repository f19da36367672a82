// What came to the council but needs a person: in words, with the visit it belongs to. Nothing is lost here.
import { For, Match, Show, Switch } from "solid-js";
import { write } from "../address";
import { codeText } from "../code_words";
import { Reading, Screen } from "../frame/screen";
import { moment } from "../moments";
import type { AttentionThing } from "../phone";
import { readPhone } from "../scope";
import { t } from "../texts";

export function NeedsAttentionScreen() {
  const list = readPhone(async (phone) => {
    const [things, visits] = [await phone.listAttention(), await phone.listVisits()];
    const names = new Map(
      visits.map(({ visit, resident }) => [
        visit.id,
        `${resident.fields.first_name} ${resident.fields.last_name}`,
      ]),
    );
    return { things, names };
  });
  return (
    <Screen title={t("attention-title")}>
      <Switch>
        <Match when={!list.latest}>
          <Reading />
        </Match>
        <Match when={list.latest?.things.length === 0}>
          <p class="govuk-body app-empty">{t("attention-none")}</p>
        </Match>
        <Match when={list.latest}>
          {(read) => (
            <>
              <p class="govuk-body">{t("attention-words")}</p>
              <ul class="app-things">
                <For each={read().things}>
                  {(thing) => <Thing thing={thing} name={read().names.get(thing.visit_id ?? "") ?? null} />}
                </For>
              </ul>
            </>
          )}
        </Match>
      </Switch>
    </Screen>
  );
}

function Thing(props: { thing: AttentionThing; name: string | null }) {
  return (
    <li class="app-thing">
      <p class="app-thing__what">{codeText("attention", props.thing.verdict)}</p>
      <Show when={props.name}>
        {(name) => (
          <p class="app-thing__who">
            <a
              class="govuk-link app-link"
              href={write({ screen: "visit", visit_id: props.thing.visit_id ?? "" })}
            >
              {name()}
            </a>
          </p>
        )}
      </Show>
      <p class="app-thing__facts">
        {codeText("thing", props.thing.kind)}
        <Show when={props.thing.at}>{(at) => <span> · {moment(at())}</span>}</Show>
        <Show when={props.thing.reason}>{(reason) => <span> · {codeText("reason", reason())}</span>}</Show>
      </p>
    </li>
  );
}
