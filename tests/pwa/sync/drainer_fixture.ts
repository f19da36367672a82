// A phone that is signed in, with its drainer, for tests of the sync. Time stands still unless a test moves it.

import { vi } from "vitest";
import type { SyncState } from "../../../pwa/src/domain/sync_state";
import type { Row } from "../../../pwa/src/domain/wire";
import { saveSignedIn } from "../../../pwa/src/store/accounts";
import type { PhoneStore } from "../../../pwa/src/store/door";
import { saveVault } from "../../../pwa/src/store/meta";
import { addLoosePhoto } from "../../../pwa/src/store/work";
import { SyncCycle } from "../../../pwa/src/sync/cycle";
import { SyncReport } from "../../../pwa/src/sync/report";
import { DEVICE_ID, makePhoto, NOON, openFreshPhone, VISIT_ID } from "../store/phone_fixture";
import { CouncilFixture, ORIGIN } from "./council_fixture";

export interface Drainer {
  store: PhoneStore;
  cycle: SyncCycle;
  report: SyncReport;
  states: SyncState[];
  clock: { now: Date };
}

export function startDrainer(store: PhoneStore): Drainer {
  const states: SyncState[] = [];
  const clock = { now: new Date() };
  const report = new SyncReport(store, (state) => states.push(state));
  const cycle = new SyncCycle({
    store,
    report,
    origin: ORIGIN,
    app_version: "0.1.0",
    now: () => clock.now,
    chance: () => 0,
    keeps_time: false,
  });
  return { store, cycle, report, states, clock };
}

export async function signInDrainer(): Promise<Drainer> {
  const store = await openFreshPhone();
  await saveSignedIn({
    user_id: store.user_id,
    device_id: DEVICE_ID,
    upload_ticket: "ticket",
    used_at: NOON.toISOString(),
  });
  await saveVault(store, "device_token", "token");
  return startDrainer(store);
}

/** A council that has these rows for the phone, and the phone. */
export async function meetCouncil(...rows: Row[]): Promise<{ council: CouncilFixture; drainer: Drainer }> {
  const council = new CouncilFixture();
  const drainer = await signInDrainer();
  for (const row of rows) council.setRow(row);
  return { council, drainer };
}

export async function leaveCouncil({ cycle, report, store }: Drainer): Promise<void> {
  await cycle.stop();
  report.close();
  await store.close();
  vi.unstubAllGlobals();
}

export async function addPhoto(store: PhoneStore, size: number): Promise<string> {
  const photo = await makePhoto(size);
  await addLoosePhoto(store, { ...photo, visit_id: VISIT_ID, instance_id: null }, NOON);
  return photo.facts.attachment_id;
}
