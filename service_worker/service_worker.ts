// The service worker's listeners, in the order of its life. The doing is elsewhere.
import { sendInBackground } from "./background_sync";
import { answerFetch } from "./fetch_routes";
import { dropOldCaches, fillCache } from "./precache";
import { openApp, tellOfChange } from "./push_messages";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache());
});

// A new worker waits until an officer says "Update now": no page may run with half of a new build.
self.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "take_over") event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const answer = answerFetch(event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener("sync", (event) => {
  if (event.tag === "doorstep-send") event.waitUntil(sendInBackground());
});

self.addEventListener("push", (event) => {
  event.waitUntil(tellOfChange());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openApp());
});
