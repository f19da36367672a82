"""Make the pictures that are shown in place of an attachment. Run twice it makes the same; only received files get any.

A file that cannot be opened goes into quarantine with a plain reason; its original is kept. Of what was drawn otherwise before
nothing stays.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, derivative_key
from server.attachments.derivatives import Rendered, UnreadableError
from server.attachments.render_apart import render_apart
from server.store.attachment_writes import lock_attachment, save_derivative
from server.store.attachments import find_attachment
from server.store.pictures import find_drawing, list_picture_keys
from server.store.unit_of_work import read_snapshot, write_transaction


def make_derivatives(store: ByteStore, attachment_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Render, store, then name the pictures in one transaction. No transaction is open while pixels are computed."""
    with read_snapshot() as session:
        attachment = find_attachment(session, attachment_id)
        drawing = find_drawing(session, attachment) if attachment else None
    if attachment is None or drawing is None or attachment.status != "received":
        return
    if not attachment.storage_key or not attachment.found_type:
        return
    version = attachment.picture_version
    with store.open(attachment.storage_key) as opened:
        content = opened.read()
    try:
        rendered = render_apart(content, attachment.found_type, drawing)
    except UnreadableError as error:
        _quarantine(attachment_id, str(error))
        return
    keys = {made.longest_side: derivative_key(attachment_id, made.longest_side, version) for made in rendered}
    for made in rendered:
        _store(store, keys[made.longest_side], made)
    for key in _name(attachment_id, rendered, keys, version, now):
        store.remove(key)


def _name(
    attachment_id: uuid.UUID, rendered: list[Rendered], keys: dict[int, str], version: int, now: dt.datetime
) -> set[str]:
    """The keys of what is not shown any more: of what was drawn before, or of this, where it was taken back or changed meanwhile."""
    with write_transaction() as session:
        current = lock_attachment(session, attachment_id)
        if current is None or current.status != "received" or current.picture_version != version:
            return set(keys.values()) - list_picture_keys(session, attachment_id)
        before = list_picture_keys(session, attachment_id)
        for made in rendered:
            save_derivative(
                session,
                attachment_id,
                longest_side=made.longest_side,
                storage_key=keys[made.longest_side],
                width=made.width,
                height=made.height,
                version=version,
                now=now,
            )
        return before - set(keys.values())


def _store(store: ByteStore, key: str, made: Rendered) -> None:
    writer = store.start(key)
    try:
        writer.write(made.jpeg)
        writer.finish()
    finally:
        writer.discard()


def _quarantine(attachment_id: uuid.UUID, reason: str) -> None:
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        if attachment is not None and attachment.status == "received":
            attachment.status, attachment.quarantine_reason = "quarantined", reason
