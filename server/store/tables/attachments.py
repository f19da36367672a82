"""Photos and documents, and the sending of their bytes. What asks residents for them is in `evidence.py`.

The tables know offsets, fences and hashes; the bytes themselves are in `server/attachments`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.picture import CoverKind
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, RowNumber, one_of

ATTACHMENT_STATUSES = ("expected", "receiving", "received", "quarantined")

_UNFINISHED = "completed_at IS NULL AND ended_at IS NULL"


class Attachment(Base):
    """A photo or document. The id, the SHA-256 (hex, of the plain bytes) and the capture time are fixed on the device.

    Only `received` (whole, hash equal) is shown. Bytes may come before or after the submission that names them.
    `turns`: by how many quarters clockwise its picture is shown turned. `picture_version` rises each time it is to be drawn otherwise;
    `picture_fault`: why that could not be done (domain/picture.py), until it is.
    `scan_error`: why the virus scanner could not look at it; `signature`: what it found.
    `purpose` operation: an operation too large for a push on its way here; its id is the op_id, its bytes go once it is stored.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        one_of("status", ATTACHMENT_STATUSES),
        one_of("scan", ("not_scanned", "clean", "infected")),
        one_of("purpose", ("file", "operation")),
        CheckConstraint("size >= 0", name="size"),
        Index("ix_attachments_sha256", "sha256"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    uploaded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    instance_id: Mapped[str | None] = mapped_column(index=True)
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    node: Mapped[str | None]
    name: Mapped[str]
    content_type: Mapped[str]
    found_type: Mapped[str | None]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    purpose: Mapped[CodeText] = mapped_column(default="file", server_default="file")
    captured_at: Mapped[dt.datetime | None]
    status: Mapped[CodeText]
    scan: Mapped[CodeText] = mapped_column(default="not_scanned")
    scanned_at: Mapped[dt.datetime | None]
    scan_error: Mapped[CodeText | None]
    signature: Mapped[str | None]
    quarantine_reason: Mapped[str | None]
    turns: Mapped[int] = mapped_column(default=0, server_default="0")
    picture_version: Mapped[int] = mapped_column(default=0, server_default="0")
    picture_fault: Mapped[CodeText | None]
    storage_key: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime | None]


class Upload(Base):
    """The sending of one attachment (tus 1.0). `fence` rises with every writer and with every HEAD that asks one to stop.

    `writer` is the fence of the request that may commit bytes now; NULL when nobody writes, or when it was shut out.
    Of a sealed file: the key it was sealed with, its content key as wrapped for us, and the plain bytes of a piece. `unopened`
    says why a whole one could not be opened: its parts stay as they came, and it never expires.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint('"offset" >= 0 AND "offset" <= length', name="offset"),
        Index("ix_uploads_expires_at", "expires_at"),
        Index(
            "ix_uploads_unfinished",
            "attachment_id",
            sqlite_where=text(_UNFINISHED),
            postgresql_where=text(_UNFINISHED),
        ),
    )

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    length: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    fence: Mapped[int] = mapped_column(default=0)
    writer: Mapped[int | None]
    writer_until_at: Mapped[dt.datetime | None]
    metadata_text: Mapped[str] = mapped_column(default="")
    sealing_key_id: Mapped[str | None]
    wrapped_key: Mapped[str | None]
    piece_size: Mapped[int | None]
    unopened: Mapped[CodeText | None]
    expires_at: Mapped[dt.datetime]
    completed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]


class UploadPart(Base):
    """A run of bytes that is safely stored: [offset, offset + length) under `storage_key`."""

    __tablename__ = "upload_parts"
    __table_args__ = (UniqueConstraint("attachment_id", "offset"),)

    id: Mapped[RowNumber]
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("uploads.attachment_id"))
    offset: Mapped[int] = mapped_column(BigInteger)
    length: Mapped[int] = mapped_column(BigInteger)
    storage_key: Mapped[str]


class KeptUpload(Base):
    """A whole sealed file that could not be opened, while it arrives sealed anew: kept until that one is received.

    `storage_keys` are its parts in order. `sealing_key_id` is the key that it waits for, NULL where no key would help.
    """

    __tablename__ = "kept_uploads"

    id: Mapped[RowNumber]
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("uploads.attachment_id"), index=True)
    sealing_key_id: Mapped[str | None] = mapped_column(index=True)
    wrapped_key: Mapped[str]
    piece_size: Mapped[int]
    storage_keys: Mapped[list[Any]]
    kept_at: Mapped[dt.datetime]


class Derivative(Base):
    """A picture made from an attachment to be shown in its place: upright, without metadata. `longest_side` in pixels.

    Shown only while its `version` is the attachment's `picture_version`.
    """

    __tablename__ = "derivatives"

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    longest_side: Mapped[int] = mapped_column(primary_key=True)
    storage_key: Mapped[str]
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Mapped[dt.datetime]


class Cover(Base):
    """An area of a picture that is blacked out, or a file that is hidden whole; taken back by a named role, and never removed.

    Lengths are in hundredths of a per cent of the upright picture, however that is turned (domain/picture.py).
    """

    __tablename__ = "covers"
    __table_args__ = (
        one_of("kind", CoverKind),
        CheckConstraint(
            "(kind = 'area') = (from_left IS NOT NULL AND from_top IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL)",
            name="area",
        ),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", name="taken_back"),
    )

    id: Mapped[Id]
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), index=True)
    kind: Mapped[CodeText]
    from_left: Mapped[int | None]
    from_top: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    reason: Mapped[str]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[dt.datetime]
    taken_back_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_back_at: Mapped[dt.datetime | None]
    taken_back_reason: Mapped[str | None]
