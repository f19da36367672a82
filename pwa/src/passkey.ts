// The phone's own lock (fingerprint, face, its code) as a second key to the app: WebAuthn with the PRF extension, on this
// device only. Nothing of it leaves the phone, and no name is put into it.
import { Problem } from "./domain/problems";
import type { PasskeySecret } from "./store/passkey_lock";

const NAME = "Doorstep";
const TIMEOUT_MS = 60_000;

interface PrfResults {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer } };
}

/** Whether this browser has a lock of the phone to ask, and knows of no reason why it could give no secret. */
export async function canUsePasskey(): Promise<boolean> {
  if (typeof PublicKeyCredential === "undefined" || !navigator.credentials) return false;
  const told = await PublicKeyCredential.getClientCapabilities?.().catch(() => null);
  if (told?.["extension:prf"] === false) return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** Throws `passkey_failed` when the officer says no, `passkey_unfit` when this phone's passkeys give no secret. */
export async function makePasskey(): Promise<PasskeySecret> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const options: PublicKeyCredentialCreationOptions = {
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    rp: { name: NAME },
    user: { id: crypto.getRandomValues(new Uint8Array(16)), name: NAME, displayName: NAME },
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    authenticatorSelection: {
      authenticatorAttachment: "platform",
      userVerification: "required",
      residentKey: "discouraged",
    },
    timeout: TIMEOUT_MS,
    extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
  };
  const made = await ask(() => navigator.credentials.create({ publicKey: options }));
  const { prf } = made.getClientExtensionResults() as PrfResults;
  if (!prf?.enabled && !prf?.results) throw new Problem("passkey_unfit");
  const credential_id = made.rawId;
  // Many phones give the secret only when the passkey is used, not when it is made.
  const secret = prf.results?.first ?? (await readPasskey(credential_id, salt));
  return { credential_id, salt, secret };
}

/** `signal` takes the question back. Throws as makePasskey. */
export async function readPasskey(
  credentialId: ArrayBuffer,
  salt: Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const options: PublicKeyCredentialRequestOptions = {
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    allowCredentials: [{ type: "public-key", id: credentialId, transports: ["internal"] }],
    userVerification: "required",
    timeout: TIMEOUT_MS,
    extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
  };
  const used = await ask(() => navigator.credentials.get({ publicKey: options, ...(signal && { signal }) }));
  const secret = (used.getClientExtensionResults() as PrfResults).prf?.results?.first;
  if (!secret) throw new Problem("passkey_unfit");
  return secret;
}

async function ask(question: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const answer = await question();
    if (answer instanceof PublicKeyCredential) return answer;
  } catch (cause) {
    throw new Problem("passkey_failed", { cause });
  }
  throw new Problem("passkey_failed");
}
