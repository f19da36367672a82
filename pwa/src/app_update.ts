// A new build of the app: its worker is fetched and waits. The officer chooses when; then every tab of the app starts
// again with the new build as a whole. Drafts and forms are in the store and are not touched.

const WORKER = "/app/service_worker.js";
const TRY_AGAIN_MS = 10_000;
const LOOK_EVERY_MS = 60 * 60_000;

export interface Update {
  apply: () => void;
}

/**
 * Registers the worker, again and again until one is active: a line that breaks off while it fetches what it keeps would leave
 * an app that nothing opens without a signal. `use` is told each registration, `tell` when an update waits.
 */
export function followUpdates(
  tell: (update: Update) => void,
  use: (registration: ServiceWorkerRegistration) => void,
): void {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let hadWorker = serviceWorker.controller !== null;
  let followed: ServiceWorkerRegistration | null = null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (hadWorker) location.reload();
    hadWorker = true;
  });
  const offer = (worker: ServiceWorker | null): void => {
    if (worker?.state === "installed" && serviceWorker.controller) {
      tell({ apply: () => worker.postMessage({ type: "take_over" }) });
    }
  };
  const register = async (): Promise<void> => {
    const registration = await serviceWorker.register(WORKER, { scope: "/app/", updateViaCache: "none" });
    if (registration === followed) return;
    followed = registration;
    use(registration);
    offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => offer(worker));
    });
  };
  void register().catch(() => undefined);
  setInterval(() => {
    if (!followed?.active) void register().catch(() => undefined);
  }, TRY_AGAIN_MS);
  setInterval(() => void followed?.update().catch(() => undefined), LOOK_EVERY_MS);
}

/** A bonus where the browser has it: the worker sends when the line is back, even if the app is closed. */
export async function askForBackgroundSync(registration: ServiceWorkerRegistration | null): Promise<void> {
  const { sync } = (registration ?? {}) as { sync?: { register: (tag: string) => Promise<void> } };
  await sync?.register("doorstep-send").catch(() => undefined);
}
