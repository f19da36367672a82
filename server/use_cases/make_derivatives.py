"""Make the pictures that are shown in place of an attachment. Run twice it makes the same; only received files get any.

A file that cannot be opened goes into quarantine with a plain reason; its original is kept.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, derivative_key
from server.attachments.derivatives import Rendered, UnreadableError
from server.attachments.render_apart import render_apart
from server.store.attachment_writes import lock_attachment, save_derivative
from server.store.attachments import find_attachment
from server.store.unit_of_work import read_snapshot, write_transaction


def make_derivatives(store: ByteStore, attachment_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Render, store, then name the pictures in one transaction. No transaction is open while pixels are computed."""
    with read_snapshot() as session:
        attachment = find_attachment(session, attachment_id)
    if attachment is None or attachment.status != "received" or not attachment.storage_key or not attachment.found_type:
        return
    with store.open(attachment.storage_key) as opened:
        content = opened.read()
    try:
        rendered = render_apart(content, attachment.found_type)
    except UnreadableError as error:
        _quarantine(attachment_id, str(error))
        return
    for made in rendered:
        _store(store, attachment_id, made)
    with write_transaction() as session:
        if (current := lock_attachment(session, attachment_id)) is None or current.status != "received":
            for made in rendered:  # taken back or judged otherwise meanwhile
                store.remove(derivative_key(attachment_id, made.longest_side))
            return
        for made in rendered:
            save_derivative(
                session,
                attachment_id,
                longest_side=made.longest_side,
                storage_key=derivative_key(attachment_id, made.longest_side),
                width=made.width,
                height=made.height,
                now=now,
            )


def _store(store: ByteStore, attachment_id: uuid.UUID, made: Rendered) -> None:
    writer = store.start(derivative_key(attachment_id, made.longest_side))
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
