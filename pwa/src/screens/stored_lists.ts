// What waits on the phone, as its officer thinks of it: pieces of work and photos. Reads only.
import { findNamingOperation, findPieceId } from "../domain/pieces";
import type { PendingOperation } from "../domain/shown";
import type { PhoneStore } from "../store/door";
import { listUnsentOperations } from "../store/operations";
import { listWaitingPhotos } from "../store/photos";
import type { WaitingThing } from "./phone";

export async function listWaiting(store: PhoneStore): Promise<WaitingThing[]> {
  const [operations, photos] = await Promise.all([listUnsentOperations(store), listWaitingPhotos(store)]);
  const isPhoto = new Set(photos.map(({ attachment_id }) => attachment_id));
  const pieces = new Map<string, [PendingOperation, ...PendingOperation[]]>();
  for (const operation of operations) {
    const pieceId = findPieceId(operation);
    const others = pieces.get(pieceId);
    if (others) others.push(operation);
    else if (!isPhoto.has(pieceId)) pieces.set(pieceId, [operation]);
  }
  const things: WaitingThing[] = [
    ...[...pieces].map(([id, parts]) => describePiece(id, parts)),
    ...photos.map((photo) => ({
      id: photo.attachment_id,
      op_ids: [],
      what: "photo" as const,
      kind: "photo",
      visit_id: photo.visit_id,
      saved_at: photo.added_at,
      size: photo.size,
    })),
  ];
  return things.sort((one, two) => one.saved_at.localeCompare(two.saved_at));
}

function describePiece(id: string, parts: [PendingOperation, ...PendingOperation[]]): WaitingThing {
  const { kind, entity } = findNamingOperation(parts);
  return {
    id,
    op_ids: parts.map(({ op_id }) => op_id),
    what: "operation",
    kind,
    visit_id: entity.type === "visit" ? entity.id : null,
    saved_at: parts[0].saved_at,
    size: new Blob([JSON.stringify(parts)]).size,
  };
}
