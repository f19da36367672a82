"""Rows the house itself needs: jobs for the worker, the audit trail and what the server knows of itself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.tables.columns import CodeText, Id, RowNumber

_UNCHAINED = "chain_number IS NULL"
_WAITING = "done_at IS NULL AND given_up_at IS NULL"


class Job(Base):
    """Work for the worker, queued in the fact's own transaction and claimed under a lease. Running one twice must do no harm."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_waiting", "run_after_at", sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
        Index(
            "ix_jobs_unique_key",
            "unique_key",
            unique=True,
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[CodeText]
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None]
    run_after_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until_at: Mapped[dt.datetime | None]
    lease_holder: Mapped[str | None]
    queued_at: Mapped[dt.datetime]
    done_at: Mapped[dt.datetime | None]
    given_up_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]


class AuditEntry(Base):
    """Who saw, changed, exported or imported what. Appended only; the worker chains the entries later, by `chain_number`.

    `fields` is {name: {"old": ..., "new": ...}} and never holds answers or photos.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_entity", "entity_type", "entity_id", "id"),
        Index("ix_audit_entries_at", "at", "id"),
        Index("ix_audit_entries_user_id", "user_id", "at", "id"),
        Index("ix_audit_entries_action", "action", "at", "id"),
        Index("ix_audit_entries_chain_number", "chain_number", unique=True),
        Index("ix_audit_entries_unchained", "id", sqlite_where=text(_UNCHAINED), postgresql_where=text(_UNCHAINED)),
    )

    id: Mapped[RowNumber]
    at: Mapped[dt.datetime]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[str | None]
    action: Mapped[CodeText]
    entity_type: Mapped[CodeText | None]
    entity_id: Mapped[str | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chain_number: Mapped[int | None] = mapped_column(BigInteger)
    chain_hash: Mapped[str | None]


class ServerFact(Base):
    """What the server knows of itself by name, e.g. `server_epoch`."""

    __tablename__ = "server_facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
