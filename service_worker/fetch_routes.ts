// Which requests the worker answers: the app's own pages and files, from the cache first. The council's data (/api,
// /files), other pages and other sites are none of its business.
import { findCached } from "./precache";

const SHELL = "/app/";

/** Null: let the browser do what it would do without a worker. */
export function answerFetch(request: Request): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (!url.pathname.startsWith(SHELL) || url.pathname === "/app/service_worker.js") return null;
  if (request.mode === "navigate") return answerWith(SHELL, request);
  return answerWith(url.pathname, request);
}

async function answerWith(path: string, request: Request): Promise<Response> {
  return (await findCached(path)) ?? fetch(request);
}
