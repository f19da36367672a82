// Sends what waits when the line is back and no page is open, for everybody who uses this phone. It holds no key: it sends
// what is sealed. A bonus: the page does the same without it.
import { drainAccounts } from "../pwa/src/sync/drain_accounts";

declare const __APP_VERSION__: string;

/** Rejects while work is left, so that the browser asks again. */
export async function sendInBackground(): Promise<void> {
  const left = await drainAccounts({ origin: self.location.origin, app_version: __APP_VERSION__ });
  if (left > 0) throw new Error(`${left} not sent`);
}
