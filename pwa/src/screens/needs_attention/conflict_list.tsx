// Two answers for one thing: each in a line, with both answers and the way to choose; then the choices already made here.
import { For, Show } from "solid-js";
import type { ShownConflict } from "../../domain/conflicts";
import { Details } from "../../ui/small_parts";
import { write } from "../address";
import { fieldWords, valueWords } from "../field_words";
import { moment } from "../moments";
import type { Names } from "../names";
import { useScope } from "../scope";
import { t } from "../texts";
import { listOptions } from "./conflict_options";

interface ListProps {
  conflicts: readonly ShownConflict[];
  names: Names;
}

export function ConflictList(props: ListProps) {
  const open = () => props.conflicts.filter(({ resolved }) => resolved === null);
  const chosen = () => props.conflicts.filter(({ is_pending }) => is_pending);
  const settled = () => props.conflicts.filter(({ resolved, is_pending }) => resolved && !is_pending);
  return (
    <>
      <Show when={open().length > 0}>
        <section aria-labelledby="conflicts">
          <h2 class="govuk-heading-m" id="conflicts">
            {t("conflicts-title")}
          </h2>
          <p class="govuk-body">{t("conflicts-words")}</p>
          <ul class="app-things">
            <For each={open()}>{(shown) => <OpenConflict shown={shown} names={props.names} />}</For>
          </ul>
        </section>
      </Show>
      <Show when={chosen().length > 0}>
        <section aria-labelledby="choices">
          <h2 class="govuk-heading-m" id="choices">
            {t("choices-title")}
          </h2>
          <ul class="app-things">
            <For each={chosen()}>{(shown) => <Chosen shown={shown} names={props.names} />}</For>
          </ul>
        </section>
      </Show>
      <Show when={settled().length > 0}>
        <Details summaryText={t("settled-title", { count: settled().length })}>
          <ul class="app-things">
            <For each={settled()}>{(shown) => <Settled shown={shown} names={props.names} />}</For>
          </ul>
        </Details>
      </Show>
    </>
  );
}

function OpenConflict(props: { shown: ShownConflict; names: Names }) {
  const field = () => props.shown.conflict.fields.field;
  return (
    <li class="app-thing">
      <p class="app-thing__what">{fieldWords(field())}</p>
      <Who conflict={props.shown} names={props.names} />
      <For each={listOptions(props.shown)}>
        {({ mine, who, value }) => (
          <p class="app-thing__facts">
            <span class="app-thing__side">
              {t("side-of", { who: mine ? t("side-you") : (who ?? t("side-council")) })}
            </span>{" "}
            {valueWords(field(), value)}
          </p>
        )}
      </For>
      <a
        class="govuk-link app-link"
        href={write({ screen: "conflict", conflict_id: props.shown.conflict.id })}
      >
        {t("conflict-choose")}
        <span class="govuk-visually-hidden">: {fieldWords(field())}</span>
      </a>
    </li>
  );
}

/** Where the officer's own choice is: on this phone, or with the council, which has not told yet what became of it. */
function Chosen(props: { shown: ShownConflict; names: Names }) {
  const scope = useScope();
  const field = () => props.shown.conflict.fields.field;
  const where = () => {
    const state = scope.ports.syncState().operations[props.shown.op_id ?? ""];
    if (state === "sending") return "sending";
    return state === "received" || state === "attention" ? "received" : "here";
  };
  return (
    <li class="app-thing">
      <p class="app-thing__what">{fieldWords(field())}</p>
      <Who conflict={props.shown} names={props.names} />
      <p class="app-thing__facts">{valueWords(field(), props.shown.resolved?.value)}</p>
      <p class="app-thing__facts">{t(`choice-${where()}`)}</p>
    </li>
  );
}

function Settled(props: { shown: ShownConflict; names: Names }) {
  const field = () => props.shown.conflict.fields.field;
  const who = () =>
    props.shown.resolved?.mine ? t("side-you") : (props.shown.resolved?.who ?? t("side-council"));
  return (
    <li class="app-thing">
      <p class="app-thing__what">
        {fieldWords(field())}: {valueWords(field(), props.shown.resolved?.value)}
      </p>
      <Who conflict={props.shown} names={props.names} />
      <p class="app-thing__facts">
        {t("settled-by", { who: who(), at: moment(props.shown.resolved?.at ?? "") })}
      </p>
    </li>
  );
}

function Who(props: { conflict: ShownConflict; names: Names }) {
  const name = () => props.names.of(props.conflict.conflict.fields);
  return <Show when={name()}>{(words) => <p class="app-thing__who">{words()}</p>}</Show>;
}
