"""A submission is corrected at the desk by a later one that names it: both are kept, and what they make is made once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import CallTurn
from tests.factories.borough import add_user
from tests.factories.desk_line import MOBILE_NODE, NO_ANSWER, REACHED, DeskLine, add_desk_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS
from tests.factories.operations import make_operation
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import SignIn

WHY = "He rang back: it is for three."


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignIn) -> DeskLine:
    """The back office, with the visit of an officer."""
    with app.app_context():
        line = lay_line(session)
    user = add_desk_user(session)
    return DeskLine(line, sign_in(user), user, session)


@pytest.fixture
def come_back(desk: DeskLine, app: Flask) -> DeskLine:
    """The officer's check is in, from her phone, with a need and a new number."""
    with app.app_context():
        sent = desk.line.make(SEEN_NEEDS, bases=desk.mobile_base())
        closing = make_operation(
            desk.line.phone,
            "visit.submit",
            "visit",
            desk.line.visit_id,
            after=[sent["op_id"]],
            payload={"submission_op_id": sent["op_id"]},
        )
        assert [receipt.verdict for receipt in desk.line.push(sent, closing)] == ["applied", "applied"]
    return desk


def read_corrected(desk: DeskLine, submission_id: Any) -> dict[str, Any]:
    page = desk.client.get(f"/office/desk/fill/correction/{submission_id}")
    assert page.status_code == 200
    found = re.search(r'id="desk-source">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    corrects: dict[str, Any] = json.loads(found.group(1))["corrects"]
    return corrects


def more_food(answers: dict[str, Any], people: str) -> dict[str, Any]:
    return answers | {"needs": answers["needs"] | {"food_people": people}}


def test_a_call_is_corrected_by_a_later_one_that_names_it_and_counts_once(desk: DeskLine) -> None:
    desk.send(desk.make(REACHED, bases=desk.mobile_base()))
    [first] = desk.submissions()
    assert "Correct this submission" in desk.client.get(f"/office/submissions/{first.id}").text
    corrects = read_corrected(desk, first.id)
    assert "<food_people>2</food_people>" in corrects["xml"]
    assert corrects["versions"] == {MOBILE_NODE: 2}
    base = desk.mobile_base("07700 900002", corrects["versions"][MOBILE_NODE])
    sent = desk.make(more_food(REACHED, "3"), bases=base, corrects_id=str(first.id), reason=WHY)
    for _ in range(2):
        assert desk.send(sent).status_code == 200
    earlier, later = desk.submissions()
    assert (later.corrects_id, earlier.corrects_id) == (earlier.id, None)
    [referral] = desk.referrals()
    assert (referral.details["people"], referral.status) == (3, "to_do")
    kept = f"/office/submissions/{earlier.id}"
    assert "This was corrected later" in desk.client.get(kept).text
    assert "Correct this submission" not in desk.client.get(kept).text
    assert "This corrects an earlier submission" in desk.client.get(f"/office/submissions/{later.id}").text
    history = desk.client.get(f"/office/residents/{desk.resident_id}").text
    assert WHY in history
    assert "Telephone contact: corrected at the office" in history
    assert "Call from them: Call complete (corrected since)" in history


def test_a_call_that_is_corrected_to_a_failed_one_counts_as_that_alone(desk: DeskLine) -> None:
    desk.send(desk.make(REACHED))
    [first] = desk.submissions()
    assert desk.send(desk.make(NO_ANSWER, corrects_id=str(first.id), reason=WHY)).status_code == 200
    assert [one.outcome for one in desk.contacts()] == ["callback_complete", "no_answer"]
    turn = desk.session.get_one(
        CallTurn, desk.case_id, populate_existing=True
    )  # what Assign and the call list count by
    assert (turn.failed_calls, turn.reached_at) == (1, None)
    assert [one.status for one in desk.referrals()] == ["cancelled"]


def test_an_officers_check_is_corrected_and_stands_for_its_visit(come_back: DeskLine) -> None:
    desk = come_back
    [first] = desk.submissions()
    before = desk.line.visit().submitted_at
    assert "Correct this submission" in desk.client.get(f"/office/visits/{desk.line.visit_id}").text
    corrected = SEEN_NEEDS | {"food": SEEN_NEEDS["food"] | {"food_people": "3"}}
    sent = desk.make(corrected, "welfare_check", entity=desk.about_visit(), corrects_id=str(first.id), reason=WHY)
    assert desk.send(sent).status_code == 200
    visit = desk.line.visit()
    assert (visit.status, visit.review_state, visit.submitted_at) == ("submitted", "received", before)
    assert visit.officer_id == first.submitted_by_id
    [referral] = desk.referrals()
    assert referral.details["people"] == 3
    later = desk.submissions()[1]
    assert later.corrects_id == first.id
    page = desk.client.get(f"/office/visits/{desk.line.visit_id}").text
    assert page.index("Filled in at the office by Dee Desk") < page.index("An earlier submission, kept")
    assert WHY in page


def test_what_somebody_else_wrote_since_is_not_overwritten_by_a_correction(come_back: DeskLine) -> None:
    desk = come_back
    [first] = desk.submissions()
    resident = desk.line.resident()
    assert resident.mobile == "07700 900002"
    resident.mobile, resident.version, resident.field_versions = "07700 900009", 9, {"mobile": 9}
    desk.session.commit()
    versions = read_corrected(desk, first.id)["versions"]
    base = desk.mobile_base("07700 900002", versions[MOBILE_NODE])
    unchanged = desk.make(
        SEEN_NEEDS, "welfare_check", entity=desk.about_visit(), bases=base, corrects_id=str(first.id), reason=WHY
    )
    assert desk.send(unchanged).status_code == 200
    assert desk.line.resident().mobile == "07700 900009"
    later = desk.submissions()[1]
    finish = SEEN_NEEDS["finish"] | {"mobile": "07700 900003"}
    changed = desk.make(
        SEEN_NEEDS | {"finish": finish}, "welfare_check", entity=desk.about_visit(),
        bases=desk.mobile_base("07700 900002", read_corrected(desk, later.id)["versions"][MOBILE_NODE]),
        corrects_id=str(later.id), reason=WHY,
    )  # fmt: skip
    assert "Conflicts" in desk.client.get(desk.send(changed).get_json()["next"]).text
    assert desk.line.resident().mobile == "07700 900009"


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"reason": " "}, "say why you correct it"), ({"reason": "x" * 2001}, "2,000 characters")],
)
def test_a_correction_says_why(desk: DeskLine, changed: dict[str, Any], words: str) -> None:
    desk.send(desk.make(REACHED))
    [first] = desk.submissions()
    answer = desk.send(desk.make(NO_ANSWER, corrects_id=str(first.id), **changed))
    assert (answer.status_code, words in answer.get_json()["words"]) == (409, True)
    assert len(desk.submissions()) == 1


