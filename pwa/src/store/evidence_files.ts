// What a resident has chosen and the council does not have yet: sealed under a key that no script can take out, a key for each
// link. The key goes with the last file of its link, at the link's end, and when the resident removes it; then nothing is left.
import { Problem } from "../domain/problems";
import { openChannel } from "./changes";
import {
  DATABASE,
  deleteFile,
  deleteLink,
  deletePieces,
  dropExpired,
  type EvidenceDatabase,
  type FileRecord,
  type LinkRecord,
  openDatabase,
  type Writing,
  writeTo,
} from "./evidence_layout";
import { countPieces, joinBytes, PIECE_SIZE, placeOfPiece, sealPieces } from "./file_pieces";
import { decodeValue, decrypt, encodeValue, encrypt } from "./sealing";

interface Facts {
  name: string;
  content_type: string;
  sha256: string;
}

/** A file as a page may show and send it. */
export interface KeptFile extends Facts, Omit<FileRecord, "facts"> {}

export interface NewFile extends Facts {
  attachment_id: string;
  document: number;
  bytes: ArrayBuffer;
}

/** The files of one link on this device. Every tab hears of a change in another. */
export class EvidenceFiles {
  readonly link_id: string;
  readonly #expiresAt: string;
  readonly #channel: BroadcastChannel | null;
  #opening: Promise<EvidenceDatabase> | null = null;
  #isClosed = false;

  private constructor(linkId: string, expiresAt: string) {
    this.link_id = linkId;
    this.#expiresAt = expiresAt;
    this.#channel = openChannel(DATABASE);
  }

