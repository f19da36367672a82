// One visit with all that is kept for it on this phone.
import type { Draft, Photo } from "../domain/draft";
import type { PendingOperation, ShownVisit } from "../domain/shown";
import type { PhoneStore } from "./door";
import { listEntityDrafts } from "./drafts";
import { listEntityOperations } from "./operations";
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

/**
 * The newest form that this officer saved for the visit, while this phone can still read it: until the council has received
 * it and a pull has brought its effect. After that the copy here is the council's alone, and this is null.
 */
export async function findOwnSubmission(
  store: PhoneStore,
  visitId: string,
): Promise<PendingOperation | null> {
  const operations = await listEntityOperations(store, visitId);
  return operations.filter(({ kind }) => kind === "submission.create").at(-1) ?? null;
}
