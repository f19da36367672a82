"""A warning marker is proposed by one and decided by another; visits there follow it, and it ends with a reason."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.warning_marker import MarkerStatus, Telling
from server.domain.words import Role
from server.store.markers import MarkerList, list_markers, list_register
from server.store.markers_to_ring import list_officers_to_ring
from server.store.push_telling import TELL_PHONES_JOB
from server.store.tables import Address, AuditEntry, Case, Job, Resident, User, Visit, WarningMarker
from server.use_cases.decide_marker import approve_marker, refuse_marker
from server.use_cases.merge_residents import MergeOrder, merge_residents, undo_merge
from server.use_cases.propose_marker import propose_change, propose_marker
from server.use_cases.review_marker import end_marker, keep_marker
from tests.factories.borough import (
    NOW,
    TODAY,
    add_case,
    add_phone,
    add_resident,
    add_server_device,
    add_user,
    add_visit,
)
from tests.factories.lists import import_list, spl
from tests.factories.lists import person as line
from tests.factories.markers import add_marker, marker_words
from tests.factories.pushing import pull

pytestmark = pytest.mark.usefixtures("context")
NOT_TOLD = Telling(told="no", reason="The letter goes out today")


class Town:
    """Two people behind one door, each with a visit of another officer's; two supervisors."""

    def __init__(self, session: Session) -> None:
        add_server_device(session)
        self.session = session
        self.one, self.other = (add_user(session, name, Role.SUPERVISOR) for name in ("Sue One", "Sam Two"))
        self.officers: tuple[User, User] = (add_user(session, "Olu"), add_user(session, "Orla"))
        door = Address(id=uuid.uuid4(), match_key="1road", lines=["1 Road"], postcode="CR2 1AA")
        session.add(door)
        session.flush()
        self.people: list[Resident] = [add_resident(session, address_id=door.id) for _ in "ab"]
        self.visits: list[Visit] = [
            add_visit(session, officer, add_case(session, person), address_id=door.id)
            for officer, person in zip(self.officers, self.people, strict=True)
        ]
        session.commit()

    def propose(self, about: str = "person", **values: Any) -> WarningMarker:
        marker_id = uuid.uuid4()
        propose_marker(self.people[0].id, marker_words(**values), about, page_id=marker_id, by_id=self.one.id, at=NOW)
        return self.get(marker_id)

    def approve(self, marker: WarningMarker, by: User | None = None) -> WarningMarker:
        by_id = (by or self.other).id
        approve_marker(marker.id, NOT_TOLD, seen_version=marker.version, by_id=by_id, at=NOW)
        return self.get(marker.id)

    def get(self, marker_id: uuid.UUID) -> WarningMarker:
        self.session.rollback()
        return self.session.get_one(WarningMarker, marker_id)

    def in_pairs(self) -> list[bool]:
        self.session.rollback()
        return [visit.needs_pair for visit in self.visits]


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


def test_a_marker_holds_only_when_somebody_else_has_approved_it_and_stands_before_every_visit_there(
    session: Session, town: Town
) -> None:
    marker = town.propose(needs_pair=True)
    assert list_markers(session, town.people[0].id, town.people[0].address_id) == []
    assert _refused(lambda: town.approve(marker, town.one)) == {"state": "own_proposal"}
    assert town.in_pairs() == [False, False]
    town.approve(marker)
    assert town.in_pairs() == [True, True]
    for person in town.people:
        assert [one.id for one in list_markers(session, person.id, person.address_id)] == [marker.id]
    told = {job.payload["user_id"] for job in session.scalars(select(Job).where(Job.kind == TELL_PHONES_JOB))}
    assert told == {str(officer.id) for officer in town.officers}
    audit = session.scalars(select(AuditEntry).where(AuditEntry.action == "marker.approve")).one()
    assert (audit.user_id, audit.fields) == (town.other.id, {"status": {"old": "proposed", "new": "approved"}})


def test_of_two_who_decide_one_marker_the_second_is_told_and_a_refusal_has_a_reason(town: Town) -> None:
    marker = town.propose("address")
    by: dict[str, Any] = {"seen_version": marker.version, "by_id": town.other.id, "at": NOW}
    assert _refused(lambda: refuse_marker(marker.id, " ", **by)) == {"refused_reason": "missing"}
    assert _refused(lambda: refuse_marker(marker.id, "x", **by | {"by_id": town.one.id})) == {"state": "own_proposal"}
    refuse_marker(marker.id, "Hearsay", **by)
    assert (town.get(marker.id).status, marker.closed_reason) == (MarkerStatus.REFUSED, "Hearsay")
    with pytest.raises(ChangeRefusedError, match="changed_meanwhile"):
        approve_marker(marker.id, NOT_TOLD, **by)


