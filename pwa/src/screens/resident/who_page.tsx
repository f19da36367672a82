// The first page of a form by link: the person themselves, or somebody who helps them and says that they may.
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { Checkboxes, Radios } from "../../ui/choices";
import { TextInput } from "../../ui/text_input";
import { LanguageSwitch } from "../check/language_switch";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { t } from "../texts";
import { PageFoot } from "./page_foot";
import { goTo } from "./place";
import { useResident } from "./resident_context";

const FIELDS = ["who", "helper-name", "helper-relationship", "helper-permission"] as const;
type Field = (typeof FIELDS)[number];

export function WhoPage(props: { title: string }) {
  const { running } = useResident();
  const before = running.helper();
  const [who, setWho] = createSignal(before === undefined ? "" : before ? "helper" : "resident");
  const [name, setName] = createSignal(before?.name ?? "");
  const [relationship, setRelationship] = createSignal(before?.relationship ?? "");
  const [isAllowed, setAllowed] = createSignal(Boolean(before));
  const [isTried, setTried] = createSignal(false);
  const isMissing = (field: Field): boolean => {
    if (field === "who") return who() === "";
    if (who() !== "helper") return false;
    if (field === "helper-name") return name().trim() === "";
    return field === "helper-relationship" ? relationship().trim() === "" : !isAllowed();
  };
  const lines = () =>
    isTried()
      ? FIELDS.filter(isMissing).map((field) => ({ text: t(`resident-${field}-missing`), href: `#${field}` }))
      : [];
  const error = (field: Field) =>
    isTried() && isMissing(field) ? { text: t(`resident-${field}-missing`) } : undefined;
  const goOn = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (FIELDS.some(isMissing)) return;
    const helper = { name: name().trim(), relationship: relationship().trim() };
    running.setHelper(who() === "helper" ? helper : null);
    goTo(0);
  };
  return (
    <Screen title={props.title} hasErrors={lines().length > 0}>
      <LanguageSwitch />
      <Mistakes lines={lines()} />
      <form onSubmit={goOn} novalidate autocomplete="off">
        <Radios
          name="who"
          idPrefix="who"
          value={who()}
          onChoose={setWho}
          errorMessage={error("who")}
          fieldset={{ legend: { text: t("resident-who-asked"), classes: "govuk-fieldset__legend--m" } }}
          items={[
            { value: "resident", text: t("resident-who-resident") },
            { value: "helper", text: t("resident-who-helper") },
          ]}
        />
        <Show when={who() === "helper"}>
          <HelperFields
            name={name()}
            relationship={relationship()}
            isAllowed={isAllowed()}
            error={error}
            onName={setName}
            onRelationship={setRelationship}
            onAllowed={setAllowed}
          />
        </Show>
        <div class="app-actions">
          <Button>{t("continue")}</Button>
        </div>
      </form>
      <PageFoot />
    </Screen>
  );
}

interface HelperProps {
  name: string;
  relationship: string;
  isAllowed: boolean;
  error: (field: Field) => { text: string } | undefined;
  onName: (name: string) => void;
  onRelationship: (relationship: string) => void;
  onAllowed: (isAllowed: boolean) => void;
}

function HelperFields(props: HelperProps) {
  return (
    <>
      <TextInput
        id="helper-name"
        name="helper-name"
        label={{ text: t("resident-helper-name") }}
        value={props.name}
        errorMessage={props.error("helper-name")}
        onInput={(event) => props.onName(event.currentTarget.value)}
      />
      <TextInput
        id="helper-relationship"
        name="helper-relationship"
        label={{ text: t("resident-helper-relationship") }}
        hint={{ text: t("resident-helper-relationship-hint") }}
        value={props.relationship}
        errorMessage={props.error("helper-relationship")}
        onInput={(event) => props.onRelationship(event.currentTarget.value)}
      />
      <Checkboxes
        name="helper-permission"
        idPrefix="helper-permission"
        values={props.isAllowed ? ["yes"] : []}
        onToggle={(_, isChosen) => props.onAllowed(isChosen)}
        errorMessage={props.error("helper-permission")}
        fieldset={{
          legend: { text: t("resident-helper-permission"), classes: "govuk-fieldset__legend--s" },
        }}
        items={[{ value: "yes", text: t("resident-helper-permission-yes") }]}
      />
    </>
  );
}
