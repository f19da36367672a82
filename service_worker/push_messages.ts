// The council says that visits have changed, and no more. A notice is shown at once, what waits is sent, and pages that are
// open look for themselves; what has changed comes with a pull, which needs the key of an unlocked phone.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import welsh from "../pwa/texts/cy_push.ftl?raw";
import english from "../pwa/texts/en_push.ftl?raw";
import { sendInBackground } from "./background_sync";

interface Page {
  readonly url: string;
  focus: () => Promise<unknown>;
  postMessage: (message: unknown) => void;
}

/** What of the worker's own scope is used here. */
declare const self: {
  navigator: { language: string };
  registration: { showNotification: (title: string, options: NotificationOptions) => Promise<void> };
  clients: {
    matchAll: (options: { type: "window" }) => Promise<readonly Page[]>;
    openWindow: (url: string) => Promise<unknown>;
  };
};

export const VISITS_CHANGED = "visits_changed";
const APP = "/app/";

/** Whatever the message holds, a notice is shown: a browser takes the permission from who pushes in silence. */
export async function tellOfChange(): Promise<void> {
  await Promise.allSettled([showNotice(), sendInBackground(), tellPages()]);
}

/** Brings the app to the front; which screen it shows, and whether it is locked, is the app's. */
export async function openApp(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  const open = pages.find(({ url }) => new URL(url).pathname.startsWith(APP));
  await (open ? open.focus() : self.clients.openWindow(APP));
}

/** One notice, however often it is told. The worker cannot read which language the app was set to: the phone's is taken. */
async function showNotice(): Promise<void> {
  const lang = self.navigator.language.startsWith("cy") ? "cy" : "en";
  const texts = new FluentBundle(lang);
  texts.addResource(new FluentResource(lang === "cy" ? welsh : english));
  const words = texts.getMessage("push-title")?.value;
  await self.registration.showNotification(words ? texts.formatPattern(words) : "Doorstep", {
    tag: VISITS_CHANGED,
    lang,
    icon: `${APP}icons/doorstep_192.png`,
  });
}

async function tellPages(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage({ type: VISITS_CHANGED });
}
