"""A whole file of a request on its way to rest: its hash, its bytes at rest, and what it is judged to be.

Never trusts the name or the type it came under. Commits nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from typing import IO

from sqlalchemy.orm import Session

from server.attachments.arrival_checks import Finding, look_at
from server.attachments.byte_store import CHUNK_BYTES, ByteStore
from server.domain.sent_name import clean_file_name
from server.store.jobs import queue_job
from server.store.tables import Attachment
from server.use_cases.judge_upload import DERIVATIVES_JOB


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a request. `name` is clean (domain/sent_name.py); `stream` stands at its beginning and can be read twice."""

    name: str
    content_type: str
    stream: IO[bytes]
    size: int


def make_sent_file(name: str | None, content_type: str | None, stream: IO[bytes]) -> SentFile:
    """A part of a form as it came: its name made clean, its bytes measured and not read."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return SentFile(clean_file_name(name or ""), content_type or "application/octet-stream", stream, size)


def hash_file(stream: IO[bytes]) -> str:
    """The SHA-256 of all of it, in lower-case hex."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def rest_file(store: ByteStore, key: str, stream: IO[bytes]) -> Finding:
    """Write all of it, durable once this returns, and say what it is."""
    stream.seek(0)
    writer = store.start(key)
    try:
        while chunk := stream.read(CHUNK_BYTES):
            writer.write(chunk)
        writer.finish()
    finally:
        writer.discard()
    stream.seek(0)
    return look_at(stream)


def judge_file(session: Session, attachment: Attachment, key: str, finding: Finding, *, now: dt.datetime) -> None:
    """Received, with its pictures to be made; or kept in quarantine with a plain reason."""
    attachment.storage_key, attachment.found_type = key, finding.content_type
    attachment.quarantine_reason = finding.fault
    attachment.status = "quarantined" if finding.fault else "received"
    attachment.received_at = now
    if finding.fault is None:
        queue_job(
            session, DERIVATIVES_JOB, {"attachment_id": str(attachment.id)}, now=now,
            unique_key=f"{DERIVATIVES_JOB}:{attachment.id}",
        )  # fmt: skip
