// A council's sign-in for tests: it lets everybody in, and gives a sealed key back as the real one does after opening it.

import { vi } from "vitest";
import type { SignInRequest } from "../../../pwa/src/api/session";
import type { SealForServer } from "../../../pwa/src/store/server_seal";
import { nameCopy } from "../../../pwa/src/sync/server_copy";
import { DEVICE_ID } from "../store/phone_fixture";
import { EPOCH } from "./council_fixture";
import { COUNCIL_KEY } from "./council_seals";

export class SessionFixture {
  userId: string = crypto.randomUUID();
  hasKey = true;
  sealingKey = COUNCIL_KEY;
  givesKeys = true;
  isDown = false;
  time = "2026-11-23T12:00:00.000Z";
  readonly council = { name: "Test Council", telephone: "020 7946 0100" };
  readonly asked: SignInRequest[] = [];
  /** What happens on the phone once, between a request and its reply. */
  meanwhile: (() => Promise<void>) | null = null;

  constructor() {
    vi.stubGlobal("fetch", (_path: string, init: RequestInit) => this.#answer(init));
  }

  /** Stands for HPKE: only this fixture can undo it. Bound to the device and the key. */
  readonly seal: SealForServer = async (serverKey, deviceId, subject, contentKey) => ({
    key_id: serverKey.key_id,
    wrapped_key: btoa(JSON.stringify({ deviceId, subject, raw: [...contentKey] })),
  });

  async #answer(init: RequestInit): Promise<Response> {
    if (this.isDown) throw new TypeError("Failed to fetch");
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    const request = JSON.parse(String(init.body)) as SignInRequest;
    this.asked.push(request);
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
    const { device } = request;
    const isTheirs = device.user_id === this.userId;
    const device_id = isTheirs && device.device_id ? device.device_id : DEVICE_ID;
    return Response.json({
      device_id,
      device_token: `device token ${this.asked.length}`,
      upload_ticket: `upload ticket ${this.asked.length}`,
      user: { id: this.userId, name: "Test Officer", role: "officer", team: null },
      server_epoch: EPOCH,
      server_time: this.time,
      council: this.council,
      demo: true,
      reading_lapses_after_hours: 72,
      ...(this.hasKey ? { sealing_key: this.sealingKey } : {}),
      data_key: isTheirs ? this.#open(device.data_key) : null,
    });
  }

  #open(sealed: SignInRequest["device"]["data_key"]): string | null {
    if (!sealed || !this.givesKeys) return null;
    const { subject, raw } = JSON.parse(atob(sealed.wrapped_key)) as { subject: string; raw: number[] };
    if (subject !== nameCopy(this.userId, sealed.data_key_id)) return null;
    return btoa(String.fromCharCode(...raw));
  }
}