def test_a_second_correction_of_one_submission_is_refused_in_words_and_of_the_newer_one_taken(desk: DeskLine) -> None:
    desk.send(desk.make(REACHED))
    [first] = desk.submissions()
    assert desk.send(desk.make(NO_ANSWER, corrects_id=str(first.id), reason=WHY)).status_code == 200
    refused = desk.send(desk.make(REACHED, corrects_id=str(first.id), reason=WHY))
    assert "somebody else has corrected this submission" in refused.get_json()["words"]
    later = desk.submissions()[1]
    assert desk.send(desk.make(REACHED, corrects_id=str(later.id), reason=WHY)).status_code == 200
    assert [one.outcome for one in desk.contacts()] == ["callback_complete", "no_answer", "callback_complete"]
    standing = [one for one in desk.referrals() if one.status != "cancelled"]
    assert len(standing) == 1


def test_what_was_reviewed_is_not_corrected(come_back: DeskLine) -> None:
    desk = come_back
    [first] = desk.submissions()
    address = f"/office/visits/{desk.line.visit_id}/submissions/{first.id}/review/approve"
    assert desk.client.post(address, data={"seen_state": "received"}).status_code == 303
    assert desk.client.get(f"/office/desk/fill/correction/{first.id}").status_code == 404
    assert "Correct this submission" not in desk.client.get(f"/office/visits/{desk.line.visit_id}").text
    sent = desk.make(SEEN_NO_NEEDS, "welfare_check", entity=desk.about_visit(), corrects_id=str(first.id), reason=WHY)
    assert "It may have been reviewed meanwhile" in desk.send(sent).get_json()["words"]


@pytest.mark.parametrize("kind", ["case", "resident"])
def test_the_report_of_a_visit_is_corrected_about_that_visit_alone(come_back: DeskLine, kind: str) -> None:
    desk = come_back
    [first] = desk.submissions()
    about = {"type": kind, "id": str(desk.case_id if kind == "case" else desk.resident_id)}
    sent = desk.make(SEEN_NO_NEEDS, "welfare_check", entity=about, corrects_id=str(first.id), reason=WHY)
    assert desk.send(sent).status_code == 409
    assert len(desk.submissions()) == 1
    assert [one.status for one in desk.referrals()] == ["to_do"]


def test_a_correction_keeps_the_owner_of_an_issue(come_back: DeskLine) -> None:
    desk = come_back
    [first] = desk.submissions()
    address = f"/office/visits/{desk.line.visit_id}/submissions/{first.id}/review/has_issues"
    words = {"seen_state": "received", "words": "How many people?", "owner_id": str(desk.user_id)}
    assert desk.client.post(address, data=words).status_code == 303
    sent = desk.make(SEEN_NO_NEEDS, "welfare_check", entity=desk.about_visit(), corrects_id=str(first.id), reason=WHY)
    assert desk.send(sent).status_code == 200
    later = desk.submissions()[1]
    assert (later.review_state, later.review_owner_id) == ("has_issues", desk.user_id)
    assert (desk.line.visit().review_state, desk.line.visit().outcome) == ("has_issues", "seen_no_needs")
    assert [one.status for one in desk.referrals()] == ["cancelled"]


def test_the_contact_centre_records_calls_and_corrects_nothing(
    desk: DeskLine, session: Session, sign_in: SignIn
) -> None:
    desk.send(desk.make(REACHED))
    [first] = desk.submissions()
    user = add_user(session, "Cora Centre", Role.CONTACT_CENTRE)
    centre = DeskLine(desk.line, sign_in(user), user, session)
    page = centre.client.get(f"/office/submissions/{first.id}")
    assert (page.status_code, "Correct this submission" in page.text) == (200, False)
    assert centre.client.get(f"/office/desk/fill/correction/{first.id}").status_code == 403
    sent = centre.make(NO_ANSWER, corrects_id=str(first.id), reason=WHY)
    assert centre.send(sent).status_code == 403
    assert len(centre.submissions()) == 1
