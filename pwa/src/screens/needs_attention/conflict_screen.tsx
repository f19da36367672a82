// One conflict: what both started from, every answer with its writer and time, and the choice. Leaving it to the office
// is chosen already; a choice is saved on this phone first, like all work.
import { createSignal, Match, Show, Switch } from "solid-js";
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
import { type ConflictOption, listOptions } from "./conflict_options";

const LEAVE = "leave";

export function ConflictScreen(props: { conflict_id: string }) {
  const found = readPhone(async (phone) => {
    const conflicts = await phone.listConflicts();
    const isMeant = ({ conflict, resolved }: ShownConflict) =>
      resolved === null && conflict.id === props.conflict_id;
    return { shown: conflicts.find(isMeant) ?? null, names: gatherNames(await phone.listVisits()) };
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
      <Match when={found.latest && !found.latest.shown}>
        <Screen title={t("conflict-gone-title")} back={back}>
          <p class="govuk-body">{t("conflict-gone-words")}</p>
        </Screen>
      </Match>
      <Match when={found.latest?.shown}>
        {(shown) => (
          <Screen
            title={t("conflict-title", { field: fieldWords(shown().conflict.fields.field) })}
            caption={found.latest?.names.of(shown().conflict.fields) ?? undefined}
            back={back}
          >
            <p class="govuk-body">{t("conflict-words")}</p>
            <SummaryList classes="app-summary" rows={[before(shown())]} />
            <ChoiceForm shown={shown()} />
          </Screen>
        )}
      </Match>
    </Switch>
  );
}

function before({ conflict: { fields } }: ShownConflict) {
  return {
    key: { text: t("conflict-before", { field: fieldWords(fields.field) }) },
    value: { text: valueWords(fields.field, fields.base) },
  };
}

function ChoiceForm(props: { shown: ShownConflict }) {
  const phone = usePhone();
  const scope = useScope();
  // The version that was on the screen first: what a pull brings meanwhile is another question.
  const seen = props.shown.conflict.version;
  const [chosen, setChosen] = createSignal(LEAVE);
  const [reason, setReason] = createSignal("");
  const [failed, setFailed] = createSignal<string>();
  const [isSaving, setIsSaving] = createSignal(false);
  const moved = () => props.shown.conflict.version !== seen;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen() === LEAVE) return go({ screen: "attention" }, "replace");
    setIsSaving(true);
    try {
      const choice = { chosen: chosen(), reason: reason().trim() };
      await phone.saveResolution(props.shown.conflict.id, seen, choice);
      scope.ports.workSaved();
      go({ screen: "attention" }, "replace");
    } catch (problem) {
      setFailed(conflictProblemWords(problem));
      setIsSaving(false);
    }
  };
  return (
    <form onSubmit={save} novalidate autocomplete="off">
      <Mistakes words={failed()} />
      <Show when={moved()}>
        <InsetText attributes={{ role: "status" }}>{t("conflict-moved-here")}</InsetText>
      </Show>
      <Radios
        name="choice"
        fieldset={{ legend: { text: t("conflict-question"), classes: "govuk-fieldset__legend--m" } }}
        items={[leaveIt(), ...listOptions(props.shown).map((option) => describe(props.shown, option))]}
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

function describe({ conflict }: ShownConflict, option: ConflictOption): Choice {
  return {
    value: option.chosen,
    text: <span class="app-choice__value">{valueWords(conflict.fields.field, option.value)}</span>,
    hint: { text: writerWords(option) },
  };
}

/** "You, Today 10:42" or "Sam Okoro, Today 09:10. This stands now." */
export function writerWords({ mine, who, at, stands_now }: ConflictOption): string {
  const name = mine ? t("side-you") : (who ?? t("side-council"));
  if (at === null) return t(stands_now ? "writer-now-undated" : "writer-undated", { who: name });
  return t(stands_now ? "writer-now" : "writer", { who: name, at: moment(at) });
}
