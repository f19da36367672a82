"""Everything that a phone keeps of its officer, opened with the phone's own key: what somebody with the phone in hand could read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from playwright.sync_api import Page

READ = """async (database) => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = await wait(indexedDB.open(database));
  const names = [...opened.objectStoreNames];
  const tx = opened.transaction(names);
  const all = await Promise.all(names.map((name) => wait(tx.objectStore(name).getAll())));
  opened.close();
  const raw = all[names.indexOf('keys')][0].raw;
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const KEYS = { rows: ['type', 'id'], operations: ['op_id'], kept: ['op_id'], attachments: ['attachment_id'],
    pieces: ['attachment_id', 'place'], drafts: ['instance_id'], receipts: ['op_id'], alerts: ['alert_id'], vault: ['name'] };
  const bind = (iv, place) => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) });
  // The key of an operation or photo, where this phone may still read it; with any other it stays shut.
  const contentKeys = new Map();
  for (const [at, store] of names.entries()) for (const record of all[at]) {
    const id = record.op_id ?? record.attachment_id;
    if (!record.seals?.reading) continue;
    const { iv, ciphertext } = record.seals.reading;
    const raw = await crypto.subtle.decrypt(bind(iv, `content_keys:${id}`), key, ciphertext);
    contentKeys.set(`${store === 'attachments' ? 'pieces' : store}:${id}`, await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']));
  }
  const found = [];
  for (const [at, store] of names.entries()) {
    if (store === 'keys') continue;
    for (const record of all[at]) {
      const { iv, ciphertext, key_id, ...open } = record;
      let inside = '';
      const own = key_id ? key : contentKeys.get(`${store}:${record.op_id ?? record.attachment_id}`);
      if (ciphertext && own && !record.file) {
        const place = [store === 'kept' ? 'operations' : store, ...KEYS[store].map((name) => record[name])].join(':');
        inside = new TextDecoder('latin1').decode(await crypto.subtle.decrypt(bind(iv, place), own, ciphertext));
      }
      found.push({ store, state: String(open.place ?? ''), text: JSON.stringify(open) + inside });
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Kept:
    """One record: its store, its `place` where it has one, and all that it says."""

    store: str
    state: str
    text: str


def read_phone(page: Page, user_id: uuid.UUID) -> list[Kept]:
    """Every record but the key itself."""
    return [Kept(**one) for one in page.evaluate(READ, f"doorstep-user-{user_id}")]
