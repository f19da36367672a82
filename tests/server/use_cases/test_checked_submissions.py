"""A submission is checked by its form version when it comes in: what breaks a rule is said to the reviewer, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.domain.words import VisitStatus
from server.store.tables import FormVersion, Submission
from tests.factories.borough import NOW
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS, fill, new_instance_id
from tests.factories.operations import make_operation
from tests.factories.submission_line import MOBILE_NODE, SubmissionLine, lay_line

NEXT_CONTACT = "/data/finish/next_contact_on"


@pytest.fixture
def line(session: Session, context: None) -> SubmissionLine:
    return lay_line(session)


def said(submission: Submission) -> list[tuple[str, str | None]]:
    return [(problem["code"], problem["node"]) for problem in submission.problems]


def test_what_breaks_a_rule_is_said_in_the_forms_own_words_and_everything_else_is_taken(line: SubmissionLine) -> None:
    answers = SEEN_NEEDS | {"household": {"household_size": "99"}, "concern_page": {}}
    report = line.make(answers, bases=line.mobile_base())
    done = {"submission_op_id": report["op_id"], "instance_id": report["payload"]["instance_id"]}
    submit = make_operation(
        line.phone, "visit.submit", "visit", line.visit_id, payload=done, after=[report["op_id"]], device_seq=9
    )
    start = make_operation(line.phone, "visit.start", "visit", line.visit_id, device_seq=8)
    assert [receipt.verdict for receipt in line.push(start, report, submit)] == ["applied"] * 3
    [submission] = line.submissions()
    assert said(submission) == [
        ("constraint", "/data/household/household_size"),
        ("required", "/data/concern_page/concern"),
    ]
    assert [problem["question"] for problem in submission.problems] == [
        "How many people live here?",
        "Is there something the duty manager must hear about today?",
    ]
    assert submission.review_state == "received"
    assert line.visit().status == VisitStatus.SUBMITTED
    assert line.resident().mobile == "07700 900002"
    assert len(line.referrals()) == 1


def test_an_honest_submission_has_no_findings(line: SubmissionLine) -> None:
    line.push(line.make(SEEN_NEEDS))
    assert line.submissions()[0].problems == []


def test_an_answer_that_was_not_asked_is_kept_and_records_nothing(line: SubmissionLine) -> None:
    answers = {"outcome_page": {"outcome": "in_hospital_or_care"}, "note_page": {"visit_note": "A neighbour said so."}}
    unasked = {"finish": {"mobile": "07700 900002"}, "food": {"food_wanted": "yes", "food_priority": "today"}}
    operation = line.make(answers | unasked, bases=line.mobile_base())
    assert line.push(operation)[0].verdict == "applied"
    [submission] = line.submissions()
    assert {code for code, _ in said(submission)} == {"not_relevant"}
    assert submission.answers["data"]["finish"] == {"mobile": "07700 900002"}
    assert line.resident().mobile == "07700 900001"
    assert (line.referrals(), line.children(operation["op_id"])) == ([], {})


def test_a_concern_is_heard_even_where_the_form_did_not_ask_for_it(line: SubmissionLine) -> None:
    line.push(line.make(SEEN_NO_NEEDS | {"concern_page": {"concern": "yes"}}))
    assert [alert.kind for alert in line.alerts()] == ["safeguarding"]
    assert ("not_relevant", "/data/concern_page/concern") in said(line.submissions()[0])


@pytest.mark.parametrize(
    ("finished_at", "offset", "is_told"),
    [
        ("2026-11-23T10:42:00Z", 0, False),
        ("2026-11-24T00:10:00Z", 0, True),
        ("2026-11-24T00:10:00Z", -60, False),
        ("not a time", 0, False),
    ],
)
def test_today_is_the_day_on_which_the_phone_finished_it(
    line: SubmissionLine, finished_at: str, offset: int, is_told: bool
) -> None:
    answers = SEEN_NO_NEEDS | {"finish": {"next_contact_on": "2026-11-23"}}
    line.push(line.make(answers, finished_at="x", finalised_at=finished_at, utc_offset_minutes=offset))
    assert (("constraint", NEXT_CONTACT) in said(line.submissions()[0])) is is_told


def test_a_submission_on_a_retired_version_is_checked_by_that_version(line: SubmissionLine, session: Session) -> None:
    session.get_one(FormVersion, line.form_version_id).retired_at = NOW
    session.commit()
    line.push(line.make(SEEN_NEEDS | {"home": {}}))
    assert said(line.submissions()[0]) == [("required", "/data/home/heating")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<data ", "<other "),
        ('id="welfare_check"', 'id="another_form"'),
    ],
)
def test_an_instance_of_another_form_is_kept_for_a_person(line: SubmissionLine, old: str, new: str) -> None:
    instance_id = new_instance_id()
    xml = (
        fill(SEEN_NEEDS, instance_id)
        .replace(old, new)
        .replace("</data>", f"</{'other' if 'other ' in new else 'data'}>")
    )
    [receipt] = line.push(line.make(SEEN_NEEDS, instance_id=instance_id, xml=xml))
    assert (receipt.verdict, receipt.reason) == ("review", "other_form")
    [submission] = line.submissions()
    assert (submission.xml, submission.outcome, line.referrals()) == (xml, None, [])


def test_nodes_of_another_namespace_answer_nothing(line: SubmissionLine) -> None:
    instance_id = new_instance_id()
    xml = fill(SEEN_NEEDS, instance_id).replace("<mobile>", '<mobile xmlns="urn:elsewhere">')
    operation = line.make(SEEN_NEEDS, instance_id=instance_id, xml=xml, bases=line.mobile_base())
    assert line.push(operation)[0].verdict == "applied"
    [submission] = line.submissions()
    assert said(submission) == [("unknown_node", MOBILE_NODE)]
    assert submission.answers["data"]["finish"]["mobile"] == "07700 900002"
    assert line.resident().mobile == "07700 900001"


@pytest.mark.parametrize("value", ["9" * 400, "1e999", "\u0663", "0x1F", "-0", "+"])
def test_odd_numbers_end_in_a_verdict(line: SubmissionLine, value: Any) -> None:
    [receipt] = line.push(line.make(SEEN_NEEDS | {"household": {"household_size": value}}))
    assert receipt.verdict == "applied"
    assert [node for _, node in said(line.submissions()[0])] == ["/data/household/household_size"]
