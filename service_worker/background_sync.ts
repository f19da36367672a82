// Sends what waits when the line is back and no page is open. A bonus: the page does the same without it.
import { findCurrentAccount } from "../pwa/src/store/accounts";
import { PhoneStore } from "../pwa/src/store/door";
import { countUnsent } from "../pwa/src/store/unsent";
import { SyncCycle } from "../pwa/src/sync/cycle";
import { SyncReport } from "../pwa/src/sync/report";

declare const __APP_VERSION__: string;

/** Rejects while work is left, so that the browser asks again. */
export async function sendInBackground(): Promise<void> {
  const account = await findCurrentAccount();
  if (!account) return;
  const store = await PhoneStore.open(account.user_id);
  const report = new SyncReport(store, () => undefined);
  const cycle = new SyncCycle({
    store,
    report,
    origin: self.location.origin,
    app_version: __APP_VERSION__,
    keeps_time: false,
  });
  try {
    await cycle.run();
    const { total } = await countUnsent(store);
    if (total > 0) throw new Error(`${total} not sent`);
  } finally {
    await cycle.stop();
    report.close();
    await store.close();
  }
}
