// Which server this is. Every reply names its epoch; another one than the phone knows means that the server was restored
// or replaced, and the round stops to offer what the phone still holds. The first epoch of a phone is just kept.
import { findMeta, saveMeta } from "../store/meta";
import type { Round } from "./context";

/** Thrown once a reply has been dealt with whose epoch is not the phone's. */
export class OtherEpoch extends Error {
  override readonly name = "OtherEpoch";

  constructor(readonly server_epoch: string) {
    super(`server epoch ${server_epoch}`);
  }
}

/** The server has answered: the contact is noted, and its clock. Throws OtherEpoch. */
export async function noteServer(
  round: Round,
  reply: { server_epoch: string; server_time: string },
): Promise<void> {
  const { server_epoch, server_time } = reply;
  const known = await findMeta(round.store, "server_epoch");
  const last_contact_at = round.now().toISOString();
  await saveMeta(round.store, { last_contact_at, server_time, ...(known ? {} : { server_epoch }) });
  if (known && known !== server_epoch && !round.epoch_is_settled) throw new OtherEpoch(server_epoch);
}
