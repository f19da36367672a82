// The parts of the lock against the vectors of those who specified them: HKDF, AES-256-GCM and Argon2id.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bindTo, expandSecret, importWrappingKey, unwrapKey } from "../../../pwa/src/store/data_key";
import { hashPinHere } from "../../../pwa/src/store/pin_worker";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (buffer: ArrayBuffer | Uint8Array) => Buffer.from(buffer as Uint8Array).toString("hex");

test.each([
  {
    name: "RFC 5869, case 1",
    secret: "0b".repeat(22),
    salt: "000102030405060708090a0b0c",
    info: "f0f1f2f3f4f5f6f7f8f9",
    length: 42,
    out: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  },
  {
    name: "RFC 5869, case 3",
    secret: "0b".repeat(22),
    salt: "",
    info: "",
    length: 42,
    out: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  },
])("HKDF gives what it must: $name", async ({ secret, salt, info, length, out }) => {
  expect(hex(await expandSecret(bytes(secret), bytes(salt), bytes(info), length))).toBe(out);
});

test("a key is unwrapped from AES-256-GCM as RFC 5116's test cases seal it, and not from one changed bit", async () => {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14: a zero key, iv and block.
  const under = await importWrappingKey(bytes("00".repeat(32)));
  const sealed = "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919";
  const wrap = { iv: bytes("00".repeat(12)), wrapped: bytes(sealed).buffer };
  const key = await unwrapKey(wrap, under, new Uint8Array(), true);
  expect(key && hex(await crypto.subtle.exportKey("raw", key))).toBe("00".repeat(16));
  const changed = bytes(sealed);
  changed[3] = (changed[3] ?? 0) ^ 1;
  expect(await unwrapKey({ ...wrap, wrapped: changed.buffer }, under, new Uint8Array(), true)).toBeNull();
  expect(await unwrapKey(wrap, under, bindTo("u", "k", "pin"), true)).toBeNull();
});

test("Argon2id gives what the reference implementation gives, for the app's own cost too", async () => {
  const path = join(process.cwd(), "tests/contract/phone_lock/argon2id.json");
  const vectors = JSON.parse(readFileSync(path, "utf8")) as {
    password: string;
    salt: string;
    cost: { memory_kib: number; passes: number; lanes: number };
    hash: string;
  }[];
  expect(vectors.length).toBeGreaterThan(2);
  for (const { password, salt, cost, hash } of vectors)
    expect(hex(await hashPinHere({ pin: password, salt: bytes(salt), cost }))).toBe(hash);
});
