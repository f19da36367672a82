"""Everything that a phone keeps of its officer, opened with the key under her PIN: what somebody who knows it could read."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from playwright.sync_api import Page

from tests.live.staff import PIN

FIND_WRAP = """async (database) => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = await wait(indexedDB.open(database));
  const [kept] = await wait(opened.transaction('keys').objectStore('keys').getAll());
  opened.close();
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const { pin, key_id, ...rest } = kept;
  return { names: Object.keys(kept).filter((name) => kept[name] !== null), key_id, cost: pin?.cost, salt: pin && text(pin.salt) };
}"""
UNWRAP = """const unwrap = async (kept, hash, user) => {
  const raw = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const under = await crypto.subtle.importKey('raw', raw(hash), 'AES-GCM', false, ['unwrapKey']);
  const additionalData = new TextEncoder().encode(`doorstep/1/data-key/pin/${user}/${kept.key_id}`);
  const bound = { name: 'AES-GCM', iv: kept.pin.iv, additionalData };
  return crypto.subtle.unwrapKey('raw', kept.pin.wrapped, under, bound, 'AES-GCM', true, ['decrypt']);
};"""
READ = """async ({ database, hash, user }) => {
  UNWRAP
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = await wait(indexedDB.open(database));
  const names = [...opened.objectStoreNames];
  const tx = opened.transaction(names);
  const all = await Promise.all(names.map((name) => wait(tx.objectStore(name).getAll())));
  opened.close();
  const key = await unwrap(all[names.indexOf('keys')][0], hash, user);
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
LEAVE_BARE = """async ({ database, hash, user }) => {
  UNWRAP
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = await wait(indexedDB.open(database));
  const [kept] = await wait(opened.transaction('keys').objectStore('keys').getAll());
  const raw = await crypto.subtle.exportKey('raw', await unwrap(kept, hash, user));
  const tx = opened.transaction(['keys', 'meta'], 'readwrite', { durability: 'strict' });
  const done = new Promise((resolve) => { tx.oncomplete = resolve; });
  await wait(tx.objectStore('keys').put({ key_id: kept.key_id, raw }));
  for (const name of ['open_facts', 'latest_instant', 'contact_mark', 'clock_offset_ms', 'sealing_key',
                      'reading_lapses_after_hours'])
    await wait(tx.objectStore('meta').delete(name));
  await done; // on the disk before the browser is killed
  opened.close();
}"""


@dataclass(frozen=True)
class Kept:
    """One record: its store, its `place` where it has one, and all that it says."""

    store: str
    state: str
    text: str


def read_phone(page: Page, user_id: uuid.UUID) -> list[Kept]:
    """Every record but the key itself."""
    return [Kept(**one) for one in page.evaluate(READ.replace("UNWRAP", UNWRAP), _open_with(page, user_id))]


def leave_bare_key(page: Page, user_id: uuid.UUID) -> None:
    """As the version before the lock kept its phone: the key beside the data, and nothing known of a lock."""
    page.evaluate(LEAVE_BARE.replace("UNWRAP", UNWRAP), _open_with(page, user_id))


def list_key_parts(page: Page, user_id: uuid.UUID) -> set[str]:
    """What the record of the key consists of."""
    return set(_find_wrap(page, user_id)["names"])


def _find_wrap(page: Page, user_id: uuid.UUID) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FIND_WRAP, f"doorstep-user-{user_id}")
    return found


def _open_with(page: Page, user_id: uuid.UUID) -> dict[str, str]:
    wrap = _find_wrap(page, user_id)
    cost = wrap["cost"]
    key = hash_secret_raw(
        secret=PIN.encode(),
        salt=base64.b64decode(wrap["salt"]),
        time_cost=cost["passes"],
        memory_cost=cost["memory_kib"],
        parallelism=cost["lanes"],
        hash_len=32,
        type=Type.ID,
    )
    return {"database": f"doorstep-user-{user_id}", "hash": base64.b64encode(key).decode(), "user": str(user_id)}
