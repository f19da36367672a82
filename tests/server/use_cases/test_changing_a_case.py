"""A case is closed, held and opened again by a person: nobody is forgotten by it, and nothing that an officer wrote is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.case_step import CaseAction, CaseOrder, read_closing, read_hold
from server.domain.change_refusal import ChangeRefusedError
from server.domain.phone_window import COUNCIL_ZONE
from server.domain.words import Role
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.tables import AuditEntry, Case, Operation, Visit
from server.use_cases.change_case import change_case
from server.use_cases.end_case_holds import end_case_holds
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user, add_visit
from tests.factories.filled_forms import SEEN_NO_NEEDS
from tests.factories.operations import make_operation
from tests.factories.pushing import pull
from tests.factories.submission_line import lay_line

pytestmark = pytest.mark.usefixtures("context")
DAY = dt.timedelta(days=1)


def test_a_closed_case_takes_its_visits_along_and_gives_them_back_when_it_is_opened_again(session: Session) -> None:
    add_server_device(session)
    by, officer = add_user(session, "Ben Back", Role.BACK_OFFICE), add_user(session)
    case = add_case(session, add_resident(session))
    begun = add_visit(session, officer, case, status="started", planned_on=TODAY - DAY)
    to_come = add_visit(session, officer, case, planned_on=TODAY + DAY)
    nobodys = add_visit(session, None, case, planned_on=TODAY + 2 * DAY)
    session.commit()
    order = read_closing("declined", "Asked us not to come")
    done = change_case(case.id, order, seen_version=1, by_id=by.id, at=NOW)
    assert done.visits == 3
    session.rollback()
    assert (case.status, case.closed_reason, case.closed_at) == ("closed", "declined", NOW)
    assert [(visit.status, visit.officer_id) for visit in (begun, to_come, nobodys)] == [("cancelled", None)] * 3
    assert _count_nobody_has(session, TODAY) == 0
    logged = session.scalars(select(Operation).where(Operation.kind == "case.close")).one()
    assert (logged.user_id, logged.row_version, logged.envelope["payload"]["note"]) == (
        by.id,
        case.version,
        "Asked us not to come",
    )
    audit = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.close")).one()
    assert audit.fields["closed_reason"] == {"old": None, "new": "declined"}
    seen, reopen = case.version, CaseOrder(CaseAction.REOPEN)
    session.rollback()
    with pytest.raises(ChangeRefusedError, match="changed_meanwhile"):
        change_case(case.id, reopen, seen_version=seen - 1, by_id=by.id, at=NOW)
    assert change_case(case.id, reopen, seen_version=seen, by_id=by.id, at=NOW).visits == 2
    session.rollback()
    assert [session.get_one(Visit, one.id).status for one in (begun, to_come)] == ["cancelled", "planned"]
    assert (case.status, case.closed_reason, _count_nobody_has(session, TODAY + DAY)) == ("open", None, 1)


def test_a_case_on_hold_comes_back_on_its_day_and_then_somebody_must_have_it(session: Session) -> None:
    add_server_device(session)
    by = add_user(session, "Ben Back", Role.BACK_OFFICE)
    case = add_case(session, add_resident(session))
    before, after = (add_visit(session, None, case, planned_on=TODAY + days * DAY) for days in (2, 9))
    session.commit()
    hold = read_hold(TODAY + 7 * DAY, "In Leeds with her son", TODAY)
    change_case(case.id, hold, seen_version=1, by_id=by.id, at=NOW)
    session.rollback()
    assert (case.status, before.status, after.status) == ("on_hold", "cancelled", "planned")
    assert _count_nobody_has(session, TODAY) == 0
    session.rollback()
    assert [end_case_holds(NOW + days * DAY, COUNCIL_ZONE) for days in (6, 7, 7)] == [0, 1, 0]
    session.rollback()
    assert (case.status, case.held_until_on, _count_nobody_has(session, TODAY + 9 * DAY)) == ("open", None, 1)


def test_what_a_phone_still_holds_of_a_closed_case_arrives_as_a_late_report(session: Session) -> None:
    line = lay_line(session)
    by_id = add_user(session, "Ben Back", Role.BACK_OFFICE).id
    case_id = line.visit().case_id
    session.commit()
    view = pull(line.phone).view or 0
    session.rollback()
    change_case(case_id, read_closing("moved_away", ""), seen_version=1, by_id=by_id, at=NOW)
    assert not {key for key in _held(pull(line.phone)) if key[0] in ("visit", "case", "resident")}
    submission = line.make(SEEN_NO_NEEDS, view=view)
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    after = [submission["op_id"]]
    submit = make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload, after=after, view=view)
    receipts = line.push(submission, submit)
    assert {(receipt.verdict, receipt.reason) for receipt in receipts} == {("review", "late_report")}
    assert len(line.submissions()) == 1
    assert (line.visit().status, session.get_one(Case, case_id).status) == ("cancelled", "closed")


def _count_nobody_has(session: Session, today: dt.date) -> int:
    return sum(count for _, count in list_nobody_has_by_ward(session, today))


def _held(answer: object) -> set[tuple[str, str]]:
    """What a phone holds that pulls for the first time."""
    return {(row["type"], row["id"]) for row in answer.rows}  # type: ignore[attr-defined]
