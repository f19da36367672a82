// The whole officer's app on a page of a test, with a fake phone and ports that can be moved.
import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import type { AppPorts, Done, PushState, Session } from "../../../pwa/src/domain/ports";
import { Problem } from "../../../pwa/src/domain/problems";
import { OfficerApp } from "../../../pwa/src/screens/app";
import { makeLock } from "./fake_lock";
import { type FakePhone, makeSync } from "./fake_phone";

const SESSION: Session = {
  user: { id: "u1", name: "Sam Okoro", role: "officer", team: null },
  council: { name: "Hartwell Borough Council", telephone: "020 7946 0000" },
  device_id: "d1",
  demo: true,
  signed_in_at: "2026-11-23T08:00:00Z",
};

export function mountApp(phone: FakePhone, hash: string, who: Session | null = SESSION) {
  location.hash = hash;
  const [session, setSession] = createSignal<Session | null | undefined>(who);
  const [sync, setSync] = createSignal(makeSync());
  const [version, setVersion] = createSignal(0);
  const lock = makeLock();
  const [push, setPush] = createSignal<PushState>("off");
  const unsent = (): Done => ({ ok: false, problem: new Problem("unsent_work", { count: 3 }) });
  const known = { council: SESSION.council, demo: SESSION.demo };
  const ports: AppPorts<unknown> = {
    council: () => known,
    session,
    phone: () => phone,
    syncState: sync,
    storeVersion: version,
    update: () => null,
    lock: lock.ports,
    push: async () => ({
      read: async () => push(),
      turnOn: async () => setPush("on"),
      turnOff: async () => setPush("off"),
    }),
    signIn: async () => ({ ok: false, problem: new Problem("no_network") }),
    signOut: async () => unsent(),
    sendNow: async () => undefined,
    acknowledgeLost: async () => void setSync({ ...sync(), lost: null }),
    workSaved: () => setVersion((now) => now + 1),
  };
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const dispose = render(() => <OfficerApp ports={ports} phone={() => phone} app_version="1" />, place);
  return { place, dispose, setSession, setSync, setPush, lock, touch: () => setVersion((now) => now + 1) };
}

const PATIENCE = 30_000; // a machine may be busy with other tests; no clock decides

/** Waits until `find` gives something; fails in words when it never does. */
export async function until<T>(find: () => T | null | undefined | false, what: string): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Never appeared: ${what}\n${document.body.textContent}`);
}

export function heading(text: string): Promise<Element> {
  return until(
    () => [...document.querySelectorAll("h1")].find((one) => one.textContent === text),
    `heading ${text}`,
  );
}

export function press(text: string): Promise<HTMLElement> {
  const all = () => [...document.querySelectorAll<HTMLElement>("button, a")];
  return until(() => all().find((one) => one.textContent?.trim() === text), `button ${text}`).then(
    (found) => {
      found.click();
      return found;
    },
  );
}

export async function choose(value: string): Promise<void> {
  const radio = await until(() => document.querySelector<HTMLInputElement>(`input[value="${value}"]`), value);
  radio.click();
}
