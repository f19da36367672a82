"""A person says who a doubtful line is: somebody known, or somebody new. Nobody is merged without this.

A line of a batch that is imported already is applied at once; before that the decision waits for the confirmation.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.words import RowVerdict
from server.store.audit_writes import record_audit
from server.store.import_batches import find_row, get_batch
from server.store.tables import Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.apply_import import apply_decided_row
from server.use_cases.classify_import_rows import DIFFERENT, SAME


class RowNotDecidedError(Exception):
    """`reason`: not_found, decided_already, undone, or nobody_chosen. Nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decide_import_row(
    batch_id: uuid.UUID, line_number: int, *, same_as: uuid.UUID | None, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Settle one line: the resident `same_as`, or a different person. Raises RowNotDecidedError."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status in ("undoing", "undone"):
            raise RowNotDecidedError("undone")
        row = find_row(session, batch_id, line_number)
        if row is None or row.verdict != RowVerdict.DECIDE:
            raise RowNotDecidedError("not_found" if row is None else "decided_already")
        if row.applied_at is not None:
            raise RowNotDecidedError("decided_already")
        if same_as is not None:
            resident = session.get(Resident, same_as)
            if resident is None or resident.merged_into_id is not None:
                raise RowNotDecidedError("nobody_chosen")
        row.decision = DIFFERENT if same_as is None else f"{SAME}{same_as}"
        row.decided_by_id = by_id
        record_audit(
            session,
            action="import.decide",
            at=at,
            user_id=by_id,
            entity_type="import_batch",
            entity_id=batch_id,
            fields={"decision": {"old": None, "new": row.decision}},
        )
        session.flush()
        if batch.status == "imported":
            apply_decided_row(session, batch, row, now=at)
