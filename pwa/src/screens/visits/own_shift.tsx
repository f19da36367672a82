// *Start shift*, *I am safe* and *Finish* at the top of the visit list, with how long until the council expects to hear from
// the officer, and the numbers to ring. All of it works without a connection.
import "../locked_texts";
import { Show } from "solid-js";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { ShiftBar, tickingNow } from "./shift_bar";

export function OwnShiftBar() {
  const scope = useScope();
  const phone = usePhone();
  const now = tickingNow();
  const officerId = () => scope.ports.session()?.user.id ?? "";
  const read = readPhone(async (stored) => ({
    shift: await stored.findOwnShift(officerId()),
    numbers: (await stored.listDutyNumbers()).map(({ fields }) => fields),
  }));
  return (
    <Show when={read.latest}>
      {(known) => (
        <Show when={known().shift} fallback={<p class="govuk-body-s">{t("shift-none")}</p>}>
          {(shift) => (
            <ShiftBar
              shift={shift()}
              now={now()}
              numbers={known().numbers}
              council_telephone={scope.ports.session()?.council.telephone}
              say={async (kind) => {
                await phone.saveCheckIn(officerId(), kind, shift().shift_id);
                scope.ports.workSaved();
              }}
            />
          )}
        </Show>
      )}
    </Show>
  );
}
