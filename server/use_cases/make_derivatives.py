"""Make the pictures that are shown in place of an attachment. Run twice it makes the same; only received files get any.

A file that cannot be opened when it comes goes into quarantine with a plain reason; its original is kept. One that was drawn before
is a good file: where it cannot be drawn otherwise, that is said with it and it is shown to nobody. Of what was drawn otherwise before
nothing stays.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, MissingBytesError, derivative_key, list_older_derivatives
from server.attachments.derivatives import Rendered, UnreadableError
from server.attachments.render_apart import RenderInterruptedError, render_apart
from server.domain.picture import Drawing, PictureFault
from server.store.attachment_writes import lock_attachment, save_derivative
from server.store.attachments import find_attachment
from server.store.pictures import find_drawing, list_picture_keys
from server.store.tables import Attachment
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.cover_copies import cover_as_copies


def make_derivatives(
    store: ByteStore, attachment_id: uuid.UUID, *, now: dt.datetime, version: int | None = None
) -> None:
    """Render, store, then name the pictures in one transaction. No transaction is open while pixels are computed.

    `version`: of the picture that was asked for; where another was asked for since, its own job draws. Raises RenderInterruptedError,
    MissingBytesError and OSError, for a job to be done again, after that is said with the file.
    """
    cover_as_copies(attachment_id, at=now)
    with read_snapshot() as session:
        attachment = find_attachment(session, attachment_id)
        drawing = find_drawing(session, attachment) if attachment else None
    if attachment is None or drawing is None or attachment.status != "received":
        return
    if not attachment.storage_key or not attachment.found_type:
        return
    if version is not None and version != attachment.picture_version:
        return
    version = attachment.picture_version
    try:
        rendered = _render(store, attachment, drawing)
    except UnreadableError as error:
        _tell(attachment_id, version, PictureFault.UNREADABLE, quarantine_reason=str(error))
        return
    except (RenderInterruptedError, MissingBytesError, OSError) as error:
        is_gone = isinstance(error, MissingBytesError)
        _tell(attachment_id, version, PictureFault.NO_BYTES if is_gone else PictureFault.INTERRUPTED)
        raise
    keys = {made.longest_side: derivative_key(attachment_id, made.longest_side, version) for made in rendered}
    for made in rendered:
        _store(store, keys[made.longest_side], made)
    for key in _name(attachment_id, rendered, keys, version, now):
        store.remove(key)
    # Not what was shown before by its rows: a worker that was killed between naming and removing left it, and its job comes again.
    for key in list_older_derivatives(store, attachment_id, version) if version else ():
        store.remove(key)


def _render(store: ByteStore, attachment: Attachment, drawing: Drawing) -> list[Rendered]:
    with store.open(attachment.storage_key or "") as opened:
        content = opened.read()
    return render_apart(content, attachment.found_type or "", drawing)


def _name(
    attachment_id: uuid.UUID, rendered: list[Rendered], keys: dict[int, str], version: int, now: dt.datetime
) -> set[str]:
    """The keys of what was drawn here and is not shown, since it was taken back or changed meanwhile."""
    with write_transaction() as session:
        current = lock_attachment(session, attachment_id)
        if current is None or current.status != "received" or current.picture_version != version:
            return set(keys.values()) - list_picture_keys(session, attachment_id)
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
        current.picture_fault = None
        return set()


def _store(store: ByteStore, key: str, made: Rendered) -> None:
    writer = store.start(key)
    try:
        writer.write(made.jpeg)
        writer.finish()
    finally:
        writer.discard()


def _tell(attachment_id: uuid.UUID, version: int, fault: PictureFault, *, quarantine_reason: str | None = None) -> None:
    """Say with the file what became of the drawing; a file of which no picture was ever asked for otherwise is itself bad."""
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        if attachment is None or attachment.status != "received" or attachment.picture_version != version:
            return
        if quarantine_reason and version == 0 and not list_picture_keys(session, attachment_id):
            attachment.status, attachment.quarantine_reason = "quarantined", quarantine_reason
        else:
            attachment.picture_fault = fault
