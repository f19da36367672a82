// Whether the answers so far are on this phone: said only after the phone said so.
import { Show } from "solid-js";
import { t } from "../texts";
import { useCheck } from "./check_context";

export function DraftLine() {
  const check = useCheck();
  const isKept = () => check.draftState() === "saved" || check.draftState() === "saving";
  return (
    <Show when={check.draftState() !== "untouched"}>
      <p
        class={`govuk-body-s app-draft app-draft--${isKept() ? check.draftState() : "failed"}`}
        role={isKept() ? undefined : "alert"}
      >
        {t(`draft-${check.draftState()}`)}
      </p>
    </Show>
  );
}
