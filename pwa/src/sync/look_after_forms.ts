// Forms that nothing on the phone needs any more go, and what the labels of the others show is brought, after everything else:
// work goes first, and room is work's. One file that cannot be had holds up no other.
import { fetchFormMedium } from "../api/form_media";
import { RequestFailure } from "../api/requests";
import { isProblem } from "../domain/problems";
import { saveMedium, tidyMedia, type WantedMedium } from "../store/form_media";
import { dropUnneededForms } from "../store/forms";
import { LeaseLost, type Round } from "./context";
import { readStorage } from "./device_state";

/** No line, no right to read: so it is for all of them. */
const STOPS: readonly string[] = ["offline", "busy", "unauthorised", "forbidden"];
/** Beyond this part of what the browser allows, work alone grows. */
const FULL_AT = 0.8;

/** After a pull. */
export async function lookAfterForms(round: Round, token: string): Promise<void> {
  await dropUnneededForms(round.store, round.lease, round.now());
  for (const medium of await tidyMedia(round.store, round.lease)) {
    if (round.setAside.isWaiting(medium.sha256, round.now())) continue;
    if (!(await hasRoom(medium.size))) continue;
    await round.goOn();
    if (await fetchOne(round, medium, token)) round.setAside.remove(medium.sha256);
    else round.setAside.add(medium.sha256, round.now());
  }
}

async function fetchOne({ store }: Round, medium: WantedMedium, token: string): Promise<boolean> {
  try {
    const bytes = await fetchFormMedium(medium.form_version_id, medium.sha256, token);
    if ((await findSha256(bytes)) !== medium.sha256) return false;
    await saveMedium(store, medium.sha256, bytes);
    return true;
  } catch (error) {
    if (error instanceof LeaseLost || isProblem(error, "locked")) throw error;
    if (error instanceof RequestFailure && STOPS.includes(error.reason)) throw error;
    return false;
  }
}

async function hasRoom(size: number): Promise<boolean> {
  const { used, quota } = await readStorage();
  return used === null || !quota || used + size <= quota * FULL_AT;
}

async function findSha256(bytes: ArrayBuffer): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
