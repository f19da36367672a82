"""A submission is stored once, whole, whatever it holds; what is wrong with it is said and loses nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.tables import Attachment, FormVersion, Hold, Submission
from tests.factories.borough import add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS, new_instance_id
from tests.factories.operations import make_operation
from tests.factories.submission_line import SubmissionLine, lay_line

OUTCOME = "/data/outcome_page/outcome"


@pytest.fixture
def line(session: Session, context: None) -> SubmissionLine:
    return lay_line(session)


def codes(submission: Submission) -> list[str]:
    return [problem["code"] for problem in submission.problems]


def photo(name: str, **values: Any) -> dict[str, Any]:
    return {
        "attachment_id": str(new_id()),
        "name": name,
        "content_type": "image/jpeg",
        "size": 3,
        "sha256": "ab" * 32,
        "captured_at": "2026-11-23T10:40:00.000Z",
        "node": "/data/photos/photo_1",
    } | values


def test_a_good_submission_is_stored_with_its_answers_and_applied(line: SubmissionLine) -> None:
    operation = line.make(SEEN_NO_NEEDS)
    [receipt] = line.push(operation)
    assert (receipt.verdict, receipt.reason) == ("applied", None)
    [submission] = line.submissions()
    assert submission.xml == operation["payload"]["xml"]
    assert submission.answers["data"]["outcome_page"] == {"outcome": "seen_no_needs"}
    assert (submission.outcome, submission.has_needs, submission.problems) == ("seen_no_needs", False, [])
    assert (submission.visit_id, submission.case_id) == (line.visit_id, line.case().id)
    assert submission.form_version_id == line.form_version_id
    assert submission.review_state == "received"


def test_a_visit_closes_with_the_submissions_outcome(line: SubmissionLine) -> None:
    operation = line.make(SEEN_NEEDS)
    closing = {"submission_op_id": operation["op_id"], "instance_id": operation["payload"]["instance_id"]}
    submit = make_operation(
        line.phone, "visit.submit", "visit", line.visit_id, payload=closing, after=[operation["op_id"]]
    )
    assert [receipt.verdict for receipt in line.push(operation, submit)] == ["applied", "applied"]
    assert (line.visit().status, line.visit().outcome) == ("submitted", "seen_needs")
    assert line.submissions()[0].has_needs


def test_the_same_submission_pushed_twice_is_stored_once(line: SubmissionLine) -> None:
    operation = line.make(SEEN_NEEDS)
    assert line.push(operation) == line.push(operation)
    assert (len(line.submissions()), len(line.referrals())) == (1, 1)


def test_another_submission_under_the_same_instance_goes_to_review_and_the_first_stays(line: SubmissionLine) -> None:
    instance_id = new_instance_id()
    line.push(line.make(SEEN_NO_NEEDS, instance_id=instance_id))
    second = line.make(SEEN_NEEDS, instance_id=instance_id)
    [receipt] = line.push(second)
    assert (receipt.verdict, receipt.reason) == ("review", "instance_taken")
    [submission] = line.submissions()
    assert submission.outcome == "seen_no_needs"
    assert line.referrals() == []


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<data><outcome_page>", "unreadable_submission"),
        ("", "unreadable_submission"),
        ("not XML at all \x00\ud800", "unreadable_submission"),
        ("<!DOCTYPE d [<!ENTITY a 'b'>]><data>&a;</data>", "unreadable_submission"),
        (None, "unreadable_submission"),
        (17, "unreadable_submission"),
        (["<data/>"], "unreadable_submission"),
        ("<claim><amount>5</amount></claim>", "other_form"),
    ],
)
def test_a_broken_submission_is_kept_raw_and_goes_to_review(line: SubmissionLine, xml: object, reason: str) -> None:
    [receipt] = line.push(line.make(SEEN_NO_NEEDS, xml=xml))
    assert (receipt.verdict, receipt.reason) == ("review", reason)
    [submission] = line.submissions()
    assert submission.problems
    assert submission.answers == {}
    assert submission.outcome is None


def test_an_entity_bomb_costs_nothing_and_is_kept(line: SubmissionLine) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE data [<!ENTITY a0 "ha">{entities}]><data>&a9;</data>'
    [receipt] = line.push(line.make(SEEN_NO_NEEDS, xml=bomb))
    assert receipt.verdict == "review"
    assert line.submissions()[0].xml == bomb


@pytest.mark.parametrize("form_version_id", [None, "nonsense", 5, "7ccd1fbf-964a-40d9-bc0d-d2b98bd91890"])
def test_an_unknown_form_version_loses_nothing(line: SubmissionLine, form_version_id: object) -> None:
    [receipt] = line.push(line.make(SEEN_NEEDS, form_version_id=form_version_id))
    assert (receipt.verdict, receipt.reason) == ("review", "unknown_form_version")
    [submission] = line.submissions()
    assert "seen_needs" in submission.xml
    assert codes(submission) == ["unknown_form_version"]


def test_a_retired_version_still_reads_what_was_filled_on_it(line: SubmissionLine, session: Session) -> None:
    session.get_one(FormVersion, line.form_version_id).retired_at = line.visit().created_at
    session.commit()
    assert line.push(line.make(SEEN_NO_NEEDS))[0].verdict == "applied"


def test_misfits_are_said_and_everything_else_is_taken(line: SubmissionLine) -> None:
    answers = SEEN_NEEDS | {"household": {"household_size": "many"}, "surprise": "!"}
    [receipt] = line.push(line.make(answers))
    assert receipt.verdict == "applied"
    [submission] = line.submissions()
    assert codes(submission) == ["wrong_type", "unknown_node"]
    assert submission.outcome == "seen_needs"


def test_a_payload_of_nonsense_is_stored_and_goes_to_review(line: SubmissionLine) -> None:
    operation = make_operation(line.phone, "submission.create", "visit", line.visit_id)
    operation["payload"] = {"instance_id": 5, "xml": {}, "bases": [], "attachments": "none", "finalised_at": "noon"}
    [receipt] = line.push(operation)
    assert receipt.verdict == "review"
    [submission] = line.submissions()
    assert submission.instance_id == f"op:{operation['op_id']}"
    assert codes(submission) == ["no_time", "unreadable_xml"]


def test_photos_are_expected_under_the_submission(line: SubmissionLine, session: Session) -> None:
    named = photo("front.jpg")
    answers = SEEN_NEEDS | {"photos": {"photo_1_agreed": "yes", "photo_1": "front.jpg"}}
    line.push(line.make(answers, attachments=[named]))
    [submission] = line.submissions()
    attachment = session.get_one(Attachment, uuid.UUID(named["attachment_id"]))
    assert (attachment.status, attachment.submission_id, attachment.visit_id) == (
        "expected",
        submission.id,
        line.visit_id,
    )
    assert (attachment.node, attachment.instance_id) == ("/data/photos/photo_1", submission.instance_id)
    assert submission.problems == []


def test_a_photo_that_is_named_but_not_listed_is_a_problem(line: SubmissionLine) -> None:
    answers = SEEN_NEEDS | {"photos": {"photo_1_agreed": "yes", "photo_1": "front.jpg"}}
    line.push(line.make(answers, attachments=[photo("rear.jpg"), {"name": "what"}, 7]))
    assert codes(line.submissions()[0]) == ["wrong_file", "wrong_file", "file_not_listed"]


def test_a_photo_of_another_phone_cannot_be_taken_over(line: SubmissionLine, session: Session) -> None:
    named = photo("front.jpg")
    line.push(line.make(SEEN_NEEDS, attachments=[named]))
    line.push(line.make(SEEN_NEEDS, attachments=[named | {"sha256": "cd" * 32}]))
    assert codes(line.submissions()[1]) == ["other_file"]
    assert session.scalars(select(Attachment.sha256)).all() == ["ab" * 32]


def test_an_alert_that_the_header_forgot_is_raised_from_the_answers(line: SubmissionLine) -> None:
    operation = line.make({"outcome_page": {"outcome": "no_reply_concern"}})
    line.push(operation)
    [alert] = line.alerts()
    instance = uuid.UUID(operation["payload"]["instance_id"].removeprefix("uuid:"))
    assert (alert.id, alert.kind) == (uuid.uuid5(instance, OUTCOME), "no_reply_concern")
    assert alert.visit_id == line.visit_id


def test_an_alert_that_the_header_carries_is_not_raised_twice(line: SubmissionLine) -> None:
    instance_id = new_instance_id()
    alert_id = uuid.uuid5(uuid.UUID(instance_id.removeprefix("uuid:")), OUTCOME)
    header = {"alert_id": str(alert_id), "kind": "no_reply_concern", "node": OUTCOME}
    operation = line.make({"outcome_page": {"outcome": "no_reply_concern"}}, instance_id=instance_id, alerts=[header])
    line.push(operation)
    assert [alert.id for alert in line.alerts()] == [alert_id]
    assert line.children(operation["op_id"]) == {}


def test_a_death_holds_the_resident_even_without_an_alert_header(line: SubmissionLine, session: Session) -> None:
    line.push(line.make({"outcome_page": {"outcome": "deceased"}, "note_page": {"visit_note": "Her son told me."}}))
    assert line.resident().on_hold
    assert len(session.scalars(select(Hold)).all()) == 1
    assert line.visit().status == "assigned"


def test_somebody_elses_visit_stores_no_submission_but_keeps_the_operation(
    line: SubmissionLine, session: Session
) -> None:
    stranger = add_phone(session, add_user(session, "Sam Stranger"))
    session.commit()
    operation = line.make(SEEN_NEEDS) | {"device_id": stranger.device_id}
    [receipt] = line.push(operation, phone=stranger)
    assert (receipt.verdict, receipt.reason) == ("review", "not_yours")
    assert line.submissions() == []
