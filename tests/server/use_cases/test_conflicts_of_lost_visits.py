"""A conflict is on a phone while its officer visits the resident it is about, whatever row its field is in."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from server.store.row_writes import set_fields
from server.store.tables import Conflict, ConflictSide, User, Visit
from tests.factories.borough import NOW, add_phone, add_server_device, add_user, add_visit
from tests.factories.pushing import pull


def add_conflict(session: Session, officer: User, device_id: str, entity_type: str, visit: Visit) -> str:
    """One in which the officer has a side, about a field of the visit, of its case or of its resident."""
    entity_id = {"visit": visit.id, "case": visit.case_id, "resident": visit.resident_id}[entity_type]
    conflict = Conflict(
        id=uuid.uuid4(), entity_type=entity_type, entity_id=entity_id, field="a", base={"value": 1}, version=1,
        theirs={"value": 2}, opened_at=NOW,
    )  # fmt: skip
    session.add(conflict)
    session.flush()
    session.add(
        ConflictSide(
            conflict_id=conflict.id, op_id=uuid.uuid4(), user_id=officer.id, device_id=device_id, value={"value": 3},
            made_at=NOW,
        )
    )  # fmt: skip
    return str(conflict.id)


@pytest.mark.parametrize("entity_type", ["resident", "case", "visit"])
def test_of_two_conflicts_the_one_about_a_resident_no_longer_visited_leaves(
    context: None, session: Session, entity_type: str
) -> None:
    add_server_device(session)
    officer, other = add_user(session), add_user(session, "Ned Newman")
    phone = add_phone(session, officer)
    visits = [add_visit(session, officer), add_visit(session, officer)]
    kept, lost = (add_conflict(session, officer, phone.device_id, entity_type, visit) for visit in visits)
    session.commit()
    first = pull(phone)
    assert {row["id"] for row in first.rows if row["type"] == "conflict"} == {kept, lost}
    set_fields(visits[1], {"officer_id": other.id}, now=NOW)
    session.commit()
    gone = pull(phone, first.view or 0).evicted
    assert [key[1] for key, _ in gone if key[0] == "conflict"] == [lost]
