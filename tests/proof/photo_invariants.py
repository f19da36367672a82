"""What must hold of photos when every line is quiet: each is there, whole, once, under its submission; none is waited for.

Reads tables and bytes directly, so that no reader of the product vouches for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore
from server.store.tables import Attachment, Submission
from tests.proof.model import Model
from tests.proof.model_phone import ModelPhone
from tests.proof.photos import Photo


def check_photos(session: Session, model: Model, store: ByteStore) -> None:
    """Every photo that a phone promised to keep; and none that nobody took."""
    rows = {str(row.id): row for row in session.scalars(select(Attachment))}
    submissions = {row.instance_id: row for row in session.scalars(select(Submission))}
    for phone, photo in model.photos:
        row = rows.pop(photo.attachment_id, None)
        if _may_be_lost(model, phone, photo):
            continue
        assert row is not None, f"lost: {photo.attachment_id} of {phone.name}"
        assert row.status == "received", f"still waiting for photo {photo.attachment_id} of {phone.name}: {row.status}"
        assert photo.receipt == photo.sha256, f"{phone.name} never heard of {photo.attachment_id}"
        _check_bytes(row, photo, store)
        _check_place(row, photo, submissions)
    assert not rows, f"nobody took these: {set(rows)}"


def _may_be_lost(model: Model, phone: ModelPhone, photo: Photo) -> bool:
    """Its phone may send no more, or was ordered to forget it before the backup was brought back."""
    was_forgotten = model.restored and photo.attachment_id in phone.forgotten
    return was_forgotten or (phone.given_up and (photo.receipt is None or model.restored))


def _check_bytes(row: Attachment, photo: Photo, store: ByteStore) -> None:
    assert (row.sha256, row.size, row.purpose) == (photo.sha256, len(photo.content), "file"), photo.attachment_id
    assert row.storage_key is not None
    with store.open(row.storage_key) as opened:
        assert hashlib.sha256(opened.read()).hexdigest() == photo.sha256, f"other bytes: {row.storage_key}"


def _check_place(row: Attachment, photo: Photo, submissions: Mapping[str, Submission]) -> None:
    assert row.instance_id == photo.instance_id
    submission = submissions.get(photo.instance_id) if photo.instance_id else None
    expected = submission.id if submission else None
    assert row.submission_id == expected, f"{photo.attachment_id} is under {row.submission_id}, not {expected}"
