"""Take a phone's breach list out of the house, as a file. No audit entry, no file."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.breach import PhoneFacts
from server.store.audit_writes import record_audit
from server.store.breach_list import Affected, find_phone_facts, list_affected
from server.store.device_list import DeviceLine, find_device_line
from server.store.unit_of_work import write_transaction


def export_breach_list(
    device_id: str, *, by_id: uuid.UUID, at: dt.datetime
) -> tuple[DeviceLine, PhoneFacts, list[Affected]] | None:
    """The phone, what is known of it and whose data was on it; None where there is no such phone."""
    with write_transaction() as session:
        line = find_device_line(session, device_id)
        if line is None:
            return None
        facts, affected = find_phone_facts(session, line.device), list_affected(session, device_id)
        record_audit(
            session, action="export.breach_list", at=at, user_id=by_id, entity_type="device", entity_id=device_id,
            fields={
                "people": {"old": None, "new": len(affected)},
                "rows": {"old": None, "new": sum(len(person.rows) for person in affected)},
            },
        )  # fmt: skip
    return line, facts, affected
