// A new PIN, typed twice: it shows nowhere, and a slip would cost an online sign-in.
import { createSignal } from "solid-js";
import { cleanPin, findPinFault } from "../../domain/pin";
import type { Done } from "../../domain/ports";
import { Problem } from "../../domain/problems";
import { Button } from "../../ui/button";
import { Mistakes } from "../frame/mistakes";
import { codeWords } from "../problem_words";
import { t } from "../texts";
import { PinInput } from "./pin_input";

type Field = "new-pin" | "same-pin" | "pin";

export function NewPinForm(props: {
  /** Asked for first where a PIN is changed. */
  asksForOld?: boolean;
  save: (pin: string, old: string) => Promise<Done>;
  onFail: (hasFailed: boolean) => void;
  onDone?: () => void;
}) {
  const [old, setOld] = createSignal("");
  const [pin, setPin] = createSignal("");
  const [same, setSame] = createSignal("");
  const [wrong, setWrong] = createSignal<{ field: Field; text: string }>();
  const [isBusy, setIsBusy] = createSignal(false);
  const fail = (field: Field, text: string) => {
    setWrong({ field, text });
    props.onFail(true);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setWrong(undefined);
    props.onFail(false);
    if (props.asksForOld && !old()) return fail("pin", t("pin-missing"));
    const fault = findPinFault(pin());
    if (fault) return fail("new-pin", codeWords(new Problem(fault)));
    if (cleanPin(pin()) !== cleanPin(same())) return fail("same-pin", t("pin-not-same"));
    setIsBusy(true);
    const done = await props.save(pin(), old());
    setIsBusy(false);
    if (done.ok) return props.onDone?.();
    fail(props.asksForOld ? "pin" : "new-pin", codeWords(done.problem));
  };
  const errorOf = (field: Field) => (wrong()?.field === field ? wrong()?.text : undefined);
  return (
    <>
      <Mistakes words={wrong()?.text} href={`#${wrong()?.field}`} />
      <form onSubmit={submit} novalidate autocomplete="off">
        {props.asksForOld && (
          <PinInput id="pin" label={t("pin-now")} error={errorOf("pin")} value={old()} onInput={setOld} />
        )}
        <PinInput
          id="new-pin"
          label={t("pin-new")}
          hint={t("pin-new-hint")}
          error={errorOf("new-pin")}
          value={pin()}
          onInput={setPin}
        />
        <PinInput
          id="same-pin"
          label={t("pin-same")}
          error={errorOf("same-pin")}
          value={same()}
          onInput={setSame}
        />
        <Button disabled={isBusy()} attributes={{ "aria-live": "polite" }}>
          {t(isBusy() ? "pin-busy" : "pin-save")}
        </Button>
      </form>
    </>
  );
}
