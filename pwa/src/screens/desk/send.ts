// Sends a desk form's JSON and files to the office page's own addresses, with a token that is fetched anew each time, since
// somebody may have had to sign in again meanwhile. Every failure is a Problem with words for the page that still holds it.
import { Problem } from "../../domain/problems";
import { toFile } from "../../forms/host";
import type { FormPhoto } from "../../forms/photo";
import { t } from "../texts";

/** Handed in by the page's root: no screen asks the network, or leaves the page, by itself. */
export interface Browser {
  fetch: typeof fetch;
  leaveFor: (url: string) => void;
}

export type Sender = (
  url: string,
  body: object,
  files: readonly FormPhoto[],
) => Promise<Record<string, unknown>>;

export function makeSender(browser: Browser, tokenUrl: string): Sender {
  return async (url, body, files) => {
    const token = await ask(browser, tokenUrl, {});
    const form = new FormData();
    form.append("sent", new File([JSON.stringify(body)], "sent.json", { type: "application/json" }));
    for (const file of files) form.append("file", toFile(file));
    return ask(browser, url, {
      method: "POST",
      body: form,
      headers: { "X-CSRFToken": String(token.csrf_token) },
    });
  };
}

async function ask(browser: Browser, url: string, how: RequestInit): Promise<Record<string, unknown>> {
  let reply: Response;
  try {
    reply = await browser.fetch(url, { ...how, redirect: "manual", cache: "no-store" });
  } catch (cause) {
    throw new Problem("refused_in_words", { cause, words: t("desk-no-network") });
  }
  // Whoever is signed out is sent to the sign-in page.
  if (reply.type === "opaqueredirect" || reply.status === 303) throw say("desk-signed-out");
  const answer = await reply.json().catch(() => null);
  if (reply.ok && answer) return answer;
  if (answer?.words) throw new Problem("refused_in_words", { words: String(answer.words) });
  throw say(REFUSED[reply.status] ?? "desk-server-error");
}

/** What is refused before anybody reads it has no words of its own. */
const REFUSED: Record<number, string> = { 403: "desk-not-allowed", 413: "desk-too-large" };

function say(name: string): Problem {
  return new Problem("refused_in_words", { words: t(name) });
}
