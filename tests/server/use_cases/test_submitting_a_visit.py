"""A visit closes only by its submission, whatever order the two arrive in; alerts and holds come from it at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Alert, Case, Hold, Submission, User, Visit
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.pushing import push_verdicts

XML = (
    '<data xmlns:jr="http://openrosa.org/javarosa" id="welfare_check" version="1">'
    "<meta><instanceID>{instance}</instanceID></meta><outcome>{outcome}</outcome></data>"
)


@pytest.fixture
def phone(context: None, session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def visit(session: Session, phone: Phone) -> Visit:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    session.refresh(visit)
    session.expunge_all()
    session.rollback()
    return visit


def submission_of(phone: Phone, visit: Visit, outcome: str = "seen_no_needs", **values: Any) -> dict[str, Any]:
    instance = f"uuid:{uuid.uuid4()}"
    payload = {
        "instance_id": instance,
        "form_id": "welfare_check",
        "form_version_id": str(uuid.uuid4()),
        "xml": XML.format(instance=instance, outcome=outcome),
        "finalised_at": "2026-11-23T09:50:00Z",
        "utc_offset_minutes": 0,
        "bases": {},
        "attachments": [],
    }
    return make_operation(phone, "submission.create", "visit", visit.id, payload=payload, **values)


def submit_after(phone: Phone, visit: Visit, submission: dict[str, Any]) -> dict[str, Any]:
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    return make_operation(phone, "visit.submit", "visit", visit.id, payload=payload, after=[submission["op_id"]])


def test_a_visit_is_submitted_by_the_operation_that_follows_its_submission(
    phone: Phone, visit: Visit, session: Session
) -> None:
    submission = submission_of(phone, visit)
    push_verdicts(
        phone,
        make_operation(phone, "visit.start", "visit", visit.id),
        submission,
        submit_after(phone, visit, submission),
    )
    assert session.get_one(Visit, visit.id).status == "submitted"
    assert session.scalars(select(Submission.visit_id)).all() == [visit.id]


def test_a_command_that_comes_before_its_submission_waits_and_then_closes_the_visit(
    phone: Phone, visit: Visit, session: Session
) -> None:
    submission = submission_of(phone, visit)
    assert push_verdicts(phone, submit_after(phone, visit, submission)) == ["waiting"]
    push_verdicts(phone, submission)
    assert session.get_one(Visit, visit.id).status == "submitted"


def test_a_batch_in_the_wrong_order_is_decided_in_the_right_one(phone: Phone, visit: Visit, session: Session) -> None:
    submission = submission_of(phone, visit)
    verdicts = push_verdicts(phone, submit_after(phone, visit, submission), submission)
    assert verdicts[0] == "applied"
    assert session.get_one(Visit, visit.id).status == "submitted"


def test_a_command_without_any_submission_changes_nothing_and_goes_to_a_person(
    phone: Phone, visit: Visit, session: Session
) -> None:
    assert push_verdicts(phone, make_operation(phone, "visit.submit", "visit", visit.id)) == ["review"]
    assert session.get_one(Visit, visit.id).status == "assigned"


def test_a_submission_pushed_twice_is_one_submission(phone: Phone, visit: Visit, session: Session) -> None:
    submission = submission_of(phone, visit)
    assert push_verdicts(phone, submission) == push_verdicts(phone, submission, submission)[:1]
    assert len(session.scalars(select(Submission.id)).all()) == 1


def test_a_letter_left_makes_the_next_visit_at_another_time_of_day(
    phone: Phone, visit: Visit, session: Session
) -> None:
    submission = _with_outcome(phone, visit, session)
    assert push_verdicts(phone, submit_after(phone, visit, submission)) == ["applied"]
    following = session.scalars(select(Visit).where(Visit.status == "planned")).one()
    assert (following.case_id, following.planned_on) == (visit.case_id, dt.date(2026, 11, 25))
    assert following.officer_id is None
    assert following.window_from == "13:00"


def test_the_visit_after_a_letter_is_planned_for_no_bank_holiday(phone: Phone, visit: Visit, session: Session) -> None:
    before_christmas = dt.datetime(2026, 12, 23, 10, 0, tzinfo=dt.UTC)
    submission = _with_outcome(phone, visit, session)
    push_verdicts(phone, submit_after(phone, visit, submission), now=before_christmas)
    following = session.scalars(select(Visit).where(Visit.status == "planned")).one()
    assert following.planned_on == dt.date(2026, 12, 29)  # Friday the 25th, a weekend, and Boxing Day's substitute


def test_the_third_letter_in_a_row_raises_an_alert_with_an_owner(phone: Phone, visit: Visit, session: Session) -> None:
    officer = session.get_one(User, phone.user_id)
    case = session.get_one(Case, visit.case_id)
    for days in (4, 2):
        before = dt.timedelta(days=days)
        add_visit(
            session, officer, case,
            status="submitted", outcome="no_reply_letter", planned_on=TODAY - before, submitted_at=NOW - before,
        )  # fmt: skip
    session.commit()
    push_verdicts(phone, submit_after(phone, visit, _with_outcome(phone, visit, session)))
    assert session.scalars(select(Alert.kind)).all() == ["no_reply_concern"]


def _with_outcome(phone: Phone, visit: Visit, session: Session) -> dict[str, Any]:
    """A stored submission that records a letter left, whatever form it came by."""
    submission = submission_of(phone, visit)
    push_verdicts(phone, submission)
    session.scalars(select(Submission)).one().outcome = "no_reply_letter"
    session.commit()
    return submission


def test_a_report_of_a_death_holds_the_resident_and_gives_other_visits_back(
    phone: Phone, visit: Visit, session: Session
) -> None:
    officer = session.get_one(User, phone.user_id)
    later = add_visit(session, officer, session.get_one(Case, visit.case_id), planned_on=dt.date(2026, 11, 25))
    session.commit()
    alert = {"alert_id": str(uuid.uuid4()), "kind": "deceased", "node": "/data/outcome"}
    push_verdicts(phone, make_operation(phone, "alert.raise", "visit", visit.id, alerts=[alert]))
    session.rollback()
    assert [str(found) for found in session.scalars(select(Alert.id))] == [alert["alert_id"]]
    assert session.scalars(select(Hold.resident_id)).all() == [visit.resident_id]
    session.refresh(later)
    assert (later.status, later.officer_id) == ("planned", None)
    assert session.get_one(Visit, visit.id).status == "assigned"
