// The worker of residents' pages under /e/, apart from the officers' app: its listeners. The server puts what is to be kept before
// this script, so that a page that changes brings another worker.
import { answerEvidence, dropOldPages, type KeptPage, keepPage } from "./evidence_pages";

declare const self: ServiceWorkerGlobalScope;
declare const __KEPT__: KeptPage;

// At once, since no page works with half of a build: the page that it keeps stands alone.
self.addEventListener("install", (event) => {
  event.waitUntil(keepPage(__KEPT__).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldPages(__KEPT__));
});

self.addEventListener("fetch", (event) => {
  const answer = answerEvidence(event.request, __KEPT__);
  if (answer) event.respondWith(answer);
});
