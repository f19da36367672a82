// Signing in and out: registers this device and ends its tokens. Keeps nothing.
import { Problem, type ProblemCode } from "../domain/problems";
import type { SealedDataKey, SessionReply } from "../domain/wire";
import { exchange, RequestFailure } from "./requests";

const PATH = "/api/v1/session";
const TIMEOUT_MS = 20_000;

export interface SignInRequest {
  email: string;
  password: string;
  /** `user_id`: whose `device_id` it is; signed in by anybody else, the phone gets an id of its own. */
  device: {
    device_id: string | null;
    user_id: string | null;
    label: string;
    app_version: string;
    schema: number;
    /** Asks for the key back that this phone sealed to the server. */
    data_key?: SealedDataKey;
    /** Orders that were carried out under `device_id` and that no reply has taken note of. */
    obeyed?: string[];
  };
}

const PROBLEMS: Record<number, ProblemCode> = {
  401: "wrong_password",
  403: "not_allowed",
  429: "too_many_tries",
};

/** Throws a Problem that the sign-in screen can say in words. */
export async function openSession(request: SignInRequest): Promise<SessionReply> {
  try {
    return await exchange<SessionReply>({ method: "POST", path: PATH, json: request, timeoutMs: TIMEOUT_MS });
  } catch (cause) {
    if (!(cause instanceof RequestFailure)) throw cause;
    const code = cause.reason === "offline" ? "no_network" : (PROBLEMS[cause.status] ?? "server_error");
    throw new Problem(code, { cause });
  }
}

/** With the device token both tokens end; with the upload ticket, which goes on sending, reading does. */
export async function endSession(token: string): Promise<void> {
  await exchange<null>({ method: "DELETE", path: PATH, token, timeoutMs: 5000 });
}
