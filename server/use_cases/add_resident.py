"""Add a resident at a desk whom no list has, with a case: only once whoever they might be has been seen.

Looked for again under the gate of imports, so that of two desks, or a desk and a list, with one newcomer the second is told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from server.domain.change_refusal import ChangeRefusedError
from server.domain.new_resident import NewcomerWords, read_newcomer
from server.domain.phone_window import find_council_date
from server.store.address_writes import AddressBook
from server.store.audit_writes import record_audit
from server.store.case_writes import open_case
from server.store.likely_duplicate_writes import add_likely_pairs
from server.store.likely_residents import list_likely
from server.store.programmes import lock_gate_of_imports
from server.store.tables import Programme, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.write_newcomer import FROM_DESK, write_newcomer


def add_resident(
    typed: NewcomerWords,
    programme_id: uuid.UUID | None,
    *,
    seen: Collection[uuid.UUID],
    page_id: uuid.UUID,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    """Add them under the page's id: a button pressed twice adds one. `seen` are those the page showed as likely to be the same.
    Raises ChangeRefusedError, with `people` where somebody likely was not seen yet.
    """
    row = read_newcomer(typed, find_council_date(at))
    with write_transaction() as session:
        lock_gate_of_imports(session)
        if session.get(Resident, page_id) is not None:
            return
        programme = session.get(Programme, programme_id) if programme_id else None
        if programme is None or not programme.active:
            raise ChangeRefusedError({"programme": "missing"})
        likely = list_likely(session, row)
        if any(one.resident.id not in seen for one in likely):
            raise ChangeRefusedError({"people": "unseen"})
        address = AddressBook(session, [row], now=at).find_or_add(row)
        assert address is not None, "the row has lines or a postcode"
        session.flush()
        resident = write_newcomer(session, page_id, row, address, FROM_DESK, by_id=by_id, at=at)
        session.flush()
        open_case(session, resident.id, programme.id, user_id=by_id, now=at, origin=FROM_DESK)
        pairs = []
        for found in likely:  # a supervisor decides about each
            one, other = sorted((found.resident.id, resident.id))
            pairs.append((one, other, found.why))
        add_likely_pairs(session, pairs, at)
        record_audit(
            session, action="resident.add", at=at, user_id=by_id, entity_type="resident", entity_id=resident.id,
            fields={"programme": {"old": None, "new": programme.code}},
        )  # fmt: skip
