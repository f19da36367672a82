// Reads an evidence page anew, with its cookie: what the council has by now, and another pass. No other address is ever asked.
import { RequestFailure, readRetryAfter } from "./requests";

const PATIENCE_MS = 30_000;

/** The page as it stands now; null once the link must be opened again. Throws RequestFailure for a line or a server that fails. */
export async function readEvidencePage(address: string, link: string): Promise<string | null> {
  const answer = await ask(address, { headers: { "X-Doorstep": link } });
  if (answer.status === 403 || answer.status === 404) return null;
  if (!answer.ok) throw new RequestFailure("server_error", answer.status);
  return answer.text().catch(() => {
    throw new RequestFailure("offline");
  });
}

/** The council's word on a file that is given up: its status, why not, and for how long to wait. */
export interface GivenUp {
  status: number;
  fault: string | null;
  retry_after_ms: number | null;
}

/** Tells the council to forget what it has of a file that is not whole. Throws RequestFailure without a line. */
export async function giveUpFile(attachmentId: string, pass: string): Promise<GivenUp> {
  const answer = await ask(`/files/${attachmentId}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${pass}`, "Tus-Resumable": "1.0.0" },
    keepalive: true,
    credentials: "omit",
  });
  return {
    status: answer.status,
    fault: answer.headers.get("Doorstep-Fault"),
    retry_after_ms: readRetryAfter(answer.headers.get("Retry-After")),
  };
}

/**
 * Takes back a file that the council has whole and that is not sent, with the page's cookie. "kept": it has it and keeps it;
 * "again": the link must be opened again. Throws RequestFailure for a line or a server that fails.
 */
export async function takeBackFile(
  document: number,
  link: string,
  attachmentId: string,
): Promise<"gone" | "kept" | "again"> {
  const answer = await ask(`/e/evidence/${document}/remove`, {
    method: "POST",
    headers: { "X-Doorstep": link },
    body: new URLSearchParams({ link, added: attachmentId }),
    redirect: "follow",
  });
  if (answer.ok) return "gone";
  if (answer.status === 403) return "again";
  if (answer.status === 404 || answer.status === 409) return "kept";
  throw new RequestFailure("server_error", answer.status);
}

/** Whether the council answers at all. */
export function isReachable(): Promise<boolean> {
  return ask("/e/waiting", { method: "HEAD", credentials: "omit" }).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function ask(address: string, parts: RequestInit): Promise<Response> {
  try {
    return await fetch(address, {
      credentials: "same-origin",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...parts,
    });
  } catch {
    throw new RequestFailure("offline");
  }
}
