// The page as the server has it now, put in the place of what stands: what was added, and another pass. Its words are the server's.
import { readEvidencePage } from "../../api/evidence_page";
import { RequestFailure } from "../../api/requests";
import { type EvidenceSource, readSource } from "./source";

export type Freshness = "renewed" | "again" | "no_signal";

/** `source` gets the new pass. What has the focus is left as it is. */
export async function freshenPage(source: EvidenceSource): Promise<Freshness> {
  try {
    const written = await readEvidencePage(location.pathname + location.search, source.link);
    const page = written === null ? null : new DOMParser().parseFromString(written, "text/html");
    const fresh = page && readSource<EvidenceSource>(page, "evidence-source");
    if (!page || !fresh || fresh.link !== source.link) return "again";
    source.pass = fresh.pass;
    putInPlace(page);
    return "renewed";
  } catch (error) {
    if (error instanceof RequestFailure) return "no_signal";
    throw error;
  }
}

/** A part of the page that is no control is given the focus, so that reading goes on there. */
export function focusPart(part: HTMLElement): void {
  part.setAttribute("tabindex", "-1");
  part.focus();
}

function putInPlace(page: Document): void {
  // A check page that had nothing to send gets its form; one that has it keeps it, with what was typed.
  const isWhole = !document.querySelector('[data-evidence="send"]');
  const names = isWhole ? ["check", "added", "state"] : ["added", "state"];
  for (const name of names) {
    const old = document.querySelector(`[data-evidence="${name}"]`);
    const fresh = page.querySelector<HTMLElement>(`[data-evidence="${name}"]`);
    const hasFocus = old !== null && old === document.activeElement;
    if (!old || !fresh || (!hasFocus && old.contains(document.activeElement))) continue;
    old.replaceWith(document.adoptNode(fresh));
    if (hasFocus) focusPart(fresh);
  }
}
