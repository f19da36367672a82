// HPKE as RFC 9180 has it, in the one suite that is used here, and the seals that the phone makes with it. The vector is of the
// RFC's own list (mode base, DHKEM P-256, HKDF-SHA256, AES-256-GCM), with its first messages.
import { expect, test } from "vitest";
import { isSealingKey, loadSuite, sealForServer } from "../../../pwa/src/store/server_seal";
import { COUNCIL_KEY, CouncilSeals, makeCouncilKey } from "../sync/council_seals";
import { DEVICE_ID } from "./phone_fixture";

const VECTOR = {
  info: "4f6465206f6e2061204772656369616e2055726e",
  ikmR: "a0ce15d49e28bd47a18a97e147582d814b08cbe00109fed5ec27d1b4e9f6f5e3",
  ikmE: "a90d3417c3da9cb6c6ae19b4b5dd6cc9529a4cc24efb7ae0ace1f31887a8cd6c",
  pkRm: "04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c",
  enc: "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0",
  pt: "4265617574792069732074727574682c20747275746820626561757479",
  encryptions: [
    [
      "436f756e742d30",
      "58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f",
    ],
    [
      "436f756e742d31",
      "b4e7c90d1dd62cb563694956eb517ab55d5e7d1f6366a0066c04ababaa444dbaf60a30d7bb7d3e91b969762dee",
    ],
    [
      "436f756e742d32",
      "65463cc0e5fd16e1650a55fb37d5b6fe6e5ac5b6f6e8c2640cfb0fcd528dc37bc0963b5c53d6238c42d447ddf4",
    ],
  ] as const,
};
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex")).buffer;
const hex = (sealed: ArrayBuffer) => Buffer.from(sealed).toString("hex");
const SUBJECT = "0190aaaa-0000-7000-8000-00000000f701";

test("the suite seals the vector's messages to the very bytes of the vector", async () => {
  const suite = await loadSuite();
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(VECTOR.pkRm));
  const info = bytes(VECTOR.info);
  const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm: bytes(VECTOR.ikmE) });
  expect(hex(sender.enc)).toBe(VECTOR.enc);
  for (const [aad, ct] of VECTOR.encryptions) {
    expect(hex(await sender.seal(bytes(VECTOR.pt), bytes(aad)))).toBe(ct);
  }
});

test("and opens them with the key that the vector derives", async () => {
  const suite = await loadSuite();
  const recipientKey = await suite.kem.deriveKeyPair(bytes(VECTOR.ikmR));
  expect(hex(await suite.kem.serializePublicKey(recipientKey.publicKey))).toBe(VECTOR.pkRm);
  const [enc, info] = [bytes(VECTOR.enc), bytes(VECTOR.info)];
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info });
  for (const [aad, ct] of VECTOR.encryptions) {
    expect(hex(await recipient.open(bytes(ct), bytes(aad)))).toBe(VECTOR.pt);
  }
});

test("a content key opens for the device and the thing it was sealed for, and for nothing else", async () => {
  const council = new CouncilSeals();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const { key_id, wrapped_key } = await sealForServer(COUNCIL_KEY, DEVICE_ID, SUBJECT, key);
  expect(Buffer.from(wrapped_key, "base64")).toHaveLength(65 + 32 + 16);
  expect(await council.openKey(key_id, DEVICE_ID, SUBJECT, wrapped_key)).toEqual(Buffer.from(key));
  const other = "0190aaaa-0000-7000-8000-00000000f702";
  await expect(council.openKey(key_id, DEVICE_ID, other, wrapped_key)).rejects.toThrow();
  await expect(council.openKey(key_id, other, SUBJECT, wrapped_key)).rejects.toThrow();
});

test("the same key sealed twice is never the same bytes", async () => {
  const key = new Uint8Array(32);
  const [one, two] = [
    await sealForServer(COUNCIL_KEY, DEVICE_ID, SUBJECT, key),
    await sealForServer(COUNCIL_KEY, DEVICE_ID, SUBJECT, key),
  ];
  expect(one.wrapped_key).not.toBe(two.wrapped_key);
});

test("a key whose id is not its own, or that is no point, is not taken", async () => {
  const { sealing_key } = await makeCouncilKey();
  expect(await isSealingKey(sealing_key)).toBe(true);
  expect(await isSealingKey({ ...sealing_key, key_id: COUNCIL_KEY.key_id })).toBe(false);
  expect(await isSealingKey({ ...sealing_key, public_key: sealing_key.public_key.slice(4) })).toBe(false);
  expect(await isSealingKey({ ...sealing_key, public_key: "no base64" })).toBe(false);
});
