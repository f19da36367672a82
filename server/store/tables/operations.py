"""The one log of operations, what became of each, and what each device is known to hold.

Every change to a mergeable field or a workflow state is a row of `operations`, whoever made it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.words import SettlementDecision, Verdict
from server.store.database import Base, new_id
from server.store.tables.columns import CodeText, DeviceId, Id, RowNumber, one_of


class Operation(Base):
    """One thing done on a device, kept as it came (`envelope`) with the server's lasting answer.

    `verdict` NULL means stored but not yet decided. `told_at` NULL means the device has not acknowledged the verdict.
    `seq` is the order of arrival for people to read; nothing uses it as a cursor.
    `row_version` is what its row's version came to by it, NULL where it changed nothing: the order of writes to a row.
    `changed` is {field: {base_version, base_value, value}}; NULL for the server's own, whose envelope says it.
    One that came sealed is kept opened; `sealed_hash` is of its sealed form. One that cannot be opened is kept as it came, and
    `sealing_key_id` is the key it waits for (NULL where no key would help).
    """

    __tablename__ = "operations"
    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_operations_device_id_device_seq", "device_id", "device_seq"),
        Index("ix_operations_entity", "entity_type", "entity_id"),
        Index(
            "ix_operations_undecided",
            "received_at",
            sqlite_where=text("verdict IS NULL OR verdict = 'waiting'"),
            postgresql_where=text("verdict IS NULL OR verdict = 'waiting'"),
        ),
        Index(
            "ix_operations_untold",
            "device_id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
        Index("ix_operations_verdict_received_at", "verdict", "received_at"),
        Index(
            "ix_operations_sealing_key_id",
            "sealing_key_id",
            sqlite_where=text("sealing_key_id IS NOT NULL"),
            postgresql_where=text("sealing_key_id IS NOT NULL"),
        ),
    )

    seq: Mapped[RowNumber]
    op_id: Mapped[uuid.UUID] = mapped_column(unique=True, default=new_id, insert_sentinel=True)  # many in one INSERT
    parent_op_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    device_id: Mapped[DeviceId]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    device_seq: Mapped[int | None]
    schema: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    entity_type: Mapped[CodeText | None]
    entity_id: Mapped[uuid.UUID | None]
    envelope: Mapped[dict[str, Any]]
    payload_hash: Mapped[str]
    sealed_hash: Mapped[str | None]
    sealing_key_id: Mapped[str | None]
    view: Mapped[int | None]
    device_time: Mapped[str | None]
    sent_at: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime]
    verdict: Mapped[CodeText | None]
    verdict_reason: Mapped[str | None]
    verdict_detail: Mapped[dict[str, Any] | None]
    decided_at: Mapped[dt.datetime | None]
    told_at: Mapped[dt.datetime | None]
    row_version: Mapped[int | None]
    changed: Mapped[dict[str, Any] | None]


class OperationClash(Base):
    """An operation that came under an op_id already taken by other content. Kept whole, for a person to look at.

    `sealing_key_id` is the key that one waits for which came sealed and cannot be opened.
    """

    __tablename__ = "operation_clashes"
    __table_args__ = (Index("uq_operation_clashes_content", "op_id", "payload_hash", "device_id", unique=True),)

    id: Mapped[RowNumber]
    op_id: Mapped[uuid.UUID]
    device_id: Mapped[DeviceId]
    payload_hash: Mapped[str]
    sealing_key_id: Mapped[str | None]
    envelope: Mapped[dict[str, Any]]
    received_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str | None]


class OperationSettlement(Base):
    """What a person made of an operation in review. At most one; without it the operation stands in the review queue."""

    __tablename__ = "operation_settlements"
    __table_args__ = (one_of("decision", SettlementDecision),)

    op_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("operations.op_id"), primary_key=True)
    decision: Mapped[CodeText]
    note: Mapped[str]
    settled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[dt.datetime]


class Conflict(Base):
    """Two writers on one field. The shown value is untouched until a person resolves it. One open conflict per field.

    `version` rises with each side that joins and with the resolution: who resolves names the version they saw, so that two
    resolvers cannot both win. `chosen` is `shown`, `other` or the op_id of a side; `resolved_value` is {"value": ...}.
    """

    __tablename__ = "conflicts"
    __table_args__ = (
        Index(
            "uq_conflicts_one_open",
            "entity_type",
            "entity_id",
            "field",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index("ix_conflicts_entity_id", "entity_id"),
        Index("ix_conflicts_resolved_at_opened_at", "resolved_at", "opened_at"),
    )

    id: Mapped[Id]
    entity_type: Mapped[CodeText]
    entity_id: Mapped[uuid.UUID]
    field: Mapped[str]
    base: Mapped[dict[str, Any]]
    theirs: Mapped[dict[str, Any]]
    version: Mapped[int]
    opened_at: Mapped[dt.datetime]
    resolved_at: Mapped[dt.datetime | None]
    resolved_by_op_id: Mapped[uuid.UUID | None]
    resolved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    resolved_value: Mapped[dict[str, Any] | None]
    resolved_reason: Mapped[str | None]
    chosen: Mapped[str | None]


class ConflictSide(Base):
    """One writer's value in a conflict; `replaced_at` when a later operation of the same chain took its place."""

    __tablename__ = "conflict_sides"
    __table_args__ = (
        Index("uq_conflict_sides_op", "conflict_id", "op_id", unique=True),
        Index("ix_conflict_sides_user_id", "user_id", "conflict_id"),
    )

    id: Mapped[RowNumber]
    conflict_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conflicts.id"))
    op_id: Mapped[uuid.UUID]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[DeviceId]
    value: Mapped[dict[str, Any]]
    made_at: Mapped[dt.datetime]
    replaced_at: Mapped[dt.datetime | None]


class DeviceView(Base):
    """What a device has acknowledged that it holds, and what was last sent to it and not yet acknowledged.

    Blobs are the sorted lines `type:id:version`, zlib-compressed. `pending_*` stand for the pages of an answer under way;
    `pending_op_ids` are the verdicts in it, each [op_id, its words in short]; `page_from_*` is what its newest page went on from,
    so that a page asked for twice is the same page.
    """

    __tablename__ = "device_views"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    view: Mapped[int] = mapped_column(default=0)
    held: Mapped[bytes | None] = mapped_column(LargeBinary)
    pending_view: Mapped[int | None]
    pending_held: Mapped[bytes | None] = mapped_column(LargeBinary)
    pending_op_ids: Mapped[list[Any] | None]
    pending_at: Mapped[dt.datetime | None]
    page_from_view: Mapped[int | None]
    page_from_held: Mapped[bytes | None] = mapped_column(LargeBinary)


class ViewMembership(Base):
    """That a device held a row from one view to another: the proof behind late reports and the breach list. Kept 90 days."""

    __tablename__ = "view_memberships"
    __table_args__ = (
        Index("ix_view_memberships_entity", "entity_id", "device_id"),
        Index("ix_view_memberships_left_at", "left_at"),
    )

    id: Mapped[RowNumber]
    device_id: Mapped[DeviceId]
    entity_type: Mapped[CodeText]
    entity_id: Mapped[uuid.UUID]
    entered_view: Mapped[int]
    entered_at: Mapped[dt.datetime]
    left_view: Mapped[int | None]
    left_at: Mapped[dt.datetime | None]
    left_reason: Mapped[CodeText | None]
