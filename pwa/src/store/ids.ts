// Makes ids on the phone: UUIDv7, so that they sort by when they were made.
import { v7 } from "uuid";

export function newId(now: Date): string {
  return v7({ msecs: now.getTime() });
}
