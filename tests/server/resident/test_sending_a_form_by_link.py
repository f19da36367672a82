"""A form that came by link: kept before it is answered, once, held back for a person, and saying only what a resident may."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.domain.resident_link import LINK_DEVICE_ID, VAIN_SENDS, find_reference
from server.domain.tries import Limit
from server.domain.words import AlertKind, Role, SettlementDecision
from server.store.tables import (
    Alert,
    Attachment,
    AuditEntry,
    Conflict,
    Contact,
    Operation,
    OperationClash,
    Referral,
    RefusedTries,
    Submission,
)
from server.use_cases import limit_link_sends, receive_link_form
from server.use_cases.publish_form import publish_form
from server.use_cases.receive_link_form import MOST_OTHER_ANSWERS
from server.use_cases.settle_review import Settled, Settling, settle_review
from tests.factories.borough import NOW, add_user
from tests.factories.resident_links import (
    CALL,
    SURVEY,
    Asked,
    ask_another,
    filled,
    link_of,
    make_resident_form,
    resident_of,
    send,
)
from tests.factories.sent_files import small_photo
from tests.server.resident.conftest import BORN, Opened

WAITS = "link.too_many_sends"


def said(reply: TestResponse) -> dict[str, str]:
    """What the page is told."""
    found: dict[str, str] = json.loads(reply.data)
    return found


def rows(session: Session, table: type) -> list[object]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(table)))


def only_submission(session: Session) -> Submission:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Submission)).one()


def accept(app: Flask, session: Session) -> Settled:
    """A supervisor accepts all that waits."""
    supervisor = add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    open_ones = [one.op_id for one in session.scalars(select(Operation).where(Operation.verdict == "review"))]
    session.rollback()
    with app.app_context():
        settling = Settling(op_ids=tuple(open_ones), decision=SettlementDecision.ACCEPTED)
        return settle_review(settling, by_id=supervisor.id, at=dt.datetime.now(dt.UTC))


def test_it_is_received_and_waits_for_a_person_on_the_residents_case(
    session: Session, asked: Asked, opened: Opened
) -> None:
    reply = send(opened(asked), asked)
    submission = only_submission(session)
    assert (reply.status_code, said(reply)["reference"]) == (200, find_reference(submission.op_id))
    assert (submission.case_id, submission.resident_id, submission.visit_id) == (asked.case_id, asked.resident_id, None)
    assert (submission.device_id, submission.submitted_by_id) == (LINK_DEVICE_ID, None)
    operation = session.scalars(select(Operation).where(Operation.op_id == submission.op_id)).one()
    assert (operation.verdict, operation.verdict_reason) == ("review", "from_resident")
    assert operation.envelope["payload"]["sender"] == {"by": "resident", "name": None, "relationship": None}
    assert resident_of(session, asked).mobile == "07700 900001"
    assert rows(session, Referral) == []
    assert link_of(session, asked).op_id == submission.op_id


def test_the_same_again_changes_nothing_and_another_form_is_refused(
    session: Session, asked: Asked, opened: Opened
) -> None:
    client = opened(asked)
    first, again = send(client, asked), send(client, asked)
    assert first.json == again.json
    assert len(rows(session, Submission)) == 1
    other = send(client, asked, filled(instance=f"uuid:{uuid.uuid4()}"))
    assert (other.status_code, other.json) == (409, {"reason": "answered"})
    page = client.get("/e/form").text
    assert said(first)["reference"] in page
    assert "form-source" not in page


def test_answers_that_were_changed_since_are_kept_beside_the_first_and_not_called_received(
    session: Session, asked: Asked, opened: Opened
) -> None:
    client = opened(asked)
    send(client, asked)
    other = send(client, asked, filled(mobile="07700 900010"))
    assert (other.status_code, other.json) == (409, {"reason": "other_answers"})
    session.rollback()  # what it has read is older
    [kept] = session.scalars(select(OperationClash)).all()
    assert "07700 900010" in kept.envelope["payload"]["xml"]
    assert "07700 900009" in only_submission(session).xml
    assert send(client, asked, finalised_at="2026-11-27T10:05:00Z").status_code == 200
    for number in range(MOST_OTHER_ANSWERS + 1):
        assert send(client, asked, filled(mobile=f"07700 90002{number}")).status_code == 409
    assert len(rows(session, OperationClash)) == MOST_OTHER_ANSWERS


def test_the_page_of_one_link_sends_nothing_by_another_that_was_opened_in_the_same_browser(
    app: Flask, session: Session, asked: Asked, opened: Opened
) -> None:
    client = opened(asked)
    assert str(asked.made.link_id) in client.get("/e/form").text
    with app.app_context():
        mother = ask_another(session, asked)
    assert client.post(mother.address, data=BORN).status_code == 303
    crossed = send(client, asked)
    assert (crossed.status_code, crossed.json) == (409, {"reason": "other_link"})
    assert rows(session, Submission) == []
    assert client.post(asked.address, data=BORN).status_code == 303
    assert send(client, asked).status_code == 200
    assert only_submission(session).resident_id == asked.resident_id


def test_a_form_under_the_id_of_somebody_elses_submission_is_refused_with_its_files(
    app: Flask, session: Session, asked: Asked, opened: Opened
) -> None:
    send(opened(asked), asked)
    with app.app_context():
        other = ask_another(session, asked)
    refused = send(opened(other), other, file=small_photo(1))
    assert (refused.status_code, refused.json) == (422, {"reason": "other_form"})
    assert rows(session, Attachment) == []
    assert link_of(session, other).op_id is None


def test_an_officers_edition_of_the_form_is_not_shown_and_records_no_call(
    app: Flask, session: Session, asked: Asked, opened: Opened
) -> None:
    with app.app_context():
        publish_form(make_resident_form("", [*SURVEY, CALL], "2"), user_id=None, now=NOW + dt.timedelta(days=1))
    client = opened(asked)
    page = client.get("/e/form")
    assert (page.status_code, "form-source" in page.text) == (404, False)
    xml = filled().replace('version="1"', 'version="2"').replace("<meta>", "<reached>no_answer</reached><meta>")
    assert send(client, asked, xml).status_code == 200
    assert "not_by_link" in [one["code"] for one in only_submission(session).problems]
    accept(app, session)
    assert rows(session, Contact) == []


def test_accepted_it_hands_on_the_need_and_asks_which_of_two_numbers_is_right(
    app: Flask, session: Session, asked: Asked, opened: Opened
) -> None:
    send(opened(asked), asked)
    op_id = only_submission(session).op_id
    settled = accept(app, session)
    assert op_id in settled.op_ids
    assert settled.left == ()
    session.rollback()
    conflict = session.scalars(
        select(Conflict)
    ).one()  # the record says something else, and nobody at the door saw which
    assert (conflict.field, conflict.theirs["value"]) == ("mobile", "07700 900001")
    assert [one.type for one in session.scalars(select(Referral))] == ["welfare_rights"]


def test_somebody_who_is_not_safe_is_heard_of_at_once(session: Session, asked: Asked, opened: Opened) -> None:
    send(opened(asked), asked, filled(unsafe="yes"))
    session.rollback()
    alert = session.scalars(select(Alert)).one()
    assert (alert.kind, alert.resident_id, alert.visit_id) == (AlertKind.SAFEGUARDING, asked.resident_id, None)


def test_a_helper_says_who_they_are_and_that_they_may(session: Session, asked: Asked, opened: Opened) -> None:
    client = opened(asked)
    refused = send(client, asked, helper_name="Bo Person", relationship="son")
    assert (refused.status_code, refused.json) == (422, {"reason": "no_permission"})
    send(client, asked, helper_name="Bo Person", relationship="son", permission="yes")
    session.rollback()
    payload = session.scalars(select(Operation).where(Operation.parent_op_id.is_(None))).one().envelope["payload"]
    assert payload["sender"] == {"by": "helper", "name": "Bo Person", "relationship": "son"}


def test_a_photo_comes_after_the_answers_once_and_is_judged(session: Session, asked: Asked, opened: Opened) -> None:
    client, xml = opened(asked), filled(photo="photo.jpg")
    send(client, asked, xml)
    assert "file_not_listed" in [one["code"] for one in only_submission(session).problems]
    for _ in range(2):
        assert send(client, asked, xml, file=small_photo(1)).status_code == 200
    session.rollback()
    photo = session.scalars(select(Attachment)).one()
    assert (photo.status, photo.device_id, photo.case_id) == ("received", LINK_DEVICE_ID, asked.case_id)
    assert "file_not_listed" not in [one["code"] for one in only_submission(session).problems]


@pytest.mark.parametrize("vain", ["<data", filled()], ids=["unreadable", "the same again"])
def test_a_link_that_goes_on_sending_what_brings_nothing_waits_unread_and_no_other_link_does(
    app: Flask, session: Session, asked: Asked, opened: Opened, vain: str
) -> None:
    client = opened(asked)
    first = send(client, asked)
    for _ in range(VAIN_SENDS.most):
        assert send(client, asked, vain).status_code == (200 if vain == filled() else 422)
    held = send(client, asked, filled(photo="photo.jpg"), file=small_photo(1))
    assert (held.status_code, held.json) == (429, {"reason": "too_many_sends"})
    assert 0 < int(held.headers["Retry-After"]) <= VAIN_SENDS.pause.total_seconds() + 1
    assert rows(session, Attachment) == []
    assert [one.entity_id for one in session.scalars(select(AuditEntry).where(AuditEntry.action == WAITS))] == [
        str(asked.made.link_id)
    ]
    session.rollback()
    with app.app_context():
        other = ask_another(session, asked)
    assert send(opened(other), other, filled(instance=f"uuid:{uuid.uuid4()}")).status_code == 200
    session.rollback()
    session.scalars(select(RefusedTries)).one().blocked_until_at = dt.datetime.now(dt.UTC)
    session.commit()
    assert send(client, asked).json == first.json


def test_files_that_are_new_make_nobody_wait_and_the_last_of_them_may_come_again(
    session: Session, asked: Asked, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive_link_form, "MOST_FILES", 3)
    monkeypatch.setattr(limit_link_sends, "VAIN_SENDS", Limit(3, VAIN_SENDS.within, VAIN_SENDS.pause))
    client = opened(asked)
    send(client, asked)
    for number in (1, 2, 3, 3):
        assert send(client, asked, file=small_photo(number)).status_code == 200
    over = send(client, asked, file=small_photo(4))
    assert (over.status_code, over.json) == (422, {"reason": "too_many_files"})
    assert len(rows(session, Attachment)) == 3


def test_one_link_takes_two_places_of_those_that_read_bodies_and_everybody_waits_for_half_of_the_threads(
    app: Flask, session: Session, asked: Asked, opened: Opened
) -> None:
    client, receivers = opened(asked), app.extensions["doorstep_receivers"]
    own = str(asked.made.link_id)
    with receivers.place(own) as first, receivers.place(own) as second:
        assert (first, second) == (True, True)
        busy = send(client, asked)
        assert (busy.status_code, busy.json, busy.headers["Retry-After"]) == (503, {"reason": "busy"}, "5")
        with receivers.place("another link") as others:
            assert others
    with ExitStack() as all_places:
        while all_places.enter_context(receivers.place()):
            pass
        assert send(client, asked).status_code == 503
    assert rows(session, Operation) == []
    assert send(client, asked).status_code == 200


@pytest.mark.parametrize(
    ("xml", "status", "reason"),
    [
        ("", 422, "unreadable"),
        ("<data", 422, "unreadable"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><data id='how_are_you'>&a;</data>", 422, "unreadable"),
        (filled().replace("how_are_you", "welfare_check"), 422, "other_form"),
    ],
)
def test_what_is_no_such_form_is_refused_and_nothing_is_kept(
    session: Session, asked: Asked, opened: Opened, xml: str, status: int, reason: str
) -> None:
    reply = send(opened(asked), asked, xml)
    assert (reply.status_code, reply.json) == (status, {"reason": reason})
    assert rows(session, Operation) == []
    assert link_of(session, asked).op_id is None


def test_another_sites_form_cannot_send(session: Session, asked: Asked, opened: Opened) -> None:
    reply = opened(asked).post("/e/form/send", data={"xml": filled()}, content_type="multipart/form-data")
    assert reply.status_code == 400
    assert rows(session, Operation) == []
