// What this phone says of itself to the council, from the store and the browser. A browser that does not tell is null.
import { type DeviceState, MOST_VISIT_IDS } from "../domain/wire";
import type { PhoneStore } from "../store/door";
import { findMeta } from "../store/meta";
import { readStanding } from "../store/standing";

export async function readDeviceState(store: PhoneStore, app_version: string): Promise<DeviceState> {
  const [standing, storage, obeyed] = await Promise.all([
    readStanding(store),
    readStorage(),
    findMeta(store, "obeyed"),
  ]);
  return {
    unsent_count: standing.unsent.total,
    oldest_unsent_at: standing.unsent.oldest_at,
    persisted: storage.persisted,
    storage_used_bytes: storage.used,
    storage_quota_bytes: storage.quota,
    app_version,
    photos_unsent: standing.unsent.photos,
    unfinished_count: standing.unfinished + standing.loose_drafts,
    last_device_seq: standing.last_device_seq,
    lost_count: standing.lost_unreported,
    unsent_visit_ids: standing.unsent_visit_ids.slice(0, MOST_VISIT_IDS),
    needs_attention_count: standing.needs_attention,
    ...(obeyed?.length ? { obeyed } : {}),
  };
}

export async function readStorage(): Promise<{
  persisted: boolean | null;
  used: number | null;
  quota: number | null;
}> {
  const storage = (globalThis as { navigator?: { storage?: StorageManager } }).navigator?.storage;
  const persisted = await storage?.persisted?.().catch(() => null);
  const estimate = await storage?.estimate?.().catch(() => null);
  return { persisted: persisted ?? null, used: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}
