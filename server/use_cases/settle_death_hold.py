"""A supervisor settles a reported death: the report was wrong and the hold is lifted, or it is so and is confirmed.

Closes no case. Whoever the hold had kept without a case gets one, and what was closed because of the death is open again when
the report was wrong, so that nobody falls between two lists.
"""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy.orm import Session

from server.domain.case_step import CloseReason
from server.store.audit_writes import record_audit
from server.store.case_writes import has_case, open_case
from server.store.death_holds import lock_death_hold
from server.store.decision_ground import lock_people
from server.store.hold_writes import cancel_planned_visits, confirm_death_hold, lift_death_hold
from server.store.tables import Hold, ImportBatch, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.change_case import reopen_closed_for

LONGEST_NOTE = 2000


class Settlement(StrEnum):
    """What a supervisor can say of a report."""

    LIFT = "lift"
    CONFIRM = "confirm"


class HoldNotSettledError(Exception):
    """`reason`: not_found, settled_already, note_missing or note_too_long. Nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def settle_death_hold(
    resident_id: uuid.UUID, hold_id: uuid.UUID, settlement: Settlement, note: str, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Lift or confirm, with words on how it is known. A confirmed hold can still be lifted. Raises HoldNotSettledError."""
    words = note.strip()
    if not words:
        raise HoldNotSettledError("note_missing")
    if len(words) > LONGEST_NOTE:
        raise HoldNotSettledError("note_too_long")
    with write_transaction() as session:
        ground = lock_people(session, {resident_id})  # visits and cases before their person, as everybody locks them
        found = lock_death_hold(session, hold_id)
        if found is None or found[1].id != resident_id:
            raise HoldNotSettledError("not_found")
        hold, resident = found
        if hold.lifted_at is not None or (settlement is Settlement.CONFIRM and hold.confirmed_at is not None):
            raise HoldNotSettledError("settled_already")
        if settlement is Settlement.LIFT:
            lift_death_hold(session, hold, resident, note=words, user_id=by_id, now=at)
            _open_case_held_back(session, hold, resident, by_id=by_id, at=at)
            reopen_closed_for(session, ground, CloseReason.DIED, by_id=by_id, at=at)
        else:
            confirm_death_hold(session, hold, note=words, user_id=by_id, now=at)
            cancel_planned_visits(session, resident.id, reason="death_confirmed", user_id=by_id, now=at)
        record_audit(
            session,
            action=f"hold.{settlement}",
            at=at,
            user_id=by_id,
            entity_type="resident",
            entity_id=resident.id,
            fields={"on_hold": {"old": True, "new": resident.on_hold}},
        )


def _open_case_held_back(
    session: Session, hold: Hold, resident: Resident, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """An import opens no case for somebody reported dead; now it does."""
    named = hold.details.get("batch_id")
    batch = session.get(ImportBatch, uuid.UUID(named)) if named else None
    if batch is None or batch.programme_id is None or has_case(session, resident.id, batch.programme_id):
        return
    open_case(session, resident.id, batch.programme_id, user_id=by_id, now=at, origin={"hold_id": str(hold.id)})
