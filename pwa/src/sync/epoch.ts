// Which server this is, and to which key of it this phone seals. Every reply names its epoch; another one than the phone
// knows means that the server was restored or replaced, and the round stops to offer what the phone still holds. The first
// epoch of a phone is just kept.
import type { SealingKey } from "../domain/wire";
import { noteContact } from "../store/lapse";
import { findMeta, saveMeta } from "../store/meta";
import { isSealingKey } from "../store/server_seal";
import type { Round } from "./context";

/** Thrown once a reply has been dealt with whose epoch is not the phone's. */
export class OtherEpoch extends Error {
  override readonly name = "OtherEpoch";

  constructor(readonly server_epoch: string) {
    super(`server epoch ${server_epoch}`);
  }
}

/** The server has answered: the contact is noted, its clock and its key. Throws OtherEpoch. */
export async function noteServer(
  round: Round,
  reply: { server_epoch: string; server_time: string; sealing_key?: SealingKey },
): Promise<void> {
  const { server_epoch, server_time, sealing_key } = reply;
  const known = await findMeta(round.store, "server_epoch");
  const last_contact_at = round.now().toISOString();
  await saveMeta(round.store, { last_contact_at, server_time, ...(known ? {} : { server_epoch }) });
  // What is sealed already stays as it is: the server keeps its old keys. One that is none is not taken.
  if (sealing_key && (await isSealingKey(sealing_key))) await saveMeta(round.store, { sealing_key });
  await noteContact(round.store, round.now(), server_time);
  if (known && known !== server_epoch && !round.epoch_is_settled) throw new OtherEpoch(server_epoch);
}

/** Of a request: the reply brings the server's key where it is another. */
export async function nameSealingKey(round: Round): Promise<{ sealing_key_id?: string }> {
  const known = await findMeta(round.store, "sealing_key");
  return known ? { sealing_key_id: known.key_id } : {};
}
