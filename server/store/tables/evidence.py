"""Evidence that a resident is asked for: document types, requests, what was sent for each document and what was decided of it.

A request is answered by link (`links.py`, purpose `evidence`); files are attachments of the resident's case.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.evidence import CameBy, Decision, EvidenceSender, ItemState, RequestStatus
from server.domain.message import MessageChannel
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, RowNumber, one_of


class DocumentType(Base):
    """A document type that a programme asks for. `names`, `hints` (what counts) and `tips` (how to photograph it): {"en": ..., "cy": ...}.

    `days` until it is due, as proposed. One that is retired is asked for no more. `version` rises with every change.
    """

    __tablename__ = "document_types"
    __table_args__ = (UniqueConstraint("programme_id", "code"), CheckConstraint("days > 0", name="days"))

    id: Mapped[Id]
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    code: Mapped[CodeText]
    names: Mapped[dict[str, Any]]
    hints: Mapped[dict[str, Any]]
    tips: Mapped[dict[str, Any]]
    days: Mapped[int]
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    retired_at: Mapped[dt.datetime | None]


class EvidenceRequest(Base):
    """A request to a resident for photos or documents. Its id is that of the link by which it is answered.

    Who made and closed it, and when it opens no more, stand on the link. `status_at`: since when it stands so.
    `channel`: how the resident is told of it; NULL: by whoever asked. `reminded_at`: of the day by which we ask now.
    """

    __tablename__ = "evidence_requests"
    __table_args__ = (
        one_of("status", RequestStatus),
        one_of("channel", MessageChannel),
        Index("ix_evidence_requests_status_status_at", "status", "status_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resident_links.id"), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    why: Mapped[str]
    due_on: Mapped[dt.date]
    status: Mapped[CodeText]
    status_at: Mapped[dt.datetime]
    channel: Mapped[CodeText | None]
    reminded_at: Mapped[dt.datetime | None]


class EvidenceItem(Base):
    """One document that a request asks for. `version` rises with every sending and every decision.

    `reason` of a refusal, as the resident reads it; `approved_type_id` what it was found to be, `valid_until_on` its last day.
    """

    __tablename__ = "evidence_items"
    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        one_of("state", ItemState),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_with_reason"),
        CheckConstraint("(state = 'approved') = (approved_type_id IS NOT NULL)", name="approved_as_type"),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence_requests.id"))
    document_type_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document_types.id"))
    position: Mapped[int]
    state: Mapped[CodeText]
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str | None]
    approved_type_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document_types.id"))
    valid_until_on: Mapped[dt.date | None]


class EvidenceSending(Base):
    """One press of *Send*, with its reference number (of its id). `by_id` where the office sent for the resident.

    Then `came_by` says how it came, and `brought_by` who brought it where that was not the resident.
    """

    __tablename__ = "evidence_sendings"
    __table_args__ = (
        one_of("sender", EvidenceSender),
        CheckConstraint("(sender = 'helper') = (helper_name IS NOT NULL)", name="helper_named"),
        CheckConstraint("(sender = 'office') = (by_id IS NOT NULL)", name="office_by"),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence_requests.id"), index=True)
    sender: Mapped[CodeText]
    helper_name: Mapped[str | None]
    relationship: Mapped[str | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    came_by: Mapped[CodeText | None]
    brought_by: Mapped[str | None]
    sent_at: Mapped[dt.datetime]


class EvidenceFile(Base):
    """A file for one document. `sending_id` NULL: added, and *Send* was not pressed since, or it could not be opened.

    `seen_before_id`: the first attachment of the same case with the same bytes.
    """

    __tablename__ = "evidence_files"

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    sending_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("evidence_sendings.id"), index=True)
    seen_before_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    added_at: Mapped[dt.datetime]


class CaseFile(Base):
    """A file that the office added to a case without its being asked for. `brought_by` NULL: the resident brought it."""

    __tablename__ = "case_files"
    __table_args__ = (one_of("came_by", CameBy),)

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    document_type_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document_types.id"))
    came_by: Mapped[CodeText]
    brought_by: Mapped[str | None]
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[dt.datetime]


class EvidenceUpload(Base):
    """A file that a link sends for one document in pieces (tus): only that link may go on with it. Once it is whole it is an
    `EvidenceFile` too, and is listed nowhere before.
    """

    __tablename__ = "evidence_uploads"

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    begun_at: Mapped[dt.datetime]


class EvidenceDecision(Base):
    """What a person made of a document, once. Never changed."""

    __tablename__ = "evidence_decisions"
    __table_args__ = (one_of("decision", Decision),)

    id: Mapped[RowNumber]
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    decision: Mapped[CodeText]
    reason: Mapped[str | None]
    document_type_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document_types.id"))
    valid_until_on: Mapped[dt.date | None]
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[dt.datetime]
