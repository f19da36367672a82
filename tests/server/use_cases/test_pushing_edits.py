"""Two writers on one field: nothing is silently overwritten, and one's own chain of edits is no conflict."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Conflict, ConflictSide, Operation, Resident, User, Visit
from tests.factories.borough import Phone, add_phone, add_visit
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import push, push_verdicts
from tests.proof.invariants import check_no_value_was_lost

pytestmark = pytest.mark.usefixtures("context")
FIRST, SECOND, THIRD = "07700 900001", "07700 900002", "07700 900003"


@pytest.fixture
def resident_id(session: Session, phone: Phone) -> uuid.UUID:
    found = add_visit(session, session.get_one(User, phone.user_id)).resident_id
    session.commit()
    return found


@pytest.fixture
def second_phone(session: Session, phone: Phone) -> Phone:
    """Another phone of the same officer: two writers who have not seen each other."""
    second = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    return second


def edit_mobile(phone: Phone, resident_id: uuid.UUID, base: Any, value: Any, **values: Any) -> dict[str, Any]:
    return make_operation(
        phone, "resident.edit", "resident", resident_id, fields={"mobile": edit(base, value)}, **values
    )


def mobile_of(session: Session, resident_id: uuid.UUID) -> str | None:
    session.rollback()
    return session.get_one(Resident, resident_id).mobile


def test_a_writer_who_had_not_seen_the_value_opens_a_conflict_and_changes_nothing(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    push(phone, edit_mobile(phone, resident_id, FIRST, SECOND))
    receipt = push(second_phone, edit_mobile(second_phone, resident_id, FIRST, THIRD))[0]
    assert receipt.verdict == "conflict"
    assert mobile_of(session, resident_id) == SECOND
    conflict = session.scalars(select(Conflict)).one()
    assert receipt.detail is not None
    assert receipt.detail["conflict_ids"] == [str(conflict.id)]
    assert (conflict.base["value"], conflict.theirs["value"]) == (FIRST, SECOND)
    assert [side.value["value"] for side in session.scalars(select(ConflictSide))] == [THIRD]


def test_a_further_writer_joins_the_open_conflict_as_a_side(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    push(phone, edit_mobile(phone, resident_id, FIRST, SECOND))
    push(second_phone, edit_mobile(second_phone, resident_id, FIRST, THIRD))
    assert push_verdicts(phone, edit_mobile(phone, resident_id, SECOND, "07700 900004")) == ["conflict"]
    assert mobile_of(session, resident_id) == SECOND
    assert len(session.scalars(select(Conflict.id)).all()) == 1
    assert len(session.scalars(select(ConflictSide.id)).all()) == 2


def test_an_edit_on_top_of_ones_own_conflicting_edit_takes_its_place(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    push(phone, edit_mobile(phone, resident_id, FIRST, SECOND))
    mine = edit_mobile(second_phone, resident_id, FIRST, THIRD)
    better = edit_mobile(second_phone, resident_id, THIRD, "07700 900005", after=[mine["op_id"]])
    assert push_verdicts(second_phone, mine, better) == ["conflict", "conflict"]
    sides = session.scalars(select(ConflictSide).order_by(ConflictSide.id)).all()
    assert [(side.value["value"], side.replaced_at is None) for side in sides] == [
        (THIRD, False),
        ("07700 900005", True),
    ]


def test_a_chain_of_ones_own_unsent_edits_is_applied_to_its_end(
    phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    one = edit_mobile(phone, resident_id, FIRST, SECOND)
    two = edit_mobile(phone, resident_id, SECOND, THIRD, after=[one["op_id"]])
    assert push_verdicts(phone, two, one) == ["applied", "applied"]
    assert mobile_of(session, resident_id) == THIRD


def test_the_same_value_from_two_writers_is_agreed(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    push(phone, edit_mobile(phone, resident_id, FIRST, SECOND))
    assert push_verdicts(second_phone, edit_mobile(second_phone, resident_id, FIRST, SECOND)) == ["agreed"]
    assert session.scalars(select(Conflict.id)).all() == []


def test_who_agreed_with_anothers_value_has_seen_it_and_changes_it_again(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    push(phone, edit_mobile(phone, resident_id, FIRST, SECOND))
    same = edit_mobile(second_phone, resident_id, FIRST, SECOND)
    again = edit_mobile(second_phone, resident_id, FIRST, THIRD, after=[same["op_id"]])
    assert push_verdicts(second_phone, same, again) == ["agreed", "applied"]
    assert mobile_of(session, resident_id) == THIRD
    check_no_value_was_lost(session, {str(row.op_id): row for row in session.scalars(select(Operation))})


def test_the_more_cautious_risk_is_shown_until_a_person_decides(
    phone: Phone, second_phone: Phone, resident_id: uuid.UUID, session: Session
) -> None:
    case = session.scalars(select(Visit.case_id).where(Visit.resident_id == resident_id)).one()
    session.rollback()

    def risk(of: Phone, value: str) -> dict[str, Any]:
        return make_operation(of, "case.edit", "case", case, fields={"risk": edit(None, value)})

    assert push_verdicts(phone, risk(phone, "low")) == ["applied"]
    assert push_verdicts(second_phone, risk(second_phone, "high")) == ["conflict"]
    from server.store.tables import Case

    assert session.get_one(Case, case).risk == "high"


@pytest.mark.parametrize(
    ("fields", "verdict", "reason"),
    [
        ({"shoe_size": edit(None, "9")}, "waiting", "unknown_field"),
        ({"first_name": edit("Test", "Best")}, "review", "office_only"),
        ({"mobile": edit(FIRST, 7)}, "review", "wrong_type"),
        ({"mobile": {"value": "x"}}, "review", "wrong_shape"),
        ({}, "review", "nothing_to_edit"),
    ],
)
def test_an_edit_that_cannot_be_made_is_kept_with_its_reason(
    phone: Phone, resident_id: uuid.UUID, session: Session, fields: Any, verdict: str, reason: str
) -> None:
    operation = make_operation(phone, "resident.edit", "resident", resident_id, fields=fields)
    receipt = push(phone, operation)[0]
    assert (receipt.verdict, receipt.reason) == (verdict, reason)
    assert session.scalars(select(Operation.envelope)).one() == operation
    assert mobile_of(session, resident_id) == FIRST
