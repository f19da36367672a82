// What was read again and says the same is the same: a list keeps its elements, so that a finger or the keyboard's focus
// keeps its place. Pure; changes neither what was read before nor what is read now.

/**
 * `fresh` with every part that says the same as in `old` replaced by that part of `old`, and `old` itself when all does.
 * Looks into plain objects and arrays; anything else (a Map, bytes, a date) is the same only if it is the very one.
 */
export function keepSame<T>(old: unknown, fresh: T): T {
  if (Object.is(old, fresh)) return fresh;
  if (Array.isArray(old) && Array.isArray(fresh)) return keepSameList(old, fresh) as T;
  if (isPlain(old) && isPlain(fresh)) {
    const kept = Object.fromEntries(
      Object.entries(fresh).map(([name, value]) => [name, keepSame(old[name], value)]),
    );
    const names = Object.keys(kept);
    const isSame =
      names.length === Object.keys(old).length &&
      names.every((name) => name in old && Object.is(kept[name], old[name]));
    return (isSame ? old : kept) as T;
  }
  return fresh;
}

/** An item that has moved is found again, wherever it stood before. */
function keepSameList(old: unknown[], fresh: unknown[]): unknown[] {
  const left = new Set(old);
  const kept = fresh.map((item, place) => {
    const sameOne = [old[place], ...left].find(
      (other) => left.has(other) && Object.is(keepSame(other, item), other),
    );
    if (sameOne === undefined) return keepSame(old[place], item);
    left.delete(sameOne);
    return sameOne;
  });
  return kept.length === old.length && kept.every((item, place) => Object.is(item, old[place])) ? old : kept;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
