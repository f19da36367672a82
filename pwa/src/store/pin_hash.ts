// Asks a worker of its own for the key that a PIN makes; the worker, its 64 MiB and what it saw end with the answer.
import { Problem } from "../domain/problems";
import type { PinCost } from "./key_record";
import type { PinAnswer, PinTask } from "./pin_worker";

export function hashPin(pin: string, salt: Uint8Array<ArrayBuffer>, cost: PinCost): Promise<Uint8Array> {
  const worker = new Worker(new URL("./pin_worker.ts", import.meta.url), { type: "module" });
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    const fail = (cause: unknown) => reject(new Problem("pin_not_worked_out", { cause }));
    worker.addEventListener("message", ({ data }: MessageEvent<PinAnswer>) => {
      if ("hash" in data) resolve(data.hash);
      else fail(data.fault);
    });
    worker.addEventListener("error", (event) => fail(event.message));
    worker.addEventListener("messageerror", fail);
    worker.postMessage({ pin, salt, cost } satisfies PinTask);
  });
  return answer.finally(() => worker.terminate());
}
