"""Two records of one person become one, on one timeline, and two again; likely duplicates are offered once and never merged silently."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.store.likely_duplicates import list_likely_pairs
from server.store.tables import (
    CallTurn,
    Case,
    Contact,
    ContactPreference,
    LikelyDuplicate,
    Resident,
    ResidentMerge,
    ResidentSource,
    Visit,
    VisitFollowUp,
)
from server.use_cases.assign_visits import assign_visits
from server.use_cases.find_duplicates import find_duplicates
from server.use_cases.follow_up_call import count_calls
from server.use_cases.merge_residents import MergeOrder, ResidentsNotMergedError, merge_residents, undo_merge
from server.use_cases.tell_residents_apart import tell_residents_apart
from tests.factories.borough import NOW, TODAY, add_user, add_visit
from tests.factories.lists import import_list, nhs_number, nsss, person, spl

pytestmark = pytest.mark.usefixtures("context")
LATER = NOW + dt.timedelta(hours=1)
ADA = {"first_name": "Ada", "last_name": "Lovell", "date_of_birth": "01/05/1941"}
SAME = {"first_name": "Adah", "nhs_number": "", "telephone_1": "07700 900002", "edition": "2021-01-01"}


def two_records(session: Session, **values: str) -> tuple[Resident, Resident, uuid.UUID]:
    """Ada from one list and Adah from another, and who decides: a name alike and one birth date, so that no import joins them."""
    import_list(spl(person(1, **ADA)))
    import_list(spl(person(2, line_1="2 Other Road", postcode="ZZ1 1ZZ")))
    import_list(
        nsss(
            person(
                3, key="N-1", **ADA | SAME | {"date_of_birth": ""} | {"line_1": "3 Way", "postcode": "ZZ2 2ZZ"} | values
            )
        )
    )
    session.rollback()
    user = add_user(session, "Sam")
    session.commit()
    ada, _, adah = session.scalars(select(Resident).order_by(Resident.id)).all()
    return ada, adah, user.id


def everything(session: Session) -> list[tuple[object, ...]]:
    """Whose each row is and what the records say, without versions."""
    session.rollback()
    found: list[tuple[object, ...]] = [
        (one.first_name, one.mobile, one.nhs_number, one.date_of_birth, one.address_id, one.search_text)
        for one in session.scalars(select(Resident).order_by(Resident.id))
    ]
    for table in (Case, Visit, ResidentSource):
        rows = session.execute(select(table.id, table.resident_id).order_by(table.id))
        found += [tuple(row) for row in rows]
    found += [(row.id, row.status, row.closed_reason) for row in session.scalars(select(Case).order_by(Case.id))]
    found += [(row.id, row.case_id) for row in session.scalars(select(Visit).order_by(Visit.id))]
    return found


def test_one_record_keeps_everything_of_both_and_the_merge_can_be_taken_back(session: Session) -> None:
    ada, adah, by_id = two_records(session)
    officer = add_user(session)
    session.add(ContactPreference(resident_id=adah.id, call=False, visit=True, changed_at=NOW))
    case_id = session.scalars(select(Case.id).where(Case.resident_id == adah.id)).one()
    session.commit()
    assign_visits([case_id], Giving(officer_id=officer.id, planned_on=TODAY, by_id=by_id, at=NOW))
    before = everything(session)
    visit_version = session.scalars(select(Visit.version)).one()
    chosen = {"first_name": "kept", "mobile": "merged", "address_id": "merged"}
    order = MergeOrder(kept_id=ada.id, merged_id=adah.id, chosen=chosen, by_id=by_id)
    merge_id = merge_residents(order, at=LATER)
    session.rollback()
    kept, gone = session.get_one(Resident, ada.id), session.get_one(Resident, adah.id)
    visit = session.scalars(select(Visit)).one()
    assert (kept.first_name, kept.mobile, kept.address_id) == ("Ada", "07700 900002", adah.address_id)
    assert (visit.resident_id, visit.version > visit_version, gone.merged_into_id) == (kept.id, True, kept.id)
    assert set(session.scalars(select(ResidentSource.resident_id).where(ResidentSource.layout == "nsss"))) == {kept.id}
    assert [c.status for c in session.scalars(select(Case).where(Case.resident_id == kept.id))].count("open") == 1
    assert session.get_one(ContactPreference, kept.id).call is False
    undo_merge(merge_id, by_id=by_id, at=LATER)
    assert everything(session) == before
    with pytest.raises(ResidentsNotMergedError, match="undone"):
        undo_merge(merge_id, by_id=by_id, at=LATER)


def test_two_records_that_were_both_rung_become_one_with_the_earlier_call_back_and_two_again(session: Session) -> None:
    ada, adah, by_id = two_records(session)
    chosen = {"first_name": "kept", "mobile": "merged", "address_id": "merged"}
    order = MergeOrder(kept_id=ada.id, merged_id=adah.id, chosen=chosen, by_id=by_id)
    ours, theirs = (session.scalars(select(Case).where(Case.resident_id == one.id)).one() for one in (ada, adah))
    for case, hours, outcome, back_on in (
        (ours, 30, "no_answer", None),
        (ours, 20, "call_rescheduled", TODAY + dt.timedelta(days=2)),
        (theirs, 10, "call_rescheduled", TODAY),
        (theirs, 1, "no_answer", TODAY),
    ):
        rung_at = NOW - dt.timedelta(hours=hours)
        session.add(Contact(id=uuid.uuid4(), case_id=case.id, channel="phone", outcome=outcome, contacted_at=rung_at))
        session.flush()
        count_calls(session, case, (back_on, "10:30") if back_on else None)
    session.commit()

    def turns() -> list[tuple[object, ...]]:
        session.rollback()
        return [tuple(row) for row in session.execute(select(*CallTurn.__table__.c).order_by(CallTurn.case_id))]

    before = turns()
    merge_id = merge_residents(order, at=LATER)
    session.rollback()
    turn = session.get_one(CallTurn, ours.id)
    assert (turn.failed_calls, turn.failed_in_row, turn.callback_on, turn.callback_time) == (2, 1, TODAY, "10:30")
    undo_merge(merge_id, by_id=by_id, at=LATER)
    assert turns() == before
    merge_id = merge_residents(order, at=LATER)
    session.rollback()
    older = session.get_one(ResidentMerge, merge_id)  # as one was kept before calls were noted
    [joined] = older.moved["cases"]
    rows = joined["rows"] | {"call_turns.case_id": [str(theirs.id)]}
    older.moved = older.moved | {"cases": [{name: joined[name] for name in joined if name != "calls"} | {"rows": rows}]}
    session.commit()
    undo_merge(merge_id, by_id=by_id, at=LATER)
    session.rollback()
    apart = [session.get_one(CallTurn, one.id, populate_existing=True) for one in (ours, theirs)]
    assert [(one.failed_calls, one.callback_on) for one in apart] == [(1, None), (1, TODAY)]
    officer = add_user(session)
    session.commit()
    for case_id in (ours.id, theirs.id):
        assign_visits([case_id], Giving(officer_id=officer.id, planned_on=TODAY, by_id=by_id, at=NOW))
    with pytest.raises(ResidentsNotMergedError, match="visits"):
        merge_residents(order, at=LATER)


def test_a_day_that_was_asked_for_of_either_record_stands_before_the_rule_after_a_visit(session: Session) -> None:
    ada, adah, by_id = two_records(session)
    ours, theirs = (session.scalars(select(Case).where(Case.resident_id == one.id)).one() for one in (ada, adah))
    ours.next_contact_on, theirs.next_contact_on = TODAY, TODAY + dt.timedelta(days=3)
    visit = add_visit(session, add_user(session), ours, status="reviewed", review_state="approved", submitted_at=NOW)
    session.add(VisitFollowUp(visit_id=visit.id, step="call", due_on=TODAY + dt.timedelta(days=28), made_at=NOW))
    session.commit()
    chosen = {"first_name": "kept", "mobile": "merged", "address_id": "merged"}
    merge_residents(MergeOrder(kept_id=ada.id, merged_id=adah.id, chosen=chosen, by_id=by_id), at=LATER)
    session.rollback()
    turn = session.get_one(CallTurn, ours.id)
    assert (ours.next_contact_on, turn.due_at, turn.next_on) == (TODAY + dt.timedelta(days=3), None, None)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"nhs_number": nhs_number(3)}, "forbidden"),
        ({"date_of_birth": "02/05/1971"}, "forbidden"),
        ({}, "undecided"),
    ],
)
def test_what_forbids_a_merge_or_was_not_decided_leaves_both_as_they_are(
    session: Session, values: dict[str, str], reason: str
) -> None:
    ada, adah, by_id = two_records(session, **values)
    before = everything(session)
    with pytest.raises(ResidentsNotMergedError, match=reason):
        merge_residents(MergeOrder(kept_id=ada.id, merged_id=adah.id, chosen={}, by_id=by_id), at=LATER)
    assert everything(session) == before


def test_likely_duplicates_are_offered_until_a_person_tells_them_apart(session: Session) -> None:
    ada, adah, by_id = two_records(session, line_1="1 Test Street", postcode="", telephone_1="")
    session.get_one(Resident, adah.id).date_of_birth = dt.date(1941, 5, 1)
    session.commit()
    for _ in range(2):
        assert find_duplicates(NOW) == 1
    session.rollback()
    (pair,) = list_likely_pairs(session, page=1)
    assert ({pair.one.id, pair.other.id}, pair.found.reason) == (
        {ada.id, adah.id},
        "a similar name and the same date of birth",
    )
    session.rollback()
    tell_residents_apart(adah.id, ada.id, by_id=by_id, at=NOW)
    find_duplicates(LATER)
    session.rollback()
    assert list_likely_pairs(session, page=1) == []
    assert session.scalars(select(LikelyDuplicate.different_by_id)).all() == [by_id]
