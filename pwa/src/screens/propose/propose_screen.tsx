// Proposing a visit: somebody else at this address, somebody met, or an address that was named. Saved on this phone like
// all work; a person at the council matches it, and the answer comes back here.
import { createSignal, Show } from "solid-js";
import type { NewProposal } from "../../domain/operation";
import type { ProposalBasis } from "../../domain/rows";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { DAY_MONTH_YEAR, DateInput } from "../../ui/date_input";
import { InsetText } from "../../ui/small_parts";
import { TextArea } from "../../ui/text_area";
import { TextInput } from "../../ui/text_input";
import { go, write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import {
  findMistakes,
  type Mistake,
  NOTHING_TYPED,
  readProposal,
  type TypedProposal,
} from "./typed_proposal";

export function ProposeScreen(props: { visit_id: string | null }) {
  const phone = usePhone();
  const scope = useScope();
  const visit = readPhone((read) =>
    props.visit_id ? read.findVisit(props.visit_id) : Promise.resolve(null),
  );
  const [typed, setTyped] = createSignal<TypedProposal>({
    ...NOTHING_TYPED,
    basis: props.visit_id ? "same_address" : null,
  });
  const [mistakes, setMistakes] = createSignal<Mistake[]>([]);
  const type = (part: Partial<TypedProposal>) => setTyped({ ...typed(), ...part });
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const found = findMistakes(typed());
    setMistakes(found);
    if (found.length > 0) return;
    try {
      await phone.saveProposal(readProposal(typed(), props.visit_id) as NewProposal);
      scope.ports.workSaved();
      go({ screen: "visits" });
    } catch (problem) {
      setMistakes([{ field: "why", text: problemWords(problem) }]);
    }
  };
  const errorOf = (field: string) => {
    const found = mistakes().find((one) => one.field === field);
    return found ? { text: found.text, visuallyHiddenText: t("error-word") } : undefined;
  };
  const where = () => visit.latest?.resident.fields;
  const back = () =>
    props.visit_id
      ? { href: write({ screen: "visit", visit_id: props.visit_id }), text: t("back-to-visit") }
      : { href: write({ screen: "visits" }), text: t("back-to-visits") };
  return (
    <Screen
      title={t(props.visit_id ? "propose-here-title" : "propose-title")}
      back={back()}
      hasErrors={mistakes().length > 0}
    >
      <Mistakes lines={mistakes().map(({ field, text }) => ({ text, href: `#${field}` }))} />
      <p class="govuk-body">{t("propose-words")}</p>
      <Show when={where()}>
        {(resident) => (
          <InsetText>
            {[...resident().address_lines, resident().postcode].filter(Boolean).join(", ")}
          </InsetText>
        )}
      </Show>
      <form onSubmit={save} novalidate autocomplete="off">
        <Show when={!props.visit_id}>
          <Radios
            name="basis"
            fieldset={{ legend: { text: t("propose-basis"), classes: "govuk-fieldset__legend--s" } }}
            errorMessage={errorOf("basis")}
            items={(["met", "typed_address"] as const).map((value) => ({
              value,
              text: t(`propose-basis-${value.replace("_", "-")}`),
            }))}
            value={typed().basis ?? undefined}
            onChoose={(value) => type({ basis: value as ProposalBasis })}
          />
        </Show>
        <Parts typed={typed()} type={type} errorOf={errorOf} hasAddress={!props.visit_id} />
        <Button>{t("save-on-phone")}</Button>
      </form>
    </Screen>
  );
}

interface PartsProps {
  typed: TypedProposal;
  type: (part: Partial<TypedProposal>) => void;
  errorOf: (field: string) => { text: string; visuallyHiddenText: string } | undefined;
  hasAddress: boolean;
}

function Parts(props: PartsProps) {
  return (
    <>
      <TextInput
        id="first_name"
        name="first_name"
        autocomplete="off"
        label={{ text: t("propose-first-name") }}
        value={props.typed.first_name}
        onInput={(event) => props.type({ first_name: event.currentTarget.value })}
      />
      <TextInput
        id="last_name"
        name="last_name"
        autocomplete="off"
        label={{ text: t("propose-last-name") }}
        errorMessage={props.errorOf("last_name")}
        value={props.typed.last_name}
        onInput={(event) => props.type({ last_name: event.currentTarget.value })}
      />
      <Show when={props.hasAddress}>
        <TextArea
          id="address_text"
          name="address_text"
          rows={3}
          autocomplete="off"
          label={{ text: t("propose-address") }}
          errorMessage={props.errorOf("address_text")}
          value={props.typed.address_text}
          onInput={(event) => props.type({ address_text: event.currentTarget.value })}
        />
      </Show>
      <TextInput
        id="telephone"
        name="telephone"
        inputmode="tel"
        autocomplete="off"
        label={{ text: t("propose-telephone") }}
        value={props.typed.telephone}
        onInput={(event) => props.type({ telephone: event.currentTarget.value })}
      />
      <TextArea
        id="why"
        name="why"
        rows={3}
        label={{ text: t("propose-why") }}
        hint={{ text: t("propose-why-hint") }}
        errorMessage={props.errorOf("why")}
        value={props.typed.why}
        onInput={(event) => props.type({ why: event.currentTarget.value })}
      />
      <DateInput
        id="wanted_on"
        namePrefix="wanted_on"
        fieldset={{ legend: { text: t("propose-wanted"), classes: "govuk-fieldset__legend--s" } }}
        hint={{ text: t("date-hint") }}
        errorMessage={props.errorOf("wanted_on")}
        items={DAY_MONTH_YEAR.map((part) => ({
          ...part,
          label: t(`date-${part.name}`),
          value: props.typed[part.name as "day" | "month" | "year"],
        }))}
        onInput={(part, value) => props.type({ [part]: value.trim() })}
      />
    </>
  );
}
