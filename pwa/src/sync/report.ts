// The honest state of the sync for screens: counts come from the store each time, "sending" only from the request that
// runs now. Told to other tabs and heard from them, so that all show the same; a teller that falls silent is forgotten.
import {
  type ItemState,
  NOTHING_KNOWN,
  type PhotoProgress,
  type SyncState,
  type TroubleCause,
} from "../domain/sync_state";
import { openChannel } from "../store/changes";
import type { PhoneStore } from "../store/door";
import { LEASE_MS } from "../store/lease";
import { gatherStates, readStanding, type Standing } from "../store/standing";
import type { Progress } from "./context";

/** What only the drainer knows; this, and no more, goes over the channel. */
interface Activity {
  sending: boolean;
  operations: string[];
  photo: { id: string; percent: number } | null;
  offline: boolean;
  trouble: TroubleCause | null;
  retry_at: string | null;
  /** Things the server cannot take, set aside. */
  aside: string[];
}

const IDLE: Activity = {
  sending: false,
  operations: [],
  photo: null,
  offline: false,
  trouble: null,
  retry_at: null,
  aside: [],
};

export class SyncReport implements Progress {
  #activity: Activity = IDLE;
  #standing: Standing | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | null = null;
  #isStale = false;
  #isClosed = false;
  readonly #channel: BroadcastChannel | null;
  readonly #stopListening: () => void;

  constructor(
    readonly store: PhoneStore,
    readonly tell: (state: SyncState) => void,
  ) {
    this.#channel = openChannel(`doorstep-sync-${store.user_id}`);
    this.#channel?.addEventListener("message", (event) => this.#hear(event.data as Activity));
    this.#stopListening = store.listen(() => void this.refresh());
  }

  get state(): SyncState {
    return composeState(this.#standing, this.#activity);
  }

  begin(): void {
    this.#say({ ...this.#activity, sending: true });
  }

  sendingOperations(operations: string[]): void {
    this.#say({ ...this.#activity, sending: true, operations, photo: null });
  }

  sendingPhoto(id: string, percent: number): void {
    this.#say({ ...this.#activity, sending: true, operations: [], photo: { id, percent } });
  }

  nothingSending(): void {
    this.#say({ ...this.#activity, operations: [], photo: null });
  }

  /** A round is over, well (`trouble` null) or not. */
  end(trouble: TroubleCause | null, retryAt: Date | null, aside: string[]): void {
    const retry_at = retryAt?.toISOString() ?? null;
    this.#say({ ...IDLE, offline: trouble === "offline", trouble, retry_at, aside });
  }

  /** Reads the counts again; calls in quick succession become one reading, and a last one. */
  async refresh(): Promise<void> {
    if (this.#isClosed) return;
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#silence);
    this.#stopListening();
    this.#channel?.close();
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      const standing = await readStanding(this.store).catch(() => null);
      if (standing) this.#standing = standing;
    }
    if (!this.#isClosed) this.tell(this.state);
  }

  #say(activity: Activity): void {
    if (this.#isClosed) return;
    clearTimeout(this.#silence);
    this.#activity = activity;
    this.#channel?.postMessage(activity);
    this.tell(this.state);
  }

  #hear(activity: Activity): void {
    clearTimeout(this.#silence);
    this.#activity = activity;
    if (activity.sending) {
      this.#silence = setTimeout(() => {
        this.#activity = IDLE;
        this.tell(this.state);
      }, LEASE_MS);
    }
    this.tell(this.state);
  }
}

function composeState(standing: Standing | null, activity: Activity): SyncState {
  if (!standing) return { ...NOTHING_KNOWN, sending: activity.sending, trouble: activity.trouble };
  const operations: Record<string, ItemState> = { ...standing.operations };
  const aside = activity.aside.filter(
    (id) => operations[id] === "waiting" || standing.photos[id] === "waiting",
  );
  for (const id of aside) if (id in operations) operations[id] = "attention";
  for (const id of activity.operations) if (operations[id] !== undefined) operations[id] = "sending";
  const photos: Record<string, PhotoProgress> = {};
  for (const [id, state] of Object.entries(standing.photos)) {
    photos[id] = { state: aside.includes(id) ? "attention" : state, percent: state === "received" ? 100 : 0 };
  }
  const { photo } = activity;
  if (photo && photos[photo.id]?.state === "waiting")
    photos[photo.id] = { state: "sending", percent: photo.percent };
  const states = { ...operations };
  for (const [id, { state }] of Object.entries(photos)) states[id] = state;
  return {
    not_sent: standing.unsent.total,
    operations_not_sent: standing.unsent.operations,
    photos_not_sent: standing.unsent.photos,
    oldest_at: standing.unsent.oldest_at,
    unfinished: standing.unfinished,
    loose_photos: standing.loose_photos,
    sending: activity.sending && (activity.operations.length > 0 || photo !== null),
    received: standing.received,
    needs_attention: standing.needs_attention + aside.length + standing.unreadable,
    last_contact_at: standing.last_contact_at,
    offline: activity.offline,
    trouble: activity.trouble,
    retry_at: activity.retry_at,
    lost: standing.lost,
    not_kept: standing.not_kept,
    list_uncertain: standing.list_uncertain,
    operations,
    photos,
    visits: gatherStates(standing.belongs_to, states),
  };
}