def test_a_marker_is_due_then_kept_changed_by_two_people_and_ended(session: Session, town: Town) -> None:
    marker = town.approve(town.propose("address", needs_pair=True, review_on=TODAY + dt.timedelta(days=5)))
    late = NOW + dt.timedelta(days=20)
    assert [line.marker.id for line in list_register(session, MarkerList.DUE, late.date(), 1)[0]] == [marker.id]
    session.rollback()
    kept_until = late.date() + dt.timedelta(days=100)
    by: dict[str, Any] = {"by_id": town.one.id, "at": late}
    keep_marker(marker.id, kept_until, "Seen again", seen_version=marker.version, **by)
    marker = town.get(marker.id)
    assert (marker.review_on, list_register(session, MarkerList.DUE, late.date(), 1)[0]) == (kept_until, [])
    session.rollback()
    changed_id = uuid.uuid4()
    words = marker_words(review_on=kept_until)
    propose_change(marker.id, words, seen_version=marker.version, page_id=changed_id, **by)
    assert (town.get(marker.id).status, town.in_pairs()) == (MarkerStatus.APPROVED, [True, True])
    town.approve(town.get(changed_id))
    assert (town.get(marker.id).status, marker.closed_reason) == (MarkerStatus.ENDED, "replaced")
    assert town.in_pairs() == [False, False]
    changed = town.get(changed_id)
    end_marker(changed_id, "The dog is dead", seen_version=changed.version, **by)
    assert town.get(changed_id).status == MarkerStatus.ENDED
    assert list_markers(session, town.people[1].id, town.people[1].address_id) == []


def test_until_a_phone_that_holds_a_visit_there_has_acknowledged_the_marker_today_says_to_ring(
    session: Session, town: Town
) -> None:
    phones = [add_phone(session, officer) for officer in town.officers]
    session.commit()

    def view(number: int, phone: int = 0) -> int:
        answered = pull(phones[phone], number).view
        assert answered is not None
        return answered

    def to_ring() -> list[str]:
        session.rollback()
        return [line.officer for line in list_officers_to_ring(session, 9)]

    holds = view(view(0))  # the first phone has its visit and says so; the second has not been heard since
    town.approve(town.propose())
    assert to_ring() == ["Olu"]
    sent = view(holds)
    assert to_ring() == ["Olu"]  # sent, but perhaps never read
    view(sent)
    assert to_ring() == []
    view(view(0, 1), 1)  # it gets the visit and the marker together
    assert to_ring() == []


def _refused(step: object) -> dict[str, str]:
    with pytest.raises(ChangeRefusedError) as refused:
        step()  # type: ignore[operator]  # a lambda without arguments
    return refused.value.mistakes


def test_visits_follow_a_marked_record_into_the_one_it_is_merged_into_and_back(session: Session, town: Town) -> None:
    marked = town.people[0]
    add_marker(session, resident_id=marked.id, needs_pair=True)
    twin = add_resident(session)
    theirs = add_visit(session, town.officers[0], add_case(session, twin), planned_on=TODAY + dt.timedelta(days=1))
    town.visits.append(theirs)
    theirs.status = "started"
    town.visits[0].needs_pair = town.visits[1].needs_pair = True
    session.commit()
    order = MergeOrder(kept_id=twin.id, merged_id=marked.id, chosen={"address_id": "kept"}, by_id=town.one.id)
    merge_id = merge_residents(order, at=NOW)
    assert town.in_pairs() == [True, False, True]
    undo_merge(merge_id, by_id=town.one.id, at=NOW)
    assert town.in_pairs() == [True, True, False]


def test_visits_behind_both_doors_follow_a_marked_person_whom_a_list_moves(session: Session, town: Town) -> None:
    import_list(spl(line(1), line(2), line(3, line_1="1 Test Street")))
    mover, there, here = session.scalars(select(Resident).where(Resident.nhs_number.is_not(None)).order_by(Resident.id))
    add_marker(session, resident_id=mover.id, needs_pair=True)

    def case_of(one: Resident) -> Case:
        return session.scalars(select(Case).where(Case.resident_id == one.id)).one()

    town.visits = [
        add_visit(session, town.officers[0], case_of(one), status=status, needs_pair=pair)
        for one, status, pair in ((there, "sent_back", False), (here, "assigned", True))
    ]
    session.commit()
    import_list(spl(line(1, line_1="2 Test Street", edition="2")))
    assert town.in_pairs() == [True, False]
