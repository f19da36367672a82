// Runs in a page of Chromium: how long it takes to keep four photos as they are taken and to save their check, sealed and not.
// "Unsealed" is the same code with the arithmetic left out: bytes are copied instead of encrypted, and no key is wrapped.
import { readMoment } from "../../pwa/src/domain/operation";
import type { AttachmentFacts, SealingKey } from "../../pwa/src/domain/wire";
import { PhoneStore } from "../../pwa/src/store/door";
import { saveDraft } from "../../pwa/src/store/drafts";
import { newId } from "../../pwa/src/store/ids";
import { saveMeta } from "../../pwa/src/store/meta";
import { addDraftPhoto, type NewPhoto } from "../../pwa/src/store/photos";
import { importDataKey } from "../../pwa/src/store/sealing";
import { loadSuite } from "../../pwa/src/store/server_seal";
import { saveSubmission } from "../../pwa/src/store/work";

const PHOTOS = 4;
/** As photos of 2048 px come out of the phone's own shrinking. */
const PHOTO_BYTES = 420_000;
const AT_ONCE = 65_536;

const { encrypt, importKey } = SubtleCrypto.prototype;

async function leaveArithmeticOut(): Promise<void> {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32), "AES-GCM", false, ["encrypt"]);
  SubtleCrypto.prototype.importKey = (async () => key) as typeof importKey;
  SubtleCrypto.prototype.encrypt = async (_how, _key, plain) => {
    const bytes = ArrayBuffer.isView(plain)
      ? new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength)
      : new Uint8Array(plain);
    const copy = new Uint8Array(bytes.length + 16);
    copy.set(bytes);
    return copy.buffer;
  };
}

function putArithmeticBack(): void {
  SubtleCrypto.prototype.importKey = importKey;
  SubtleCrypto.prototype.encrypt = encrypt;
}

async function makePhotos(visit_id: string, instance_id: string): Promise<NewPhoto[]> {
  return Array.from({ length: PHOTOS }, () => {
    const bytes = new Uint8Array(PHOTO_BYTES);
    for (let start = 0; start < bytes.length; start += AT_ONCE)
      crypto.getRandomValues(bytes.subarray(start, start + AT_ONCE));
    const attachment_id = newId(new Date());
    const facts: AttachmentFacts = {
      attachment_id,
      name: `${attachment_id}.jpg`,
      content_type: "image/jpeg",
      size: bytes.length,
      sha256: "0".repeat(64),
      captured_at: new Date().toISOString(),
      node: "/data/photo",
    };
    return { facts, bytes: bytes.buffer, visit_id, instance_id };
  });
}

async function openPhone(sealing_key: SealingKey | null): Promise<PhoneStore> {
  const store = await PhoneStore.open(crypto.randomUUID());
  // A phone is locked until it has a key, and seals nothing under one that it could not open again.
  const [key_id, raw] = [crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(32)).buffer];
  await store.write(["keys"], "strict", "session", async (tx) => {
    await tx.objectStore("keys").add({ key_id, raw });
  });
  store.unlockWith(await importDataKey(key_id, raw));
  await saveMeta(store, { device_id: crypto.randomUUID(), ...(sealing_key ? { sealing_key } : {}) });
  return store;
}

/** Milliseconds from the first photo to "Saved on this phone". */
async function saveOnce(store: PhoneStore): Promise<number> {
  const [visit_id, instance_id] = [crypto.randomUUID(), `uuid:${crypto.randomUUID()}`];
  const photos = await makePhotos(visit_id, instance_id);
  const entity = { type: "visit" as const, id: visit_id };
  const form = { entity, instance_id, form_id: "welfare_check", form_version_id: crypto.randomUUID() };
  const xml = `<data>${"<answer>twelve words of an answer</answer>".repeat(60)}</data>`;
  const { device_time: now } = readMoment(new Date());
  const draft = { ...form, xml, bases: {}, started_at: now, saved_at: now, place: null };
  const begun = performance.now();
  for (const photo of photos) {
    await addDraftPhoto(store, photo, new Date());
    await saveDraft(store, draft);
  }
  const finished = { ...form, xml, bases: {}, alerts: [], outcome: "seen_no_needs", closes_visit: true };
  await saveSubmission(
    store,
    finished,
    photos.map(({ facts }) => facts.attachment_id),
  );
  return performance.now() - begun;
}

/** Both by turns, so that whatever else the machine does meets both. The first of each is not counted. */
async function measure(sealing_key: SealingKey, runs: number) {
  await loadSuite();
  const [sealed, unsealed] = [await openPhone(sealing_key), await openPhone(null)];
  const times: Record<"sealed" | "unsealed", number[]> = { sealed: [], unsealed: [] };
  for (let run = 0; run <= runs; run += 1) {
    const first = await saveOnce(sealed);
    await leaveArithmeticOut();
    const second = await saveOnce(unsealed).finally(putArithmeticBack);
    if (run === 0) continue;
    times.sealed.push(first);
    times.unsealed.push(second);
  }
  return times;
}

Object.assign(globalThis, { measureSaving: measure });
