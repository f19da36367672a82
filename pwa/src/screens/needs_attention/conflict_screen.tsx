// One conflict, or several that belong together: what both started from, every answer with its writer and time, and the
// choice. Leaving it to the office is chosen already; a choice is saved on this phone first, like all work.
import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { ShownConflict } from "../../domain/conflicts";
import { Button } from "../../ui/button";
import { type Choice, Radios } from "../../ui/choices";
import { InsetText } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { TextInput } from "../../ui/text_input";
import { go, write } from "../address";
import { fieldWords, valueWords } from "../field_words";
import { Mistakes } from "../frame/mistakes";
import { Reading, Screen } from "../frame/screen";
import { moment } from "../moments";
import { gatherNames } from "../names";
import { conflictProblemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { type ConflictOption, choiceFor, groupConflicts, listOptions } from "./conflict_options";

const LEAVE = "leave";

export function ConflictScreen(props: { conflict_id: string }) {
  const found = readPhone(async (phone) => {
    const open = (await phone.listConflicts()).filter(({ resolved }) => resolved === null);
    const holds = (group: ShownConflict[]) => group.some(({ conflict }) => conflict.id === props.conflict_id);
    return {
      group: groupConflicts(open).find(holds) ?? null,
      names: gatherNames(await phone.listVisits()),
    };
  });
  const back = { href: write({ screen: "attention" }), text: t("back-to-attention") };
  return (
    <Switch
      fallback={
        <Screen title={t("conflict-reading")} back={back}>
          <Reading />
        </Screen>
      }
    >
      <Match when={found.latest && !found.latest.group}>
        <Screen title={t("conflict-gone-title")} back={back}>
          <p class="govuk-body">{t("conflict-gone-words")}</p>
        </Screen>
      </Match>
      <Match when={found.latest?.group}>
        {(group) => (
          <Screen
            title={titleOf(group())}
            caption={nameOf(group(), found.latest?.names) ?? undefined}
            back={back}
          >
            <p class="govuk-body">{t("conflict-words")}</p>
            <SummaryList
              classes="app-summary"
              rows={group().map(({ conflict: { fields } }) => ({
                key: { text: t("conflict-before", { field: fieldWords(fields.field) }) },
                value: { text: valueWords(fields.field, fields.base) },
              }))}
            />
            <ChoiceForm group={group()} />
          </Screen>
        )}
      </Match>
    </Switch>
  );
}

function titleOf(group: readonly ShownConflict[]): string {
  const fields = group.map(({ conflict }) => fieldWords(conflict.fields.field)).join(", ");
  return t("conflict-title", { field: fields });
}

function nameOf(group: readonly ShownConflict[], names: ReturnType<typeof gatherNames> | undefined) {
  const [first] = group;
  return first && names ? names.of(first.conflict.fields) : null;
}

function ChoiceForm(props: { group: readonly ShownConflict[] }) {
  const phone = usePhone();
  const scope = useScope();
  // The versions that were on the screen first: what a pull brings meanwhile is another question.
  const seen = new Map(props.group.map(({ conflict }) => [conflict.id, conflict.version]));
  const [chosen, setChosen] = createSignal(LEAVE);
  const [reason, setReason] = createSignal("");
  const [failed, setFailed] = createSignal<string>();
  const [isSaving, setIsSaving] = createSignal(false);
  const moved = () => props.group.some(({ conflict }) => seen.get(conflict.id) !== conflict.version);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen() === LEAVE) return go({ screen: "attention" }, "replace");
    setIsSaving(true);
    try {
      for (const shown of props.group) {
        const { id } = shown.conflict;
        const choice = { chosen: choiceFor(shown, chosen()), reason: reason().trim() };
        await phone.saveResolution(id, seen.get(id) ?? -1, choice);
      }
      scope.ports.workSaved();
      go({ screen: "attention" }, "replace");
    } catch (problem) {
      setFailed(conflictProblemWords(problem));
      setIsSaving(false);
    }
  };
  return (
    <form onSubmit={save} novalidate>
      <Mistakes words={failed()} />
      <Show when={moved()}>
        <InsetText attributes={{ role: "status" }}>{t("conflict-moved-here")}</InsetText>
      </Show>
      <Radios
        name="choice"
        fieldset={{ legend: { text: t("conflict-question"), classes: "govuk-fieldset__legend--m" } }}
        items={[leaveIt(), ...listOptions(props.group).map(describe)]}
        value={chosen()}
        onChoose={setChosen}
      />
      <Show when={chosen() !== LEAVE}>
        <TextInput
          id="reason"
          name="reason"
          label={{ text: t("conflict-reason") }}
          hint={{ text: t("conflict-reason-hint") }}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Show>
      <Button disabled={isSaving()}>
        {t(chosen() === LEAVE ? "conflict-leave-button" : "conflict-save")}
      </Button>
    </form>
  );
}

function leaveIt(): Choice {
  return { value: LEAVE, text: t("conflict-leave"), hint: { text: t("conflict-leave-hint") } };
}

function describe(option: ConflictOption): Choice {
  return {
    value: option.chosen,
    text: (
      <For each={option.values}>
        {({ field, value }) => <span class="app-choice__value">{valueWords(field, value)}</span>}
      </For>
    ),
    hint: { text: writerWords(option) },
  };
}

/** "You, Today 10:42" or "Sam Okoro, Today 09:10. This stands now." */
export function writerWords({ mine, who, at, stands_now }: ConflictOption): string {
  const name = mine ? t("side-you") : (who ?? t("side-council"));
  if (at === null) return t(stands_now ? "writer-now-undated" : "writer-undated", { who: name });
  return t(stands_now ? "writer-now" : "writer", { who: name, at: moment(at) });
}
