// A check at an address that is typed, on a locked phone: what was seen, in a few words. It goes to the council as a visit
// that was made there; a person matches the address.
import { createSignal } from "solid-js";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { AddressField, WordsField } from "../alert/written_fields";
import { codeText } from "../code_words";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { moment } from "../moments";
import { codeWords } from "../problem_words";
import { useScope } from "../scope";
import { t } from "../texts";

const OUTCOMES = ["seen_no_needs", "seen_needs", "spoken_not_seen", "no_reply_letter"] as const;

type Field = "check-address" | "check-outcome" | "check-note";

export function LockedCheckScreen(props: { back: () => void; saved: () => void }) {
  const scope = useScope();
  const [address_text, setAddress] = createSignal("");
  const [outcome, setOutcome] = createSignal<string>();
  const [note, setNote] = createSignal("");
  const [mistakes, setMistakes] = createSignal<{ field: Field; text: string }[]>([]);
  const [isBusy, setIsBusy] = createSignal(false);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const found: { field: Field; text: string }[] = [];
    if (!address_text().trim()) found.push({ field: "check-address", text: t("propose-address-missing") });
    if (!outcome()) found.push({ field: "check-outcome", text: t("locked-check-outcome-missing") });
    if (!note().trim()) found.push({ field: "check-note", text: t("locked-check-note-missing") });
    setMistakes(found);
    if (found.length > 0 || isBusy()) return;
    setIsBusy(true);
    const why = t("locked-check-why", {
      at: moment(new Date().toISOString()),
      outcome: codeText("outcome", outcome() ?? ""),
      note: note().trim(),
    });
    const done = await scope.ports.lock.recordCheck({ address_text: address_text(), why });
    setIsBusy(false);
    if (done.ok) props.saved();
    else setMistakes([{ field: "check-note", text: codeWords(done.problem) }]);
  };
  const errorOf = (field: Field) => {
    const found = mistakes().find((one) => one.field === field);
    return found ? { text: found.text, visuallyHiddenText: t("error-word") } : undefined;
  };
  return (
    <Screen
      title={t("locked-check-title")}
      back={{ href: "#", text: t("locked-back"), onClick: props.back }}
      hasErrors={mistakes().length > 0}
    >
      <Mistakes lines={mistakes().map(({ field, text }) => ({ text, href: `#${field}` }))} />
      <p class="govuk-body">{t("locked-check-words")}</p>
      <form onSubmit={save} novalidate autocomplete="off">
        <AddressField
          id="check-address"
          label={t("propose-address")}
          error={errorOf("check-address")}
          value={address_text()}
          onInput={setAddress}
        />
        <Radios
          name="check-outcome"
          fieldset={{ legend: { text: t("locked-check-outcome"), classes: "govuk-fieldset__legend--s" } }}
          errorMessage={errorOf("check-outcome")}
          items={OUTCOMES.map((value) => ({ value, text: codeText("outcome", value) }))}
          value={outcome()}
          onChoose={setOutcome}
        />
        <WordsField
          id="check-note"
          label={t("locked-check-note")}
          error={errorOf("check-note")}
          value={note()}
          onInput={setNote}
        />
        <Button disabled={isBusy()}>{t("save-on-phone")}</Button>
      </form>
    </Screen>
  );
}
