// The lock's ports for tests of the screens: open unless told, and a list of what was asked of it. Says yes to everything.
import { createSignal } from "solid-js";
import type { Locked, LockState } from "../../../pwa/src/domain/lock";
import type { Done, LockPorts } from "../../../pwa/src/domain/ports";
import type { TypedScreen } from "../../../pwa/src/domain/typed_screen";

export function makeLocked(changes: Partial<Locked> = {}): Locked {
  return {
    is: "locked",
    facts: {
      council: { name: "Hartwell Borough Council", telephone: "020 7946 0000" },
      demo: false,
      duty_numbers: [{ label: "Duty manager", telephone: "020 7946 0100", hours: "day", position: 0 }],
    },
    has_pin: true,
    has_passkey: false,
    dropped: null,
    wiped: null,
    wrong_pins: 0,
    wait_until: null,
    open_alerts: [],
    is_clock_wrong: false,
    ...changes,
  };
}

export function makeLock() {
  const asked: { what: string; values: unknown[] }[] = [];
  const answers: { next: Done; typed: TypedScreen | null } = { next: { ok: true }, typed: null };
  const [state, setState] = createSignal<LockState>(null);
  const [isNear, setNear] = createSignal(false);
  const [lapsesAt, setLapsesAt] = createSignal<string | null>(null);
  const ask =
    (what: string) =>
    async (...values: unknown[]): Promise<Done> => {
      asked.push({ what, values });
      return answers.next;
    };
  const ports: LockPorts = {
    state,
    lapses_at: lapsesAt,
    is_near: isNear,
    stayOpen: () => void setNear(false),
    lockNow: async () => void setState(makeLocked()),
    unlock: ask("unlock"),
    unlockWithPasskey: ask("passkey"),
    choosePin: ask("choose"),
    changePin: ask("change"),
    readPasskey: async () => ({ can: true, has: false }),
    addPasskey: ask("add_passkey"),
    removePasskey: ask("remove_passkey"),
    minutes: () => 5,
    setMinutes: async (minutes) => void asked.push({ what: "minutes", values: [minutes] }),
    raiseAlert: ask("alert"),
    recordTold: ask("told"),
    recordCheck: ask("check"),
    recordCheckIn: ask("check_in"),
    takeTyped: async () => answers.typed,
  };
  return { ports, asked, answers, setState, setNear, setLapsesAt };
}
