// Keeps one page that names nobody and no link, and shows it in the place of any page under /e/ while there is no line. No page
// of a link is ever kept, nor its address.

/** `edition` changes with the page and its files; `files` are named by their content. */
export interface KeptPage {
  edition: string;
  page: string;
  files: readonly string[];
}

const PREFIX = "doorstep-evidence-";
/** A line on which nothing comes is none: the page that stands in looks for a better one by itself. */
const PATIENCE_MS = 20_000;

export async function keepPage({ edition, page, files }: KeptPage): Promise<void> {
  const cache = await caches.open(PREFIX + edition);
  try {
    await Promise.all([page, ...files].map((url) => keep(cache, url)));
  } catch (error) {
    await caches.delete(PREFIX + edition);
    throw error;
  }
}

async function keep(cache: Cache, url: string): Promise<void> {
  const response = await fetch(url, {
    cache: url.startsWith("/assets/") ? "default" : "reload",
    credentials: "omit",
  });
  if (!response.ok || response.redirected) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, response);
}

export async function dropOldPages({ edition }: KeptPage): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + edition);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Null: let the browser do what it would do without a worker. What is posted is never touched. */
export function answerEvidence(request: Request, kept: KeptPage): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (request.mode === "navigate") return url.pathname.startsWith("/e/") ? answerPage(request, kept) : null;
  return kept.files.includes(url.pathname) ? answerFile(url.pathname, request, kept) : null;
}

/** The council's own word first, whatever it is: a link that is over is said to be over. */
async function answerPage(request: Request, { edition, page }: KeptPage): Promise<Response> {
  const asked = fetch(request);
  const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const answer = await Promise.race([asked, patience]).catch(() => null);
  if (answer) return answer;
  return (await findKept(edition, page)) ?? asked;
}

async function answerFile(path: string, request: Request, { edition }: KeptPage): Promise<Response> {
  return (await findKept(edition, path)) ?? fetch(request);
}

async function findKept(edition: string, url: string): Promise<Response | undefined> {
  const cache = await caches.open(PREFIX + edition);
  return cache.match(url, { ignoreVary: true });
}
