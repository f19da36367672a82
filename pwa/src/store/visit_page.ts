// One visit with all that is kept for it on this phone.
import type { Draft, Photo } from "../domain/draft";
import type { PendingOperation, ShownVisit } from "../domain/shown";
import type { PhoneStore } from "./door";
import { listEntityDrafts } from "./drafts";
import { listVisitPhotos } from "./photos";
import { listVisits, openPending } from "./visits";

export interface VisitPage extends ShownVisit {
  drafts: Draft[];
  photos: Photo[];
  /** This visit's own work on the phone, the oldest first. */
  operations: PendingOperation[];
}

export async function findVisit(store: PhoneStore, visitId: string): Promise<VisitPage | null> {
  const [visits, drafts, photos, records] = await Promise.all([
    listVisits(store),
    listEntityDrafts(store, visitId),
    listVisitPhotos(store, visitId),
    store.read(["operations"], (tx) => tx.objectStore("operations").index("by_entity").getAll(visitId)),
  ]);
  const shown = visits.find(({ visit }) => visit.id === visitId);
  if (!shown) return null;
  return { ...shown, drafts, photos, operations: await openPending(store, records) };
}
