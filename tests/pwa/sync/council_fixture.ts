// A council's server for tests, as small as docs/sync-protocol.md allows: it stores, answers, and can be told to fail.
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { vi } from "vitest";
import type {
  Evicted,
  OfferRequest,
  Operation,
  PullRequest,
  PushRequest,
  Receipt,
  Row,
  SealedOperation,
} from "../../../pwa/src/domain/wire";
import { DEVICE_ID } from "../store/phone_fixture";
import { CouncilSeals } from "./council_seals";

export const EPOCH = "0190eeee-0000-4000-8000-000000000001";
export const ORIGIN = "https://council.example";

interface Upload {
  metadata: Record<string, string>;
  length: number;
  /** As they came. */
  arrived: Buffer;
  /** Once they are whole: opened, where they came sealed. */
  bytes: Buffer;
  is_unopened: boolean;
}

type Mishap = Response | "lost" | "lost_reply" | null;
type Fault = (method: string, path: string, body: unknown) => Mishap | Promise<Mishap>;

export class CouncilFixture {
  readonly rows = new Map<string, Row>();
  readonly operations = new Map<string, Operation>();
  readonly uploads = new Map<string, Upload>();
  /** What the labels of its forms show, by SHA-256. */
  readonly formMedia = new Map<string, Buffer>();
  /** What came sealed and could not be opened, by op_id. */
  readonly unopened = new Map<string, SealedOperation>();
  readonly requests: { method: string; path: string; body: unknown; token: string }[] = [];
  /** Orders that the phone has not said to have obeyed, and those of which it has. */
  orders: string[] = [];
  readonly confirmed: string[] = [];
  evicted: Evicted[] = [];
  verdicts: Receipt[] = [];
  epoch = EPOCH;
  time = "2026-11-23T12:00:00Z";
  view = 1;
  wrongDigests = 0;
  pageSize = 1000;
  sendsAll = false;
  /** Else every pull brings all rows, as if they had changed. */
  sendsChanges = false;
  /** An upload ticket that an administrator has ended. */
  refusedTicket: string | null = null;
  /** Null: a server of before schema 3, which has no key. */
  seals: CouncilSeals | null = new CouncilSeals();
  deviceId = DEVICE_ID;
  fault: Fault = () => null;
  offersWant: (opId: string) => boolean = () => true;
  judge: (operation: Operation) => Partial<Receipt> = () => ({});

  constructor() {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.#answer(String(path), init));
  }

  setRow(row: Row): void {
    this.rows.set(`${row.type}:${row.id}`, row);
    this.view += 1;
  }

  evict(row: Row, reason: Evicted["reason"]): void {
    this.rows.delete(`${row.type}:${row.id}`);
    this.evicted.push({ type: row.type, id: row.id, reason });
    this.view += 1;
  }

  /** A backup of before: what came since is lost, and the epoch is another. */
  restore(epoch = "0190eeee-0000-4000-8000-000000000002"): void {
    this.epoch = epoch;
    this.operations.clear();
    this.unopened.clear();
    this.uploads.clear();
    this.view = 1;
  }

  list(path: string): unknown[] {
    return this.requests.filter((request) => request.path === path).map((request) => request.body);
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    const path = address.replace(ORIGIN, "");
    const method = init.method ?? "GET";
    const headers = new Headers(init.headers);
    const body = readBody(init.body, headers);
    const token = (headers.get("Authorization") ?? "").replace("Bearer ", "");
    this.requests.push({ method, path, body, token });
    const fault = await this.fault(method, path, body);
    if (token === this.refusedTicket) return Response.json({ code: 403, orders: [] }, { status: 403 });
    if (fault === "lost") throw new TypeError("Failed to fetch");
    if (fault instanceof Response) return fault;
    const response = await this.#serve(method, path, body, headers);
    if (fault === "lost_reply") throw new TypeError("Failed to fetch");
    return response;
  }

