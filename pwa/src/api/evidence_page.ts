// Reads an evidence page anew, with its cookie: what the council has by now, and another pass. No other address is ever asked.
import { RequestFailure } from "./requests";

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

/** Tells the council to forget what it has of a file that is not whole. Nobody waits for it: what is given up expires. */
export function giveUpFile(attachmentId: string, pass: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${pass}`, "Tus-Resumable": "1.0.0" };
  return ask(`/files/${attachmentId}`, {
    method: "DELETE",
    headers,
    keepalive: true,
    credentials: "omit",
  }).then(
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
