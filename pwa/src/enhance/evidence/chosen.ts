// What was chosen, made ready and kept: one file after the other, so that a full device and a large photo stop no other.
import { isProblem } from "../../domain/problems";
import { isKeptKind, takePhoto } from "../../forms/photo";
import type { EvidenceFiles } from "../../store/evidence_files";

export interface ChosenPorts {
  files: EvidenceFiles;
  document: number;
  most_bytes: number;
  now: () => Date;
  tellPreparing: (name: string) => void;
  tellKept: () => Promise<void>;
  /** `why`: a text's name; `already`, `no-room`, `fault-...`. */
  tellMistake: (name: string, why: string) => void;
}

/** Throws what is no fault of one file: then the plain form is the way. */
export async function keepChosen(chosen: readonly File[], ports: ChosenPorts): Promise<void> {
  for (const file of chosen) {
    const why = await keepOne(file, ports);
    if (why) ports.tellMistake(file.name, why);
    else await ports.tellKept();
  }
}

async function keepOne(file: File, ports: ChosenPorts): Promise<string | null> {
  if (!isKeptKind(file)) return "fault-unknown_type";
  if (file.size === 0) return "fault-empty";
  ports.tellPreparing(file.name);
  const photo = await takePhoto(file, "", null);
  if (photo.size > ports.most_bytes) return "fault-too_large";
  const waiting = await ports.files.list();
  if (waiting.some(({ sha256, document }) => sha256 === photo.sha256 && document === ports.document)) {
    return "already";
  }
  const { attachment_id, content_type, sha256, bytes } = photo;
  try {
    await ports.files.keep(
      {
        attachment_id,
        document: ports.document,
        name: nameLike(file.name, photo.name),
        content_type,
        sha256,
        bytes,
      },
      ports.now(),
    );
    return null;
  } catch (error) {
    if (isProblem(error, "no_room")) return "no-room";
    throw error;
  }
}

/** Under its own name, with the ending of what it has become. */
function nameLike(name: string, kept: string): string {
  const ending = /\.[a-z0-9]+$/i.exec(kept)?.[0] ?? "";
  return `${name.replace(/\.[^.]*$/, "") || "file"}${ending}`;
}
