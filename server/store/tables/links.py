"""Links by which residents answer without an account: forms and evidence. One table and one first question for both."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.resident_link import LinkPurpose, VerifyQuestion
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, one_of

_PAUSE_UNSEEN = "paused_at IS NOT NULL AND pause_seen_at IS NULL"


class ResidentLink(Base):
    """One request to one resident. `code_hash` is of the code that opens it now: sending again makes another, and the old one ends.

    `wrong_tries` since the last right answer or pause; `pause_seen_at` NULL after `paused_at`: the office has not been told.
    `op_id` is the submission that came by it.
    """

    __tablename__ = "resident_links"
    __table_args__ = (
        one_of("purpose", LinkPurpose),
        one_of("question", VerifyQuestion),
        CheckConstraint("purpose <> 'form' OR form_ref_id IS NOT NULL", name="form_of_form"),
        CheckConstraint("(answered_at IS NULL) = (op_id IS NULL)", name="answered"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed"),
        Index("ix_resident_links_resident_id_made_at", "resident_id", "made_at"),
        Index(
            "ix_resident_links_pause_unseen",
            "paused_at",
            sqlite_where=text(_PAUSE_UNSEEN),
            postgresql_where=text(_PAUSE_UNSEEN),
        ),
    )

    id: Mapped[Id]
    purpose: Mapped[CodeText]
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    form_ref_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("forms.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    code_made_at: Mapped[dt.datetime]
    question: Mapped[CodeText]
    expires_at: Mapped[dt.datetime]
    made_at: Mapped[dt.datetime]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[dt.datetime | None]
    paused_until_at: Mapped[dt.datetime | None]
    pause_seen_at: Mapped[dt.datetime | None]
    opened_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    op_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    closed_at: Mapped[dt.datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))


class ResidentLinkCode(Base):
    """A code that a later message about the same request brought, kept as a hash. It opens the link beside the first one, until
    the link is made anew or closed.
    """

    __tablename__ = "resident_link_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resident_links.id"), index=True)
    made_at: Mapped[dt.datetime]
