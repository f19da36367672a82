// Another server, or the old one restored: offers it what this phone still holds, queues again what it lacks, and only
// then takes it for its own. A crash in between repeats all of it, which is safe. A server that cannot answer an offer
// stops nothing else: the phone sends and reads, and offers again in the next round.
import { RequestFailure } from "../api/requests";
import { offer } from "../api/sync";
import { MOST_OFFERED, SCHEMA } from "../domain/wire";
import { findMeta } from "../store/meta";
import { listOffer, queueAgain, saveEpoch } from "../store/offers";
import type { Round } from "./context";
import { nameSealingKey, OtherEpoch } from "./epoch";

/** No line, no right to speak, or too busy: the round ends, and the next begins here. */
const ENDS_THE_ROUND: readonly string[] = ["offline", "unauthorised", "forbidden", "busy"];

/** Resolves with the orders of the replies. */
export async function offerAll(round: Round, server_epoch: string): Promise<string[]> {
  const orders: string[] = [];
  try {
    if (await offerPages(round, server_epoch, orders)) await saveEpoch(round.store, server_epoch);
    // What an older app has kept is named when the phone is unlocked: until then every round offers again.
    else round.epoch_is_settled = true;
  } catch (error) {
    if (!(error instanceof RequestFailure) || ENDS_THE_ROUND.includes(error.reason)) throw error;
    round.epoch_is_settled = true;
  }
  return orders;
}

/** True when everything that is here was offered. */
async function offerPages(round: Round, server_epoch: string, orders: string[]): Promise<boolean> {
  const { store, device_id } = round;
  const known = (await findMeta(store, "server_epoch")) ?? "";
  const { operations, attachments, is_whole } = await listOffer(store);
  const pages = Math.max(1, Math.ceil(Math.max(operations.length, attachments.length) / MOST_OFFERED));
  for (let page = 0; page < pages; page += 1) {
    await round.goOn();
    const cut = [page * MOST_OFFERED, (page + 1) * MOST_OFFERED] as const;
    const request = { device_id, schema: SCHEMA, server_epoch: known, ...(await nameSealingKey(round)) };
    const reply = await offer(
      { ...request, operations: operations.slice(...cut), attachments: attachments.slice(...cut) },
      round.upload_ticket,
    );
    orders.push(...(reply.orders ?? []));
    if (reply.server_epoch !== server_epoch) throw new OtherEpoch(reply.server_epoch);
    await queueAgain(store, { op_ids: reply.wanted_op_ids, attachment_ids: reply.wanted_attachment_ids });
  }
  return is_whole;
}
