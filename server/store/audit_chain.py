"""Reads the chain of the audit trail: where it ends, what is in it, and what waits for it. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.audit_chain import START, ChainEntry, ChainHead, ChainLink, read_head
from server.store.tables import AuditEntry, ServerFact

HEAD = "audit_chain_head"
ENTRY_COLUMNS = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.user_id,
    AuditEntry.device_id,
    AuditEntry.action,
    AuditEntry.entity_type,
    AuditEntry.entity_id,
    AuditEntry.fields,
)


def find_chain_head(session: Session) -> ChainHead:
    """The last link as it was noted; START before the first."""
    return as_head(session.scalar(select(ServerFact.value).where(ServerFact.name == HEAD)))


def find_oldest_unchained(session: Session) -> tuple[int, dt.datetime | None]:
    """How many entries wait to be chained, and since when the first of them."""
    count, oldest = session.execute(
        select(func.count(), func.min(AuditEntry.at)).where(AuditEntry.chain_number.is_(None))
    ).one()
    return count, oldest


def list_links(session: Session, at_once: int = 2000) -> Iterator[ChainLink]:
    """The whole chain in its order, read a few at a time."""
    after = 0
    while True:
        rows = session.execute(
            select(AuditEntry.chain_number, AuditEntry.chain_hash, *ENTRY_COLUMNS)
            .where(AuditEntry.chain_number > after)
            .order_by(AuditEntry.chain_number)
            .limit(at_once)
        ).all()
        for number, found, *columns in rows:
            yield ChainLink(number, found or "", as_entry(columns))
            after = number
        if len(rows) < at_once:
            return


def as_head(written: str | None) -> ChainHead:
    """A head as `server_facts` holds it."""
    return (read_head(written) if written else None) or START


def as_entry(columns: Sequence[Any]) -> ChainEntry:
    """A row of ENTRY_COLUMNS."""
    names = [column.key for column in ENTRY_COLUMNS]
    return ChainEntry(**dict(zip(names, columns, strict=True)))
