// One round, in the order of the protocol: operations (alerts first), small photos, pull, large photos. What was saved
// meanwhile goes before the next large photo. One bad photo is set aside; only what concerns all stops the round.
import { RequestFailure } from "../api/requests";
import { SMALL_PHOTO_BYTES } from "../domain/batches";
import type { Photo } from "../domain/draft";
import { listWaitingPhotos } from "../store/photos";
import { wipeReadable } from "../store/pulled";
import { listOfferedPhotos } from "../store/receipts";
import { LeaseLost, type Round } from "./context";
import { pullAll } from "./pull";
import { pushAll } from "./push";
import { uploadPhoto } from "./upload";

/** What all photos share: no line, no right to send, a server that is too busy. */
const STOPS_THE_ROUND: readonly string[] = ["offline", "unauthorised", "forbidden"];

export async function runRound(round: Round): Promise<void> {
  await obey(round, (await pushAll(round)).orders);
  const tried = new Set<string>();
  await sendPhotos(round, tried, (photo) => photo.size <= SMALL_PHOTO_BYTES);
  await pullIfMayRead(round);
  await sendPhotos(round, tried, () => true);
}

async function pullIfMayRead(round: Round): Promise<void> {
  if (round.device_token === null) return;
  try {
    await obey(round, (await pullAll(round, round.device_token)).orders);
  } catch (error) {
    if (error instanceof RequestFailure) await obey(round, error.orders);
    throw error;
  }
}

async function obey(round: Round, orders: readonly string[]): Promise<void> {
  if (orders.includes("wipe")) await wipeReadable(round.store);
}

async function sendPhotos(
  round: Round,
  tried: Set<string>,
  isTheirTurn: (photo: Photo) => boolean,
): Promise<void> {
  for (;;) {
    const waiting = (await listWaitingPhotos(round.store)).filter(
      (photo) =>
        !tried.has(photo.attachment_id) &&
        !round.setAside.isWaiting(photo.attachment_id, round.now()) &&
        isTheirTurn(photo),
    );
    const photo = waiting[0];
    if (!photo) return;
    tried.add(photo.attachment_id);
    await round.goOn();
    await sendPhoto(round, photo);
    await obey(round, (await pushAll(round)).orders);
  }
}

async function sendPhoto(round: Round, photo: Photo): Promise<void> {
  const { attachment_id } = photo;
  try {
    const isOffered = (await listOfferedPhotos(round.store)).has(attachment_id);
    const uploaded = await uploadPhoto(round, photo, isOffered);
    if (uploaded === "unproven") round.setAside.add(attachment_id, round.now());
    else round.setAside.remove(attachment_id);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    if (error instanceof RequestFailure && STOPS_THE_ROUND.includes(error.reason)) throw error;
    round.setAside.add(attachment_id, round.now());
  }
}
