// Sends a form that a resident filled in by link: the answers, then each file with the answers again, so that a line that breaks
// costs one file at most. The cookie says who sends, and the page says of which link its form is: another link may have been
// opened in this browser since. No other address is ever asked.
import { RequestFailure } from "./requests";

export interface ResidentSending {
  xml: string;
  finalised_at: string;
  utc_offset_minutes: number;
  helper: { name: string; relationship: string } | null;
}

export interface ResidentFile {
  name: string;
  content_type: string;
  bytes: ArrayBuffer;
}

export interface ResidentReceipt {
  reference: string;
  received_at: string;
}

/** Why the council did not take it: a word of its own, or "refused". */
export class ResidentRefusal extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

const PATIENCE_MS = 120_000;

/** The council's lasting answer; the same again brings the same. Throws RequestFailure("offline") or ResidentRefusal. */
export async function sendResidentForm(
  link: string,
  form: ResidentSending,
  file?: ResidentFile,
): Promise<ResidentReceipt> {
  const body = new FormData();
  body.append("xml", form.xml);
  body.append("finalised_at", form.finalised_at);
  body.append("utc_offset_minutes", String(form.utc_offset_minutes));
  if (form.helper) {
    body.append("helper_name", form.helper.name);
    body.append("relationship", form.helper.relationship);
    body.append("permission", "yes");
  }
  if (file) body.append("file", new Blob([file.bytes], { type: file.content_type }), file.name);
  const answer = await post(link, body);
  if (answer.status >= 500) throw new RequestFailure("server_error", answer.status);
  const said = (await answer.json().catch(() => ({}))) as Partial<ResidentReceipt> & { reason?: string };
  if (!answer.ok || !said.reference || !said.received_at) {
    const unnamed = answer.status === 413 ? "file_too_large" : "refused";
    throw new ResidentRefusal(said.reason ?? unnamed);
  }
  return { reference: said.reference, received_at: said.received_at };
}

async function post(link: string, body: FormData): Promise<Response> {
  try {
    return await fetch("/e/form/send", {
      method: "POST",
      headers: { "X-Doorstep": link },
      body,
      credentials: "same-origin",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new RequestFailure("offline");
  }
}
