// The worker under /e/, which shows a page without a line. It comes with the page on which something is kept, in the page's
// language, and goes when nothing of it is to be left. No page needs it.
const SCRIPT = "/e/service_worker.js";
const SCOPE = "/e/";
const CACHES = "doorstep-evidence-";

export async function keepWorker(): Promise<void> {
  const { lang } = document.documentElement;
  await navigator.serviceWorker?.register(`${SCRIPT}?lang=${lang}`, { scope: SCOPE }).catch(() => undefined);
}

/** The worker that this page may be under ends with the page. */
export async function dropWorker(): Promise<void> {
  try {
    const found = await navigator.serviceWorker?.getRegistration(SCOPE);
    if (found && new URL(found.scope).pathname === SCOPE) await found.unregister();
    if (typeof caches === "undefined") return;
    const names = (await caches.keys()).filter((name) => name.startsWith(CACHES));
    await Promise.all(names.map((name) => caches.delete(name)));
  } catch {
    // A browser that forbids to look has kept nothing.
  }
}
