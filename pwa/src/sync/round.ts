// One round, in the order of the protocol: operations (alerts first), small photos, pull, large photos, forms. What was saved
// meanwhile goes before the next large photo. One bad thing stops nothing else; only what concerns all ends the round.
import { RequestFailure } from "../api/requests";
import { SMALL_PHOTO_BYTES } from "../domain/batches";
import { isProblem } from "../domain/problems";
import { listHeld } from "../store/held_key";
import { freeKeptPhotos, sweepKept } from "../store/kept";
import { findMeta } from "../store/meta";
import { carryOut, isOrder } from "../store/obeyed";
import { listOutgoingPhotos, type OutgoingPhoto } from "../store/outgoing";
import { fetchPart, LeaseLost, type Round } from "./context";
import { readStorage } from "./device_state";
import { OtherEpoch } from "./epoch";
import { pullAll } from "./pull";
import { pushAll, pushState } from "./push";

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
  const { offerAll } = await fetchPart(import("./offer"));
  try {
    await obey(round, await offerAll(round, server_epoch));
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
  if (round.device_token === null || round.store.is_locked) return;
  const { lookAfterForms } = await fetchPart(import("./look_after_forms"));
  await lookAfterForms(round, round.device_token);
}

/** A pull that fails keeps no photo back, unless there is no line at all: it is told when the round is over. */
async function pullIfMayRead(round: Round): Promise<RequestFailure | null> {
  if (round.device_token === null || round.store.is_locked) return sweepUnread(round);
  try {
    await obey(round, (await pullAll(round, round.device_token)).orders);
    return null;
  } catch (error) {
    // Locked while the rows came: they are asked for again when it is unlocked.
    if (isProblem(error, "locked")) return null;
    if (!(error instanceof RequestFailure) || error.reason === "offline") throw error;
    await obey(round, error.orders);
    return error;
  }
}

/** Copies grow old on a phone that nobody unlocks, too. */
async function sweepUnread(round: Round): Promise<null> {
  const server_time = await findMeta(round.store, "server_time");
  if (server_time) await sweepKept(round.store, server_time);
  return null;
}

/** At once, and told at once: this officer's next sign-in would end the order before the council had heard of it. */
async function obey(round: Round, orders: readonly string[]): Promise<void> {
  const fresh = orders.filter(isOrder).filter((order) => !round.obeyed.has(order));
  if (fresh.length === 0) return;
  const damaged = await sealWhatNeedsTheKey(round);
  const isDone = await carryOut(round.store, fresh, damaged);
  for (const order of fresh) round.obeyed.add(order);
  if (!isDone) return;
  round.state_is_said = false;
  await confirm(round);
}

/** What cannot be sealed now holds the key back. Returns what is damaged, and holds nothing. */
async function sealWhatNeedsTheKey({ store, goOn }: Round): Promise<ReadonlySet<string> | undefined> {
  if (store.is_locked || (await listHeld(store)).length === 0) return undefined;
  try {
    const { sealBeforeOrder } = await fetchPart(import("./before_order"));
    return await sealBeforeOrder(store, goOn);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    return undefined;
  }
}

/** With the ticket: the device token may be gone. What cannot be told now goes with the next request, or a sign-in. */
async function confirm(round: Round): Promise<void> {
  try {
    await obey(round, (await pushState(round)).orders);
  } catch (error) {
    // Another epoch is met again by whatever the round asks next.
    if (!(error instanceof RequestFailure || error instanceof OtherEpoch)) throw error;
  }
}

async function makeRoom(round: Round): Promise<void> {
  const { used, quota } = await readStorage();
  if (used === null || !quota || used <= quota * FULL_AT) return;
  await freeKeptPhotos(round.store, used - quota * FULL_AT);
}

async function sendPhotos(
  round: Round,
  tried: Set<string>,
  isTheirTurn: (photo: OutgoingPhoto) => boolean,
): Promise<void> {
  for (;;) {
    const waiting = (await listOutgoingPhotos(round.store)).filter(
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

async function sendPhoto(round: Round, photo: OutgoingPhoto): Promise<void> {
  const { attachment_id } = photo;
  try {
    const { uploadPhoto } = await fetchPart(import("./upload"));
    const uploaded = await uploadPhoto(round, photo);
    if (uploaded !== "unproven") round.state_is_said = false;
    const isOver = uploaded === "received" || uploaded === "refused";
    if (isOver) round.setAside.remove(attachment_id);
    else round.setAside.add(attachment_id, round.now());
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    if (error instanceof RequestFailure && STOPS_THE_ROUND.includes(error.reason)) throw error;
    round.setAside.add(attachment_id, round.now());
  }
}
