"""Take the audit trail out of the house, as it is narrowed. No audit entry of that, no file. Written while it is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from server.store.audit_trail import AuditFilter, AuditLine, list_entries
from server.store.audit_writes import record_audit
from server.store.unit_of_work import read_snapshot, write_transaction

ROWS_AT_ONCE = 1000


def export_audit(wanted: AuditFilter, *, by_id: uuid.UUID, at: dt.datetime) -> Iterator[AuditLine]:
    """Every entry that fits and was made before this moment, the newest first. Recorded before the first one is given."""
    said = {
        "person": str(wanted.user_id) if wanted.user_id else None,
        "action": wanted.action,
        "thing": " ".join(wanted.thing) if wanted.thing else None,
        "from": wanted.from_at.isoformat() if wanted.from_at else None,
        "until": wanted.until_at.isoformat() if wanted.until_at else None,
    }
    with write_transaction() as session:
        record_audit(
            session, action="export.audit", at=at, user_id=by_id, entity_type="audit",
            fields={name: {"old": None, "new": value} for name, value in said.items() if value},
        )  # fmt: skip
    return _read(wanted)


def _read(wanted: AuditFilter) -> Iterator[AuditLine]:
    after = None
    while True:
        with read_snapshot() as session:
            lines, after = list_entries(session, wanted, after, ROWS_AT_ONCE)
        yield from lines
        if after is None:
            return