  async #serve(method: string, path: string, body: unknown, headers: Headers): Promise<Response> {
    if (path === "/api/v1/session") return new Response(null, { status: 204 });
    if (path === "/api/v1/sync/push") return this.#push(body as PushRequest);
    if (path === "/api/v1/sync/pull") return this.#pull(body as PullRequest);
    if (path === "/api/v1/sync/offer") return this.#offer(body as OfferRequest);
    const medium = /^\/api\/v1\/forms\/[^/]+\/media\/(.+)$/.exec(path)?.[1];
    if (medium) return this.#showMedium(medium);
    if (path === "/files" && method === "POST") return this.#create(headers);
    const id = path.replace("/files/", "");
    const upload = this.uploads.get(id);
    if (!upload) return new Response(null, { status: 404 });
    if (method === "PATCH") {
      if (Number(headers.get("Upload-Offset")) !== upload.arrived.byteLength)
        return new Response(null, { status: 409 });
      upload.arrived = Buffer.concat([upload.arrived, Buffer.from(body as ArrayBuffer)]);
    }
    await this.#complete(upload);
    return new Response(null, { status: method === "PATCH" ? 204 : 200, headers: standing(upload) });
  }

  #showMedium(sha256: string): Response {
    const bytes = this.formMedia.get(sha256);
    return bytes ? new Response(new Uint8Array(bytes)) : Response.json({ code: 404 }, { status: 404 });
  }

  /** As often as it is asked: a key that came back opens what waited for it. */
  async #complete(upload: Upload): Promise<void> {
    if (upload.arrived.byteLength !== upload.length || upload.bytes.byteLength > 0) return;
    const { metadata, arrived } = upload;
    const opened = metadata.sealing_key_id
      ? await this.seals?.openFile(arrived, metadata, this.deviceId).catch(() => null)
      : arrived;
    upload.is_unopened = !opened;
    if (!opened) return;
    upload.bytes = opened;
    if (metadata.purpose !== "operation") return;
    const operation = JSON.parse(opened.toString()) as Operation;
    this.operations.set(operation.op_id, operation);
    this.verdicts.push(this.#answerTo(operation));
  }

  async #push(request: PushRequest): Promise<Response> {
    const receipts: Receipt[] = [];
    for (const sent of request.operations) receipts.push(await this.#takeIn(sent));
    this.#hear(request.state?.obeyed ?? []);
    return Response.json({ ...this.#frame(request), receipts, orders: this.orders });
  }

  #hear(obeyed: string[]): void {
    this.confirmed.push(...obeyed.filter((order) => this.orders.includes(order)));
    this.orders = this.orders.filter((order) => !obeyed.includes(order));
  }

  async #takeIn(sent: Operation | SealedOperation): Promise<Receipt> {
    const operation =
      "sealed" in sent
        ? ((await this.seals?.openOperation(sent, this.deviceId).catch(() => null)) ?? null)
        : sent;
    if (!operation) {
      this.unopened.set(sent.op_id, sent as SealedOperation);
      return { op_id: sent.op_id, verdict: "review", reason: "cannot_be_opened", detail: null };
    }
    this.operations.set(operation.op_id, operation);
    return this.#answerTo(operation);
  }

  #answerTo(operation: Operation): Receipt {
    const judged = this.judge(operation);
    return { op_id: operation.op_id, verdict: "applied", reason: null, detail: null, ...judged };
  }

  #offer(request: OfferRequest): Response {
    const wanted_op_ids = request.operations.filter((id) => !this.operations.has(id) && this.offersWant(id));
    const wanted_attachment_ids = request.attachments
      .map(({ attachment_id }) => attachment_id)
      .filter((id) => !this.uploads.has(id));
    const orders = this.orders;
    return Response.json({ ...this.#frame(request), wanted_op_ids, wanted_attachment_ids, orders });
  }

  #pull(request: PullRequest): Response {
    if (this.orders.length > 0) return Response.json({ code: 403, orders: this.orders }, { status: 403 });
    const isNew = !this.sendsChanges || request.full || request.view !== this.view;
    const rows = isNew ? [...this.rows.values()] : [];
    const start = Number(request.page ?? 0);
    const isLast = start + this.pageSize >= rows.length;
    const digest = this.wrongDigests > 0 ? "0".repeat(64) : digestOf([...this.rows.values()]);
    if (isLast && this.wrongDigests > 0) this.wrongDigests -= 1;
    return Response.json({
      ...this.#frame(request),
      today_on: "2026-11-23",
      window_end_on: "2026-11-25",
      rows: rows.slice(start, start + this.pageSize),
      evicted: isLast ? this.evicted : [],
      verdicts: this.verdicts,
      next_page: isLast ? null : String(start + this.pageSize),
      view: isLast ? this.view : null,
      digest: isLast ? digest : null,
      full: request.full || this.sendsAll,
      orders: [],
    });
  }

  #create(headers: Headers): Response {
    const metadata = readMetadata(headers.get("Upload-Metadata") ?? "");
    const id = metadata.attachment_id ?? metadata.op_id ?? "";
    const length = Number(headers.get("Upload-Length"));
    const known = this.uploads.get(id);
    // Sealed otherwise than before, or not to be opened: it begins again.
    const isOther = known?.metadata.wrapped_key !== metadata.wrapped_key || known?.is_unopened;
    if (!known || (known.bytes.byteLength === 0 && isOther)) {
      const nothing = Buffer.alloc(0);
      this.uploads.set(id, { metadata, length, arrived: nothing, bytes: nothing, is_unopened: false });
    }
    return new Response(null, { status: 201, headers: { Location: `/files/${id}`, "Upload-Offset": "0" } });
  }

  #frame(request: { schema: number; sealing_key_id?: string }) {
    const key = this.seals?.current.sealing_key;
    const isNews = key && request.schema >= 3 && request.sealing_key_id !== key.key_id;
    return {
      server_epoch: this.epoch,
      server_time: this.time,
      ...(isNews ? { sealing_key: key } : {}),
    };
  }
}

function standing(upload: Upload): Record<string, string> {
  const isWhole = upload.arrived.byteLength === upload.length && !upload.is_unopened;
  const sha256 = createHash("sha256").update(upload.bytes).digest("hex");
  return {
    "Upload-Offset": String(upload.arrived.byteLength),
    "Upload-Length": String(upload.length),
    ...(isWhole ? { "Doorstep-Received": `sha256=${sha256}` } : {}),
    ...(upload.is_unopened ? { "Doorstep-Unopened": "The council cannot open this yet." } : {}),
  };
}

function digestOf(rows: Row[]): string {
  const lines = rows.map(({ type, id, version }) => `${type}:${id}:${version}\n`).sort();
  return createHash("sha256").update(lines.join("")).digest("hex");
}

function readBody(body: RequestInit["body"], headers: Headers): unknown {
  if (headers.get("Content-Type") !== "application/json") return body;
  const text =
    headers.get("Content-Encoding") === "gzip" ? gunzipSync(Buffer.from(body as ArrayBuffer)) : body;
  return JSON.parse(String(text));
}

function readMetadata(header: string): Record<string, string> {
  const pairs = header.split(",").map((pair) => pair.split(" ") as [string, string]);
  return Object.fromEntries(pairs.map(([name, value]) => [name, Buffer.from(value, "base64").toString()]));
}
