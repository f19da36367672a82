"""Forms, their published and unchanging versions, uploads that wait to become one, submissions and their reviews."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.words import ReviewState
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, RowNumber, one_of


class Form(Base):
    """An XLSForm by its form_id."""

    __tablename__ = "forms"

    id: Mapped[Id]
    form_id: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]


class FormVersion(Base):
    """One published edition. The spreadsheet, the XForm, the questions and the `media` (domain/form_medium.py) that its labels
    show never change; only `retired_at` and `version` do.
    """

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("form_ref_id", "version_label"), UniqueConstraint("form_ref_id", "xlsx_sha256"))

    id: Mapped[Id]
    form_ref_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("forms.id"))
    version_label: Mapped[str]
    title: Mapped[str]
    xlsx: Mapped[bytes] = mapped_column(LargeBinary)
    xlsx_sha256: Mapped[str]
    xform: Mapped[str]
    questions: Mapped[list[Any]]
    languages: Mapped[list[Any]]
    media: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    published_at: Mapped[dt.datetime]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class FormUpload(Base):
    """A spreadsheet that became a form and waits for a person to publish it or put it aside; the row ends with either.

    `form_ref_id` is the form it is to be a new version of, NULL for a form that is not there yet.
    """

    __tablename__ = "form_uploads"

    id: Mapped[Id]
    form_ref_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("forms.id"), index=True)
    form_id: Mapped[str]
    version_label: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str]
    xlsx: Mapped[bytes] = mapped_column(LargeBinary)
    xlsx_sha256: Mapped[str]
    xform: Mapped[str]
    questions: Mapped[list[Any]]
    languages: Mapped[list[Any]]
    media: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    warnings: Mapped[list[Any]]
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))


class Submission(Base):
    """A filled form. `xml` is the truth as it came; `answers` is it for queries; `problems` is what the checks found."""

    __tablename__ = "submissions"
    __table_args__ = (
        one_of("review_state", ReviewState),
        Index("ix_submissions_review_state_received_at", "review_state", "received_at"),
        Index("ix_submissions_visit_id", "visit_id"),
        Index("ix_submissions_form_version_id_received_at", "form_version_id", "received_at", "id"),
    )

    id: Mapped[Id]
    instance_id: Mapped[str] = mapped_column(unique=True)
    op_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    form_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("form_versions.id"), index=True)
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    finalised_at: Mapped[dt.datetime | None]
    utc_offset_minutes: Mapped[int | None]
    received_at: Mapped[dt.datetime]
    xml: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[CodeText | None]
    has_needs: Mapped[bool] = mapped_column(default=False)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    review_state: Mapped[CodeText]
    review_owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))


class SubmissionReview(Base):
    """One step of a submission's review; never changed, so that the history can be read."""

    __tablename__ = "submission_reviews"
    __table_args__ = (one_of("review_state", ReviewState),)

    id: Mapped[RowNumber]
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    review_state: Mapped[CodeText]
    note: Mapped[str | None]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    reviewed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[dt.datetime]
