"""Looks behind the pages of a running installation: its log of operations and the bytes it keeps. Reads only."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from server.app import create_app
from server.attachments.byte_store import ByteStore
from server.config import read_settings
from server.store.database import db
from server.store.tables import Attachment, Job, Operation
from server.store.unit_of_work import read_snapshot
from server.use_cases.open_byte_store import open_byte_store
from tests.live.stack import Stack


@dataclass(frozen=True)
class Receipt:
    """An operation that came from a phone, and what became of it."""

    op_id: str
    kind: str
    verdict: str | None
    reason: str | None


@dataclass(frozen=True)
class StoredPhoto:
    """A photo as it rests at the server, beside what its phone said of it on each of two roads."""

    attachment_id: uuid.UUID
    status: str
    content: bytes
    sha256_of_upload: str
    sha256_in_operation: str


def list_receipts(stack: Stack) -> list[Receipt]:
    """Every operation made on a phone, in the order of arrival; derived ones are not listed."""
    with _looking_into(stack), read_snapshot() as session:
        made = select(Operation).where(Operation.device_id != "server", Operation.parent_op_id.is_(None))
        return [
            Receipt(str(row.op_id), row.kind, row.verdict, row.verdict_reason)
            for row in session.scalars(made.order_by(Operation.seq))
        ]


def list_stored_photos(stack: Stack) -> list[StoredPhoto]:
    """Every attachment with its bytes, and the hash that the operation which named it has: a submission's, or its own."""
    with _looking_into(stack) as app, read_snapshot() as session:
        store = open_byte_store(app.config)
        naming = session.scalars(select(Operation).where(Operation.kind.in_(("submission.create", "attachment.add"))))
        payloads = [operation.envelope["payload"] for operation in naming]
        listed = [payload.get("attachments") or [payload.get("attachment")] for payload in payloads]
        named = {photo["attachment_id"]: photo["sha256"] for photos in listed for photo in photos if photo}
        return [
            StoredPhoto(
                attachment_id=row.id,
                status=row.status,
                content=_read(store, row.storage_key),
                sha256_of_upload=row.sha256,
                sha256_in_operation=named.get(str(row.id), ""),
            )
            for row in session.scalars(select(Attachment))
        ]


def check_photos_are_whole(stack: Stack, operation: Operation) -> None:
    """Both photos that a submission names are received, with the bytes that it says they have."""
    named = {photo["attachment_id"] for photo in operation.envelope["payload"]["attachments"]}
    stored = [photo for photo in list_stored_photos(stack) if str(photo.attachment_id) in named]
    assert len(named) == len(stored) == 2
    for photo in stored:
        assert photo.status == "received"
        assert hashlib.sha256(photo.content).hexdigest() == photo.sha256_in_operation == photo.sha256_of_upload


def count_waiting_jobs(stack: Stack, kind: str) -> int:
    """Jobs of that kind which the worker has neither done nor given up."""
    with _looking_into(stack), read_snapshot() as session:
        waiting = select(func.count()).where(Job.kind == kind, Job.done_at.is_(None), Job.given_up_at.is_(None))
        return session.scalars(waiting).one()


def _read(store: ByteStore, key: str | None) -> bytes:
    if key is None:
        return b""
    with store.open(key) as file:
        return file.read()


@contextmanager
def _looking_into(stack: Stack) -> Iterator[Flask]:
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        try:
            yield app
        finally:
            db.engine.dispose()
