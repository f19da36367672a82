// What a screen must put on disk before the phone is locked, while it still can. A screen that has gone asks for nothing.
import { onCleanup } from "solid-js";

const saves = new Set<() => Promise<void>>();

export function beforeLock(save: () => Promise<void>): void {
  saves.add(save);
  onCleanup(() => saves.delete(save));
}

export async function saveBeforeLock(): Promise<void> {
  await Promise.allSettled([...saves].map(async (save) => save()));
}
