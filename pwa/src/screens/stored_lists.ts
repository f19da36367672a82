// What waits on the phone, as its officer thinks of it: pieces of work and photos. Reads only.
import { findNamingOperation } from "../domain/pieces";
import type { PhoneStore } from "../store/door";
import { listUnsentThings, type UnsentThing } from "../store/operations";
import { listWaitingPhotos } from "../store/photos";
import type { WaitingThing } from "./phone";

/** One that cannot be read here is named by the plain word for work. */
type NamedThing = UnsentThing & { kind: string };

export async function listWaiting(store: PhoneStore): Promise<WaitingThing[]> {
  const [operations, photos] = await Promise.all([listUnsentThings(store), listWaitingPhotos(store)]);
  const isPhoto = new Set(photos.map(({ attachment_id }) => attachment_id));
  const pieces = new Map<string, [NamedThing, ...NamedThing[]]>();
  for (const operation of operations) {
    const pieceId = operation.piece_id;
    const named = { ...operation, kind: operation.kind ?? nameUnread(operation) };
    const others = pieces.get(pieceId);
    if (others) others.push(named);
    else if (!isPhoto.has(pieceId)) pieces.set(pieceId, [named]);
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

/** Nothing else is about an officer. */
function nameUnread({ entity }: UnsentThing): string {
  return entity.type === "officer" ? "check_in.add" : "operation";
}

function describePiece(id: string, parts: [NamedThing, ...NamedThing[]]): WaitingThing {
  const { kind, entity } = findNamingOperation(parts);
  return {
    id,
    op_ids: parts.map(({ op_id }) => op_id),
    what: "operation",
    kind,
    visit_id: entity.type === "visit" ? entity.id : null,
    saved_at: parts[0].saved_at,
    size: parts.reduce((sum, { size }) => sum + size, 0),
  };
}
