"""An officer proposes a visit from the field; a person makes it one, of a resident we have or a new one, or declines."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving, NotAssigned
from server.domain.change_refusal import ChangeRefusedError
from server.domain.new_resident import NewcomerWords
from server.domain.words import Role
from server.store.proposals import find_proposal, list_suggestions
from server.store.tables import Address, Case, Operation, Programme, Resident, User, Visit, VisitProposal
from server.store.unit_of_work import read_snapshot
from server.use_cases.answer_proposal import ProposalRefusedError, accept_proposal, decline_proposal
from tests.factories.borough import (
    NOW,
    TODAY,
    Phone,
    add_case,
    add_phone,
    add_programme,
    add_resident,
    add_server_device,
    add_user,
    add_visit,
)
from tests.factories.operations import make_operation
from tests.factories.pushing import push

UNA = {
    "basis": "typed_address", "visit_id": None, "first_name": "Una", "last_name": "Upstairs",
    "telephone": "07700 900009", "address_text": "2 Test Street\nTesttown ZZ99 3WZ", "why": "Coughs.",
    "wanted_on": None,
}  # fmt: skip
NEW = NewcomerWords(
    first_name="Una", last_name="Upstairs", telephone="07700 900009", address="2 Test Street", postcode="CR8 4DL"
)


@pytest.fixture
def phone(context: None, session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def programme_id(session: Session, phone: Phone) -> uuid.UUID:
    programme_id = add_programme(session).id
    session.commit()
    return programme_id


def propose(phone: Phone, proposal_id: uuid.UUID | None = None, **values: Any) -> uuid.UUID:
    proposal_id = proposal_id or uuid.uuid4()
    receipt = push(phone, make_operation(phone, "visit.propose", "visit_proposal", proposal_id, payload=UNA | values))
    assert (receipt[0].verdict, receipt[0].reason) == ("applied", None)
    return proposal_id


def giving(phone: Phone) -> Giving:
    return Giving(officer_id=phone.user_id, planned_on=TODAY, by_id=phone.user_id, at=NOW)


def test_a_proposal_waits_and_makes_nothing_else(session: Session, phone: Phone) -> None:
    propose(phone)
    found = session.scalars(select(VisitProposal)).one()
    assert (found.status, found.proposed_by_id, found.last_name) == ("proposed", phone.user_id, "Upstairs")
    assert session.scalars(select(Visit)).all() == []


def test_a_second_proposal_under_one_id_goes_to_a_person_and_changes_nothing(session: Session, phone: Phone) -> None:
    proposal_id = propose(phone)
    again = make_operation(phone, "visit.propose", "visit_proposal", proposal_id, payload=UNA | {"first_name": "Eve"})
    receipt = push(phone, again)[0]
    assert (receipt.verdict, receipt.reason) == ("review", "already_proposed")
    assert session.scalars(select(VisitProposal.first_name)).all() == ["Una"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("basis", "heard"), ("basis", None), ("why", ""), ("why", "x" * 2001), ("first_name", 7), ("wanted_on", "soon"),
     ("visit_id", "here"), ("last_name", "a\x00b"), ("telephone", "0" * 41), ("address_text", ["2 Test Street"])],
)  # fmt: skip
def test_what_is_no_proposal_goes_to_a_person(session: Session, phone: Phone, field: str, value: Any) -> None:
    payload = UNA | {field: value}
    receipt = push(phone, make_operation(phone, "visit.propose", "visit_proposal", uuid.uuid4(), payload=payload))[0]
    assert (receipt.verdict, receipt.reason) == ("review", "wrong_type")
    assert receipt.detail is not None
    assert set(receipt.detail["fields"]) == {field}
    assert session.scalars(select(VisitProposal)).all() == []


def test_a_visit_that_does_not_exist_is_left_out(session: Session, phone: Phone) -> None:
    propose(phone, basis="same_address", visit_id=str(uuid.uuid4()))
    assert session.scalars(select(VisitProposal.visit_id)).all() == [None]


def test_a_proposal_becomes_a_new_resident_with_a_case_and_a_visit(
    session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    visit_id = accept_proposal(propose(phone), NEW, programme_id, giving(phone))
    visit = session.get_one(Visit, visit_id)
    resident = session.get_one(Resident, visit.resident_id)
    assert (visit.status, visit.officer_id, visit.planned_on) == ("assigned", phone.user_id, TODAY)
    assert (resident.first_name, resident.mobile) == ("Una", "07700 900009")
    assert session.get_one(Address, visit.address_id).lines == ["2 Test Street"]
    assert session.get_one(Case, visit.case_id).programme_id == programme_id
    found = session.scalars(select(VisitProposal)).one()
    assert (found.status, found.made_visit_id, found.resident_id) == ("accepted", visit_id, resident.id)
    kinds = session.scalars(select(Operation.kind).order_by(Operation.seq)).all()
    assert kinds == ["visit.propose", "resident.create", "case.open", "visit.assign", "visit_proposal.accept"]


def test_a_proposal_of_somebody_we_have_uses_their_case(
    session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    case = add_case(session, add_resident(session))
    session.commit()
    case_id, resident_id = case.id, case.resident_id
    session.rollback()
    visit_id = accept_proposal(propose(phone), resident_id, programme_id, giving(phone))
    assert session.get_one(Visit, visit_id).case_id == case_id
    assert len(session.scalars(select(Resident.id)).all()) == 1


def test_somebody_new_at_the_door_of_a_visit_gets_its_address(
    session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    visit_id, address_id = visit.id, visit.address_id
    session.rollback()
    proposal_id = propose(phone, basis="same_address", visit_id=str(visit_id), address_text=None)
    made = accept_proposal(proposal_id, NewcomerWords(first_name="Una"), programme_id, giving(phone))
    assert session.get_one(Visit, made).address_id == address_id


def test_the_rules_of_care_hold_for_a_proposed_visit(session: Session, phone: Phone, programme_id: uuid.UUID) -> None:
    held = add_resident(session, on_hold=True)
    session.commit()
    held_id = held.id
    session.rollback()
    proposal_id = propose(phone)
    with pytest.raises(ProposalRefusedError, match="left_out") as refused:
        accept_proposal(proposal_id, held_id, programme_id, giving(phone))
    assert refused.value.left_out is not None
    assert refused.value.left_out.why is NotAssigned.ON_HOLD
    assert session.scalars(select(VisitProposal.status)).all() == ["proposed"]
    assert session.scalars(select(Case.id)).all() == []


def test_what_nobody_can_be_made_of_is_refused_with_all_that_is_wrong(
    session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    proposal_id = propose(phone)
    unread = NewcomerWords(
        first_name="x" * 300, last_name="-", telephone="call me", address="a\n" * 6, postcode="nowhere"
    )
    for new, mistakes in (
        (
            unread,
            {"first_name": "too_long", "telephone": "wrong", "address": "too_long", "postcode": "wrong"},
        ),
        (NewcomerWords(last_name="-"), {"last_name": "missing", "address": "missing"}),
    ):
        with pytest.raises(ChangeRefusedError) as refused:
            accept_proposal(proposal_id, new, programme_id, giving(phone))
        assert refused.value.mistakes == mistakes
    assert session.scalars(select(Resident.id)).all() == []


def test_a_declined_proposal_keeps_the_words_and_cannot_be_answered_again(
    session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    proposal_id = propose(phone)
    with pytest.raises(ProposalRefusedError, match="words_missing"):
        decline_proposal(proposal_id, "  ", by_id=phone.user_id, at=NOW)
    decline_proposal(proposal_id, "She lives in Sutton.", by_id=phone.user_id, at=NOW)
    found = session.scalars(select(VisitProposal)).one()
    assert (found.status, found.answer_words) == ("declined", "She lives in Sutton.")
    session.rollback()
    with pytest.raises(ProposalRefusedError, match="answered_meanwhile"):
        accept_proposal(proposal_id, NEW, programme_id, giving(phone))
    with pytest.raises(ProposalRefusedError, match="not_found"):
        decline_proposal(uuid.uuid4(), "no", by_id=phone.user_id, at=NOW)
    with pytest.raises(ProposalRefusedError, match="no_programme"):
        accept_proposal(propose(phone), NEW, uuid.uuid4(), giving(phone))


def test_of_two_people_who_accept_at_once_one_wins(
    app: Flask, session: Session, phone: Phone, programme_id: uuid.UUID
) -> None:
    proposal_id = propose(phone)
    outcomes: list[str] = []

    def accept() -> None:
        with app.app_context():
            try:
                accept_proposal(proposal_id, NEW, programme_id, giving(phone))
                outcomes.append("made")
            except ProposalRefusedError as refusal:
                outcomes.append(refusal.reason)

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["answered_meanwhile", "made"]
    assert len(session.scalars(select(Visit.id)).all()) == 1


def test_a_namesake_with_the_same_telephone_is_offered_and_never_chosen(session: Session, phone: Phone) -> None:
    alike = add_resident(session, first_name="Una", last_name="Upstares", mobile="07700 900009", date_of_birth=None)
    add_resident(session, first_name="Otto", last_name="Other", mobile="07700 900010")
    session.commit()
    alike_id = alike.id
    session.rollback()
    proposal_id = propose(phone)
    with read_snapshot() as reading:
        found = find_proposal(reading, proposal_id)
        assert found is not None
        offered = list_suggestions(reading, *found)
    assert [one.resident.id for one in offered] == [alike_id]
    assert "telephone number" in offered[0].why


def test_only_an_active_programme_is_taken(session: Session, phone: Phone, programme_id: uuid.UUID) -> None:
    session.get_one(Programme, programme_id).active = False
    session.commit()
    with pytest.raises(ProposalRefusedError, match="no_programme"):
        accept_proposal(propose(phone), NEW, programme_id, giving(phone))
