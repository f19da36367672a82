// Works out what a PIN costs beside the page, so that the page stays alive meanwhile. Keeps nothing. Argon2 is here only.
import { argon2id } from "hash-wasm";
import type { PinCost } from "./key_record";

export interface PinTask {
  pin: string;
  salt: Uint8Array<ArrayBuffer>;
  cost: PinCost;
}

export type PinAnswer = { hash: Uint8Array<ArrayBuffer> } | { fault: string };

export function hashPinHere({ pin, salt, cost }: PinTask): Promise<Uint8Array> {
  const { memory_kib, passes, lanes } = cost;
  return argon2id({
    password: pin,
    salt,
    iterations: passes,
    parallelism: lanes,
    memorySize: memory_kib,
    hashLength: 32,
    outputType: "binary",
  });
}

if (typeof addEventListener === "function")
  addEventListener("message", (event: MessageEvent<PinTask>) => {
    void hashPinHere(event.data).then(
      (hash) => postMessage({ hash: new Uint8Array(hash) } satisfies PinAnswer),
      (error: unknown) => postMessage({ fault: String(error) } satisfies PinAnswer),
    );
  });
