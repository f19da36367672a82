// Holds the whole build, form engine included, under one cache named after it. It is filled completely or not at all,
// and older builds go only when this one has taken over. Nothing personal is ever cached.

declare const __PRECACHE__: readonly { url: string; hash: string }[];
declare const __BUILD_VERSION__: string;

export interface PrecachedFile {
  url: string;
  hash: string;
}

const PREFIX = "doorstep-app-";
export const CACHE_NAME = `${PREFIX}${__BUILD_VERSION__}`;
const AT_ONCE = 6;

/** Fetches every file of the build; one that fails fails the install, and the browser tries again later. */
export async function fillCache(files: readonly PrecachedFile[] = __PRECACHE__): Promise<void> {
  const cache = await caches.open(CACHE_NAME);
  const queue = [...files];
  const fill = async (): Promise<void> => {
    for (let file = queue.shift(); file; file = queue.shift()) await keepFile(cache, file);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
  } catch (error) {
    await caches.delete(CACHE_NAME);
    throw error;
  }
}

/** A file whose name holds its own hash is taken from an older build's cache where it is there. */
async function keepFile(cache: Cache, { url }: PrecachedFile): Promise<void> {
  const held = url.startsWith("/app/assets/") ? await caches.match(url) : undefined;
  const response = held ?? (await fetch(url, { cache: "reload", credentials: "omit" }));
  if (!response.ok || response.redirected) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, response);
}

export async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE_NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** From this build's cache only: a file of another build is never given. */
export async function findCached(url: string): Promise<Response | undefined> {
  const cache = await caches.open(CACHE_NAME);
  return cache.match(url, { ignoreSearch: true, ignoreVary: true });
}
