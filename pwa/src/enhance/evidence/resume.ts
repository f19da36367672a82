// Sends on what waits on this device while the link's question stands: as long as this browser's last answer holds. Shows
// nothing of it but how many.
import { readEvidencePage } from "../../api/evidence_page";
import { RequestFailure } from "../../api/requests";
import { EvidenceFiles } from "../../store/evidence_files";
import { EvidenceSender, type LineState } from "../../sync/evidence_sender";
import { makeBrowserPorts } from "./sender_ports";
import { type EvidenceSource, makeSay, readSource } from "./source";

const ADDRESS = "/e/evidence";
const WORDS: Partial<Record<LineState, string>> = {
  no_signal: "no-signal",
  busy: "busy-line",
  wait: "wait",
  closed: "closed",
};

/**
 * Returns the way to stop. Where the question must be answered first, or nothing of that link waits here, nothing goes on; null
 * without a line: then it is to be tried again.
 */
export async function resumeSending(tell: (words: string) => void): Promise<(() => Promise<void>) | null> {
  const source = await findSource();
  if (source === "no_signal") return null;
  return source === "again" ? async () => undefined : startSending(source, tell);
}

async function startSending(source: EvidenceSource, tell: (words: string) => void) {
  const files = await EvidenceFiles.open(source.link, source.expires_at, new Date()).catch(() => null);
  const over = new AbortController();
  if (files && (await files.list()).length > 0) {
    const sender = new EvidenceSender(files, makePorts(source, files, tell));
    over.signal.addEventListener("abort", () => sender.stop());
    window.addEventListener("online", () => void sender.wake(), { signal: over.signal });
    void sender.wake();
  }
  return async () => {
    over.abort();
    await files?.close();
  };
}

/** Of the link that this browser has answered last, by its cookie. */
async function findSource(): Promise<EvidenceSource | "again" | "no_signal"> {
  try {
    const written = await readEvidencePage(ADDRESS + location.search, "waiting");
    const page = written === null ? null : new DOMParser().parseFromString(written, "text/html");
    return (page && readSource<EvidenceSource>(page, "evidence-source")) ?? "again";
  } catch (error) {
    if (error instanceof RequestFailure) return "no_signal";
    throw error;
  }
}

function makePorts(source: EvidenceSource, files: EvidenceFiles, tell: (words: string) => void) {
  const say = makeSay(source.texts);
  let refused = 0;
  const tellLine = async (state: LineState) => {
    const count = (await files.list()).filter(({ removing_at }) => !removing_at).length;
    if (state === "sending") tell(say("waits-going", { count }));
    else if (state === "idle") tell(say(refused ? "waits-refused" : "waits-sent"));
    else tell(say(WORDS[state] ?? "waits", { count }));
  };
  return {
    ...makeBrowserPorts(source),
    renewPass: async () => {
      const fresh = await findSource();
      if (fresh === "no_signal") return fresh;
      if (fresh === "again" || fresh.link !== source.link) return "again" as const;
      source.pass = fresh.pass;
      return "renewed" as const;
    },
    tellLine: (state: LineState) => void tellLine(state),
    tellPercent: () => undefined,
    tellReceived: () => undefined,
    tellRefused: () => {
      refused += 1;
    },
    tellRemoved: () => undefined,
  };
}
