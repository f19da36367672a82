// Bytes as Base64 text and back, for what the wire carries inside JSON and headers.

/** So many bytes at once are a call's arguments; more would overflow the stack of some browsers. */
const AT_ONCE = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += AT_ONCE) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + AT_ONCE)));
  }
  return btoa(parts.join(""));
}

/** Throws on what is no Base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function measureBase64(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}
