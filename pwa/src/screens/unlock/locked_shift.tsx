// Her shift on a locked phone, by the times that stand in the open: what she says goes sealed to the council at once, and is
// shown here without opening anything.
import { Show } from "solid-js";
import type { OpenFacts } from "../../domain/lock";
import { foldShifts } from "../../domain/own_shift";
import { useScope } from "../scope";
import { t } from "../texts";
import { ShiftBar, tickingNow } from "../visits/shift_bar";

/** `mayOpen`: there is a PIN that unlocks it, and more is to be seen behind it. */
export function LockedShift(props: { facts: OpenFacts | null; mayOpen: boolean }) {
  const { ports } = useScope();
  const now = tickingNow();
  const shift = () => foldShifts(props.facts?.own_shifts ?? [], props.facts?.said ?? [], now());
  return (
    <Show
      when={shift()}
      fallback={
        <Show when={props.mayOpen}>
          <p class="govuk-body">{t("locked-shift-none")}</p>
        </Show>
      }
    >
      {(own) => (
        <ShiftBar
          shift={own()}
          now={now()}
          numbers={props.facts?.duty_numbers ?? []}
          council_telephone={props.facts?.council.telephone}
          without_ring
          say={async (kind) => {
            const done = await ports.lock.recordCheckIn(kind, own().shift_id);
            if (!done.ok) throw done.problem;
          }}
        />
      )}
    </Show>
  );
}
