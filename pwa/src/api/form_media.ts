// One file of a form version, as bytes.
import { readFailure, send } from "./requests";

const TIMEOUT_MS = 120_000;

export async function fetchFormMedium(
  versionId: string,
  sha256: string,
  deviceToken: string,
): Promise<ArrayBuffer> {
  const path = `/api/v1/forms/${versionId}/media/${sha256}`;
  const response = await send({ method: "GET", path, token: deviceToken, timeoutMs: TIMEOUT_MS });
  if (!response.ok) throw await readFailure(response);
  return response.arrayBuffer();
}