  /** Throws where this browser keeps nothing, or no key. What is over goes first. */
  static async open(linkId: string, expiresAt: string, now: Date): Promise<EvidenceFiles> {
    const files = new EvidenceFiles(linkId, expiresAt);
    await dropExpired(await files.#database(), now);
    await files.#tryKey();
    return files;
  }

  listen(hear: () => void): void {
    this.#channel?.addEventListener("message", () => hear());
  }

  /** In the order in which they were chosen. */
  async list(): Promise<KeptFile[]> {
    const link = await (await this.#database()).get("links", this.link_id);
    if (!link) return [];
    const records = await (await this.#database()).getAllFromIndex("files", "by_link", this.link_id);
    records.sort((one, other) => one.kept_at.localeCompare(other.kept_at));
    return Promise.all(records.map((record) => openFacts(link.key, record)));
  }

  /** Durable and sealed once this resolves. Throws Problem("no_room"). */
  async keep({ bytes, attachment_id, document, ...facts }: NewFile, now: Date): Promise<KeptFile> {
    const { key } = await this.#findOrMakeKey();
    const record: FileRecord = {
      attachment_id,
      link_id: this.link_id,
      document,
      size: bytes.byteLength,
      kept_at: now.toISOString(),
      offered_at: null,
      facts: await encrypt(key, `files:${attachment_id}`, encodeValue(facts)),
    };
    const pieces = await sealPieces(key, attachment_id, bytes);
    await this.#write(async (tx) => {
      // Removed in another tab meanwhile: what was sealed under a key that is gone would never open again.
      if (!(await tx.objectStore("links").get(this.link_id))) throw new Problem("store_closed");
      await tx.objectStore("files").add(record);
      for (const [place, piece] of pieces.entries()) {
        await tx.objectStore("pieces").add({ attachment_id, place, ...piece });
      }
    });
    return { ...record, ...facts };
  }

  /** False for what was removed meanwhile: nothing of it may be announced. */
  async markOffered(attachmentId: string, now: Date): Promise<boolean> {
    return this.#write(async (tx) => {
      const record = await tx.objectStore("files").get(attachmentId);
      if (record && !record.offered_at) {
        await tx.objectStore("files").put({ ...record, offered_at: now.toISOString() });
      }
      return record !== undefined && !record.removing_at;
    }, false);
  }

  /**
   * Its bytes go from here at once. Of what the council may hold a part its line stays until the council has answered; what
   * it never heard of is gone: then this is false.
   */
  async beginRemoving(attachmentId: string, now: Date): Promise<boolean> {
    return this.#write(async (tx) => {
      const record = await tx.objectStore("files").get(attachmentId);
      if (!record?.offered_at) {
        await this.#take(tx, attachmentId);
        return false;
      }
      await deletePieces(tx, attachmentId);
      await tx.objectStore("files").put({ ...record, removing_at: now.toISOString() });
      return true;
    });
  }

  /** Plain bytes [start, end). Throws Problem("not_found") for what was removed. */
  async read({ attachment_id, size }: KeptFile, start: number, end: number): Promise<ArrayBuffer> {
    const stop = Math.min(end, size);
    const first = Math.floor(start / PIECE_SIZE);
    const last = Math.max(first, countPieces(stop) - 1);
    const tx = (await this.#database()).transaction(["links", "pieces"]);
    const range = IDBKeyRange.bound([attachment_id, first], [attachment_id, last]);
    const [link, pieces] = await Promise.all([
      tx.objectStore("links").get(this.link_id),
      tx.objectStore("pieces").getAll(range),
    ]);
    if (!link || pieces.length !== last - first + 1) throw new Problem("not_found");
    const opened = await Promise.all(
      pieces.map(async (piece) => {
        const place = placeOfPiece(attachment_id, piece.place);
        return new Uint8Array(await decrypt(link.key, place, piece));
      }),
    );
    return joinBytes(opened).slice(start - first * PIECE_SIZE, stop - first * PIECE_SIZE);
  }

  /** The council has it, or will not have it, or it was removed. With the last one goes the key. */
  async drop(attachmentId: string): Promise<void> {
    await this.#write((tx) => this.#take(tx, attachmentId));
  }

  /** Everything of this link, with its key. */
  async dropAll(): Promise<void> {
    await this.#write((tx) => deleteLink(tx, this.link_id));
  }

  /** Nothing is read or written any more, and the database can be taken away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channel?.close();
    (await this.#opening?.catch(() => null))?.close();
  }

  async #take(tx: Writing, attachmentId: string): Promise<void> {
    await deleteFile(tx, attachmentId);
    const left = await tx.objectStore("files").index("by_link").count(this.link_id);
    if (left === 0) await tx.objectStore("links").delete(this.link_id);
  }

  /** Some browsers keep no key: then nothing is promised that they cannot hold. */
  async #tryKey(): Promise<void> {
    const tried = `trying ${crypto.randomUUID()}`;
    const key = await makeKey();
    await this.#write(async (tx) => {
      const links = tx.objectStore("links");
      await links.add({ link_id: tried, key, expires_at: this.#expiresAt });
      await links.delete(tried);
    }, false);
  }

  /** Opened again after another tab has taken the empty database away. */
  async #database(): Promise<EvidenceDatabase> {
    if (this.#isClosed) throw new Problem("store_closed");
    this.#opening ??= openDatabase(() => {
      this.#opening = null;
    }).catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #findOrMakeKey(): Promise<LinkRecord> {
    const made: LinkRecord = { link_id: this.link_id, key: await makeKey(), expires_at: this.#expiresAt };
    return this.#write(async (tx) => {
      const links = tx.objectStore("links");
      const known = await links.get(this.link_id);
      if (known) return known;
      await links.add(made);
      return made;
    }, false);
  }

  async #write<Result>(work: (tx: Writing) => Promise<Result>, isTold = true): Promise<Result> {
    const result = await writeTo(await this.#database(), work);
    if (isTold) this.#channel?.postMessage("changed");
    return result;
  }
}

async function openFacts(key: CryptoKey, { facts, ...record }: FileRecord): Promise<KeptFile> {
  const opened = await decrypt(key, `files:${record.attachment_id}`, facts);
  return { ...record, ...decodeValue<Facts>(opened) };
}

function makeKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
