"""Import batches and their rows: each line of a file as received, what was made of it, and what was decided about whom a file leaves out."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.missing_person import MissingChoice
from server.domain.words import RowVerdict
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, RowNumber, one_of

BATCH_STATUSES = (
    "unmapped",
    "received",
    "previewed",
    "importing",
    "imported",
    "refused",
    "discarded",
    "undoing",
    "undone",
)


class ImportBatch(Base):
    """One uploaded file. `counts` by row verdict; `rows_done` of `rows_total` is the progress of the step under way."""

    __tablename__ = "import_batches"
    __table_args__ = (one_of("status", BATCH_STATUSES), Index("ix_import_batches_file_sha256", "file_sha256"))

    id: Mapped[Id]
    layout: Mapped[CodeText | None]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    encoding: Mapped[str | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    status: Mapped[CodeText]
    refused_reason: Mapped[str | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[dt.datetime]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[dt.datetime | None]


class ImportRow(Base):
    """One line: `received` as in the file, `normalised` as understood, `reasons` in words a person can act on.

    A row to decide lists `candidates`; the person's answer is `decision` ("same:<resident id>" or "different").
    `undo` is what applying the row made and what stood before; `left_because` why undoing the batch left it as it is.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("batch_id", "line_number"),
        one_of("verdict", RowVerdict),
        Index("ix_import_rows_batch_id_verdict", "batch_id", "verdict", "line_number"),
    )

    id: Mapped[RowNumber]
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_batches.id"))
    line_number: Mapped[int]
    received: Mapped[dict[str, Any]]
    normalised: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[CodeText | None]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    decision: Mapped[str | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    applied_at: Mapped[dt.datetime | None]
    undo: Mapped[dict[str, Any] | None]
    undone_at: Mapped[dt.datetime | None]
    left_because: Mapped[CodeText | None]


class MissingDecision(Base):
    """What somebody decided about a person whom a full extract no longer names. It stands until it is undone, or a later file of
    the list names the person again. `done` is what it changed, so that it can be put back: {"next_contact_on": before}.
    """

    __tablename__ = "missing_decisions"
    __table_args__ = (one_of("choice", MissingChoice), Index("ix_missing_decisions_resident_id", "resident_id"))

    id: Mapped[Id]
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_batches.id"), index=True)
    resident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("residents.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    choice: Mapped[CodeText]
    note: Mapped[str | None]
    done: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[dt.datetime]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[dt.datetime | None]


class ImportMapping(Base):
    """What the headings of a council's own list mean, as a person said it once: offered again for the same set of headings.

    `fingerprint` stands for that set; `columns` is {heading: meaning}; lists of one name are one feed.
    """

    __tablename__ = "import_mappings"

    id: Mapped[Id]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    list_name: Mapped[str]
    columns: Mapped[dict[str, Any]]
    month_first: Mapped[bool] = mapped_column(default=False)
    saved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[dt.datetime]
