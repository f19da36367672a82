"""A pull is a difference of two sets: after it a phone holds exactly what its officer may see, whatever was lost on the way."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.phone_rows import PHONE_FIELDS
from server.domain.view import find_digest, write_lines
from server.domain.words import Role
from server.store.row_writes import set_fields
from server.store.tables import AuditEntry, Resident, User, ViewMembership, Visit, WarningMarker
from server.use_cases import pull_view as pulling
from server.use_cases.pull_view import PullAnswer
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.pushing import pull


@pytest.fixture
def phone(context: None, session: Session) -> Phone:
    add_server_device(session)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


class PhoneStore:
    """What a phone does with an answer: applies each page as it comes, and acknowledges only whole answers."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], int] = {}
        self.view = 0

    def apply(self, answer: PullAnswer) -> None:
        named = {(row["type"], row["id"]): row["version"] for row in answer.rows}
        if answer.full and answer.next_page is None and answer.view is not None:
            self.rows = {}
        self.rows |= named
        for key, _ in answer.evicted:
            self.rows.pop(key, None)
        if answer.view is not None:
            assert find_digest(write_lines(self.rows)) == answer.digest
            self.view = answer.view


def visible_visits(session: Session, phone: Phone) -> set[str]:
    session.rollback()
    rows = session.scalars(
        select(Visit).where(Visit.officer_id == phone.user_id, Visit.status.in_(("assigned", "started", "sent_back")))
    )
    return {str(row.id) for row in rows}


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_and_lost_answers_the_phone_holds_exactly_its_visits(
    phone: Phone, session: Session, seed: int
) -> None:
    chance = random.Random(seed)
    officers = [session.get_one(User, phone.user_id), add_user(session, "Nina New")]
    visits = [add_visit(session, chance.choice(officers)) for _ in range(8)]
    session.commit()
    store = PhoneStore()
    for _ in range(12):
        visit = chance.choice(visits)
        set_fields(visit, {"officer_id": chance.choice(officers).id, "position": chance.randrange(99)}, now=NOW)
        session.commit()
        answer = pull(phone, store.view)
        if chance.random() < 0.6:  # else the answer is lost
            store.apply(answer)
    store.apply(pull(phone, store.view))
    assert {row_id for row_type, row_id in store.rows if row_type == "visit"} == visible_visits(session, phone)


def test_a_quiet_pull_writes_nothing_but_the_last_contact_once_a_minute(phone: Phone, session: Session) -> None:
    add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    view = pull(phone).view
    assert view is not None
    settled = pull(phone, view).view
    assert settled is not None
    session.rollback()
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    answer = pull(phone, settled, now=NOW + dt.timedelta(seconds=30))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert (answer.rows, answer.evicted, answer.verdicts) == ([], [], [])


def test_a_reassigned_visit_is_evicted_with_its_reason_and_its_leaving_is_logged(
    phone: Phone, session: Session
) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    first = pull(phone)
    assert first.view is not None
    set_fields(visit, {"officer_id": add_user(session, "Nina New").id}, now=NOW)
    session.commit()
    second = pull(phone, first.view)
    assert (("visit", str(visit.id)), "reassigned") in second.evicted
    left = session.scalars(select(ViewMembership).where(ViewMembership.entity_id == visit.id)).one()
    assert (left.left_view, left.left_reason) == (second.view, "reassigned")


def test_an_undone_visit_stays_however_late_its_new_date(phone: Phone, session: Session) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id), planned_on=TODAY - dt.timedelta(days=30))
    session.commit()
    first = pull(phone)
    assert first.view is not None
    assert ("visit", str(visit.id)) in {(row["type"], row["id"]) for row in first.rows}
    set_fields(visit, {"planned_on": TODAY + dt.timedelta(days=30)}, now=NOW)
    session.commit()
    second = pull(phone, first.view)
    assert second.evicted == []


def test_a_visit_beyond_the_window_is_not_sent(phone: Phone, session: Session) -> None:
    officer = session.get_one(User, phone.user_id)
    inside = add_visit(session, officer, planned_on=TODAY + dt.timedelta(days=2))
    add_visit(session, officer, planned_on=TODAY + dt.timedelta(days=3))
    session.commit()
    assert [row["id"] for row in pull(phone).rows if row["type"] == "visit"] == [str(inside.id)]


def test_only_the_fields_of_the_table_reach_a_phone(phone: Phone, session: Session) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    resident = session.get_one(Resident, visit.resident_id)
    resident.nhs_number = "9990000000"
    _add_marker(session, resident, review_on=TODAY - dt.timedelta(days=1))
    session.commit()
    rows = {row["type"]: row for row in pull(phone).rows}
    assert {row_type: set(row["fields"]) for row_type, row in rows.items()} == {
        row_type: set(PHONE_FIELDS[row_type]) for row_type in rows
    }
    assert {"visit", "resident", "case", "warning_marker"} <= set(rows)
    assert "9990000000" not in str(rows)
    assert rows["warning_marker"]["fields"]["expired"] is True


