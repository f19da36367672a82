// One round, in the order of the protocol: operations (alerts first), small photos, pull, large photos. What was saved
// meanwhile goes before the next large photo. One bad thing stops nothing else; only what concerns all ends the round.
import { RequestFailure } from "../api/requests";
import { SMALL_PHOTO_BYTES } from "../domain/batches";
import type { Photo } from "../domain/draft";
import { freeKeptPhotos } from "../store/kept";
import { listWaitingPhotos } from "../store/photos";
import { wipeReadable } from "../store/pulled";
import { listOfferedPhotos } from "../store/receipts";
import { LeaseLost, type Round } from "./context";
import { readStorage } from "./device_state";
import { OtherEpoch } from "./epoch";
import { offerAll } from "./offer";
import { pullAll } from "./pull";
import { pushAll, pushState } from "./push";
import { uploadPhoto } from "./upload";

/** What all photos share: no line, no right to send. */
const STOPS_THE_ROUND: readonly string[] = ["offline", "unauthorised", "forbidden"];
/** Two servers that answer in turn must not keep the phone offering for ever. */
const MOST_EPOCHS = 3;
/** Above this part of what the browser allows, copies of received photos go, the oldest first. */
const FULL_AT = 0.8;

export async function runRound(round: Round): Promise<void> {
  for (let epochs = 0; ; epochs += 1) {
    try {
      return await runSteps(round);
    } catch (error) {
      if (error instanceof RequestFailure) await obey(round, error.orders);
      if (!(error instanceof OtherEpoch)) throw error;
      if (epochs >= MOST_EPOCHS) throw new RequestFailure("server_error");
      await offerUntilSettled(round, error.server_epoch);
    }
  }
}

/** The offer itself may meet yet another epoch; then the next try of the round begins with that. */
async function offerUntilSettled(round: Round, server_epoch: string): Promise<void> {
  try {
    await offerAll(round, server_epoch);
  } catch (error) {
    if (!(error instanceof OtherEpoch)) throw error;
  }
}

async function runSteps(round: Round): Promise<void> {
  await makeRoom(round);
  await obey(round, (await pushAll(round)).orders);
  const tried = new Set<string>();
  await sendPhotos(round, tried, (photo) => photo.size <= SMALL_PHOTO_BYTES);
  const failure = await pullIfMayRead(round);
  await sendPhotos(round, tried, () => true);
  await obey(round, (await pushState(round)).orders);
  if (failure) throw failure;
}

/** A pull that fails keeps no photo back, unless there is no line at all: it is told when the round is over. */
async function pullIfMayRead(round: Round): Promise<RequestFailure | null> {
  if (round.device_token === null) return null;
  try {
    await obey(round, (await pullAll(round, round.device_token)).orders);
    return null;
  } catch (error) {
    if (!(error instanceof RequestFailure) || error.reason === "offline") throw error;
    await obey(round, error.orders);
    return error;
  }
}

async function obey(round: Round, orders: readonly string[]): Promise<void> {
  if (orders.includes("wipe")) await wipeReadable(round.store);
}

async function makeRoom(round: Round): Promise<void> {
  const { used, quota } = await readStorage();
  if (used === null || !quota || used <= quota * FULL_AT) return;
  await freeKeptPhotos(round.store, used - quota * FULL_AT);
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
    if (uploaded !== "unproven") round.state_is_said = false;
    if (uploaded === "unproven") round.setAside.add(attachment_id, round.now());
    else round.setAside.remove(attachment_id);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    if (error instanceof RequestFailure && STOPS_THE_ROUND.includes(error.reason)) throw error;
    round.setAside.add(attachment_id, round.now());
  }
}
