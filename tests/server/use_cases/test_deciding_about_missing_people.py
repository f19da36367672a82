"""Whom a full extract no longer names waits for a person's decision: it stands, it is taken back, and nobody is closed by the list."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.missing_person import LeftBecause, read_missing
from server.domain.words import Role
from server.store.call_list import CallFilter, list_calls
from server.store.missing_people import list_asked_calls, list_missing, list_undecided_lists
from server.store.tables import AuditEntry, Case, ImportBatch, MissingDecision, Resident, Visit
from server.store.unit_of_work import write_transaction
from server.use_cases.decide_missing import decide_missing, undo_missing
from tests.factories.borough import NOW, TODAY, add_user, add_visit
from tests.factories.lists import import_list, nhs_number, person, spl

pytestmark = pytest.mark.usefixtures("context")


def _import_a_day_later(*numbers: int) -> uuid.UUID:
    with write_transaction() as later:
        for batch in later.scalars(select(ImportBatch)):
            batch.uploaded_at -= dt.timedelta(days=1)
    lines = [person(number, telephone_1="" if number == 3 else "07700 900001") for number in numbers]
    return import_list(spl(*lines), full_extract=True)


def _waiting(session: Session, batch_id: uuid.UUID) -> list[str | None]:
    session.rollback()
    batch = session.get_one(ImportBatch, batch_id)
    found = sorted(one.resident.nhs_number or "" for one in list_missing(session, batch, page=1))
    assert [(batch_id, len(found))] * bool(found) == list_undecided_lists(session)
    session.rollback()
    return [*found]


def test_each_is_kept_rung_or_closed_by_a_person_and_every_decision_can_be_taken_back(session: Session) -> None:
    _import_a_day_later(1, 2, 3, 4)
    people = {one.nhs_number: one.id for one in session.scalars(select(Resident))}
    kept, rung, silent = (people[nhs_number(number)] for number in (1, 2, 3))
    closed_case = session.scalars(select(Case).where(Case.resident_id == kept)).one()
    visit = add_visit(session, None, closed_case, planned_on=TODAY)
    by_id = add_user(session, "Sam Super", Role.SUPERVISOR).id
    session.commit()
    case_id, visit_id = closed_case.id, visit.id
    batch_id = _import_a_day_later(4)
    assert _waiting(session, batch_id) == [nhs_number(1), nhs_number(2), nhs_number(3)]
    call = decide_missing(batch_id, [rung, silent], read_missing("call", "", "Ask"), by_id=by_id, at=NOW)
    assert (call.resident_ids, call.left) == ([rung], {silent: LeftBecause.NO_NUMBER})
    assert rung in _called(session)
    asked_id = session.scalars(select(Case.id).where(Case.resident_id == rung)).one()
    [asked] = list_asked_calls(session, {asked_id: None, case_id: None}).values()
    assert (asked.decision.case_id, asked.decision.note, asked.by) == (asked_id, "Ask", "Sam Super")
    assert list_asked_calls(session, {asked_id: NOW}) == {}, "they were reached since"
    session.rollback()
    close = read_missing("close", "not_on_list", "")
    assert decide_missing(batch_id, [kept, rung], close, by_id=by_id, at=NOW).left == {rung: LeftBecause.CHANGED}
    assert _waiting(session, batch_id) == [nhs_number(3)]
    assert session.get_one(Case, case_id).status == "closed"
    session.rollback()
    for decision_id in session.scalars(select(MissingDecision.id)).all():
        session.rollback()
        assert undo_missing(decision_id, by_id=by_id, at=NOW) == batch_id
        with pytest.raises(ChangeRefusedError, match="undone"):
            undo_missing(decision_id, by_id=by_id, at=NOW)
    assert _waiting(session, batch_id) == [nhs_number(1), nhs_number(2), nhs_number(3)]
    assert (session.get_one(Case, case_id).status, session.get_one(Visit, visit_id).status) == ("open", "planned")
    assert set(session.scalars(select(Case.next_contact_on))) == {None}
    actions = select(AuditEntry.action).where(AuditEntry.action.like("missing.%"))
    assert sorted(session.scalars(actions)) == ["missing.decide"] * 2 + ["missing.undo"] * 2
    session.rollback()
    decide_missing(batch_id, [kept, rung, silent], read_missing("keep", "", ""), by_id=by_id, at=NOW)
    assert _waiting(session, _import_a_day_later(4)) == []  # whoever is kept is not asked about each week
    _import_a_day_later(3, 4)
    assert _waiting(session, _import_a_day_later(4)) == [nhs_number(3)]


def _called(session: Session) -> set[uuid.UUID]:
    session.rollback()
    cases = [line.case_id for line in list_calls(session, CallFilter(), at=NOW).lines]
    found = set(session.scalars(select(Case.resident_id).where(Case.id.in_(cases))))
    session.rollback()
    return found