def test_a_marker_of_anybody_at_the_address_comes_with_the_visit(phone: Phone, session: Session) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    neighbour = add_visit(session, None)
    housemate = session.get_one(Resident, neighbour.resident_id)
    housemate.address_id = visit.address_id
    marker = _add_marker(session, housemate)
    session.commit()
    sent = [row for row in pull(phone).rows if row["type"] == "warning_marker"]
    assert [(row["id"], row["fields"]["address_id"]) for row in sent] == [(str(marker.id), str(visit.address_id))]


def test_a_birthday_sends_the_resident_again(phone: Phone, session: Session) -> None:
    add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    first = pull(phone)
    assert first.view is not None
    later = pull(phone, first.view, now=dt.datetime(2027, 5, 6, 9, tzinfo=dt.UTC))
    assert [row["fields"]["age"] for row in later.rows if row["type"] == "resident"] == [86]


@pytest.fixture
def five_visits(phone: Phone, session: Session, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """More rows than fit on three pages."""
    monkeypatch.setattr(pulling, "ROWS_ON_A_PAGE", 4)
    officer = session.get_one(User, phone.user_id)
    visits = {str(add_visit(session, officer).id) for _ in range(5)}
    session.commit()
    return visits


def read_pages(phone: Phone, ask: Callable[[str | None], PullAnswer]) -> set[str]:
    """All pages of one answer; returns the visits in it. Its digest and its number must be right."""
    received: dict[tuple[str, str], int] = {}
    page: str | None = None
    for _ in range(20):
        answer = ask(page)
        received |= {(row["type"], row["id"]): row["version"] for row in answer.rows}
        page = answer.next_page
        if page is None:
            assert find_digest(write_lines(received)) == answer.digest
            assert answer.view is not None
            assert pull(phone, answer.view).rows == []
            return {row_id for row_type, row_id in received if row_type == "visit"}
    raise AssertionError("the pages never end")


def test_a_page_whose_answer_was_lost_is_the_same_page_again(phone: Phone, five_visits: set[str]) -> None:
    first = pull(phone)
    assert (first.view, first.digest) == (None, None)
    assert pull(phone, page=first.next_page) == pull(phone, page=first.next_page)
    assert read_pages(phone, lambda page: pull(phone, page=page)) == five_visits


def test_pages_end_when_every_request_arrives_twice_and_the_second_answer_is_read(
    phone: Phone, five_visits: set[str]
) -> None:
    def twice(page: str | None) -> PullAnswer:
        pull(phone, page=page)
        return pull(phone, page=page)

    assert read_pages(phone, twice) == five_visits


def test_pages_end_when_every_request_arrives_again_after_its_answer_was_read(
    phone: Phone, five_visits: set[str]
) -> None:
    def once_and_late(page: str | None) -> PullAnswer:
        answer = pull(phone, page=page)
        pull(phone, page=page)
        return answer

    assert read_pages(phone, once_and_late) == five_visits


def test_a_page_asked_for_again_after_a_change_has_another_number(
    phone: Phone, session: Session, five_visits: set[str]
) -> None:
    first = pull(phone)
    lost = pull(phone, page=first.next_page)
    officer = session.get_one(User, phone.user_id)
    for visit in session.scalars(select(Visit)):
        set_fields(visit, {"position": 7}, now=NOW)
    added = str(add_visit(session, officer).id)
    session.commit()
    again = pull(phone, page=first.next_page)
    assert again.next_page != lost.next_page
    begun = [first, again]
    assert read_pages(phone, lambda page: begun.pop(0) if begun else pull(phone, page=page)) == {*five_visits, added}


def test_a_phone_that_names_a_view_nobody_gave_out_gets_everything(phone: Phone, session: Session) -> None:
    add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    known = pull(phone)
    lost = pull(phone, 40)
    assert lost.full
    assert len(lost.rows) == len(known.rows)
    assert lost.view is not None
    assert lost.view > 40


def _add_marker(session: Session, resident: Resident, **values: Any) -> WarningMarker:
    proposer, approver = add_user(session, "Sue One", Role.SUPERVISOR), add_user(session, "Sam Two", Role.SUPERVISOR)
    defaults: dict[str, Any] = {
        "id": uuid.uuid4(),
        "resident_id": resident.id,
        "instruction": "Visit in pairs",
        "incident_on": TODAY,
        "incident": "Words at the door",
        "status": "approved",
        "proposed_by_id": proposer.id,
        "proposed_at": NOW,
        "approved_by_id": approver.id,
        "approved_at": NOW,
        "told_at": NOW,
        "review_on": TODAY + dt.timedelta(days=90),
        "changed_at": NOW,
    }
    marker = WarningMarker(**defaults | values)
    session.add(marker)
    session.flush()
    return marker
