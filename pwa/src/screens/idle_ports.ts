// What the screens of a check ask of the app, answered by a page that has no account, no sync and no lock.
import type { AppPorts, Done } from "../domain/ports";
import { NOTHING_KNOWN } from "../domain/sync_state";
import type { SignedInUser } from "../domain/wire";

/** `deviceId`: what a form that asks for its device is told. */
export function makeIdlePorts(user: SignedInUser, deviceId: string): AppPorts<unknown> {
  const nothing = () => undefined;
  const done = async (): Promise<Done> => ({ ok: true });
  return {
    session: () => ({
      user,
      council: { name: "", telephone: "" },
      device_id: deviceId,
      demo: false,
      signed_in_at: new Date().toISOString(),
    }),
    council: () => null,
    phone: () => null,
    syncState: () => NOTHING_KNOWN,
    storeVersion: () => 0,
    update: () => null,
    signIn: done,
    signOut: done,
    sendNow: async () => undefined,
    acknowledgeLost: async () => undefined,
    workSaved: nothing,
    push: async () => {
      const none = async () => "unsupported" as const;
      return { read: none, turnOn: none, turnOff: none };
    },
    lock: {
      state: () => null,
      lapses_at: () => null,
      is_near: () => false,
      stayOpen: nothing,
      lockNow: async () => undefined,
      unlock: done,
      unlockWithPasskey: done,
      choosePin: done,
      changePin: done,
      readPasskey: async () => ({ can: false, has: false }),
      addPasskey: done,
      removePasskey: done,
      minutes: () => 5,
      setMinutes: async () => undefined,
      raiseAlert: done,
      recordTold: done,
      recordCheck: done,
      recordCheckIn: done,
      takeTyped: async () => null,
    },
  };
}
