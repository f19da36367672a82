// A new build of the app: its worker is fetched and waits. The officer chooses when; then every tab of the app starts
// again with the new build as a whole. Drafts and forms are in the store and are not touched.

const WORKER = "/app/service_worker.js";
const LOOK_EVERY_MS = 60 * 60_000;

export interface Update {
  apply: () => void;
}

/** Registers the worker and tells when an update waits. Resolves once registered; null where there are no workers. */
export async function followUpdates(
  tell: (update: Update) => void,
): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  const { serviceWorker } = navigator;
  let hadWorker = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (hadWorker) location.reload();
    hadWorker = true;
  });
  const registration = await serviceWorker
    .register(WORKER, { scope: "/app/", updateViaCache: "none" })
    .catch(() => null);
  if (!registration) return null;
  const offer = (worker: ServiceWorker | null): void => {
    if (worker?.state === "installed" && serviceWorker.controller) {
      tell({ apply: () => worker.postMessage({ type: "take_over" }) });
    }
  };
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => offer(worker));
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
  return registration;
}

/** A bonus where the browser has it: the worker sends when the line is back, even if the app is closed. */
export async function askForBackgroundSync(registration: ServiceWorkerRegistration | null): Promise<void> {
  const { sync } = (registration ?? {}) as { sync?: { register: (tag: string) => Promise<void> } };
  await sync?.register("doorstep-send").catch(() => undefined);
}
