"""Alerts as pages: open until closed, always owned, never closed before somebody took them in hand."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.domain.words import Role
from server.store.tables import Alert, AlertAcknowledgement, Message, SubmissionReview
from server.use_cases.escalate_alerts import escalate_alerts
from tests.factories.borough import NOW, Phone, add_user
from tests.factories.sealed import Sealer
from tests.factories.sync_line import note, push
from tests.server.office.conftest import CameBack, SignIn


def test_an_open_alert_is_on_today_with_its_owner(sign_in: SignIn, came_back: CameBack, alert: Alert) -> None:
    client = sign_in(came_back.reviewer)
    today = client.get("/office/").text
    assert "Safeguarding concern" in today
    assert "Owner: Ben Back, that is you." in today
    assert "Not acknowledged for" in today


def test_acknowledging_needs_a_note_and_keeps_the_first_instant(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    client = sign_in(came_back.reviewer)
    where = f"/office/alerts/{alert.id}/acknowledge"
    assert client.post(where, data={"acknowledge_note": " "}).status_code == 422
    assert client.post(where, data={"acknowledge_note": "Ringing now"}).status_code == 303
    session.rollback()
    first = session.get_one(Alert, alert.id).acknowledged_at
    session.rollback()
    client.post(where, data={"acknowledge_note": "Rang, safe"})
    typed_code = client.post(where, data={"acknowledge_note": AlertNote.OFFICER_SAFE})
    assert typed_code.status_code == 422, "nobody writes in the server's name"
    session.rollback()
    assert session.get_one(Alert, alert.id).acknowledged_at == first
    steps = session.query(AlertAcknowledgement).order_by(AlertAcknowledgement.id)
    assert [(step.step, step.note) for step in steps] == [("acknowledged", "Ringing now"), ("noted", "Rang, safe")]
    session.add(AlertAcknowledgement(alert_id=alert.id, step="noted", at=NOW, note=AlertNote.OFFICER_SAFE))
    review = SubmissionReview(
        submission_id=came_back.submission.id, review_state="has_issues", note=AlertNote.OFFICER_SAFE
    )
    review.reviewed_by_id, review.reviewed_at = came_back.reviewer.id, NOW
    session.add(review)
    session.commit()
    page = client.get(f"/office/alerts/{alert.id}").text
    assert ("Rang, safe" in page, "The officer has said since: I am safe." in page) == (True, True)
    assert AlertNote.OFFICER_SAFE in client.get(f"/office/visits/{came_back.visit.id}").text, "their words, no code"


def test_an_alert_is_closed_only_after_somebody_took_it_in_hand(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    client = sign_in(came_back.reviewer)
    close = f"/office/alerts/{alert.id}/close"
    assert client.post(close, data={"close_note": "All well"}).status_code == 409
    client.post(f"/office/alerts/{alert.id}/acknowledge", data={"acknowledge_note": "On it"})
    assert client.post(close, data={"close_note": "All well"}).status_code == 303
    assert "Safeguarding concern" not in client.get("/office/alerts").text
    assert "Safeguarding concern" in client.get("/office/alerts?state=closed").text
    assert client.post(close, data={"close_note": "Again"}).status_code == 409
    session.rollback()
    assert session.query(AlertAcknowledgement).filter_by(step="closed").count() == 1


def test_handing_over_needs_somebody_who_may_act(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    supervisor = add_user(session, "Sam Super", Role.SUPERVISOR)
    manager = add_user(session, "Dee Duty", Role.DUTY_MANAGER, telephone="07700 900003")
    session.commit()
    client, where = sign_in(supervisor), f"/office/alerts/{alert.id}/owner"
    for wrong in ("", "nobody", str(came_back.officer.id)):
        reply = client.post(where, data={"owner_id": wrong, "owner_note": "Please take it"})
        assert reply.status_code == 422
        assert "Please take it" in reply.text
    assert client.post(where, data={"owner_id": str(manager.id), "owner_note": "Please take it"}).status_code == 303
    session.rollback()
    assert session.get_one(Alert, alert.id).owner_id == manager.id
    told = session.query(Message).one()
    assert (told.user_id, told.about_id) == (manager.id, alert.id)
    back = {"owner_id": str(came_back.reviewer.id), "owner_note": "Yours again"}
    assert "No text message can tell them: ring them." in client.post(where, data=back, follow_redirects=True).text
    assert sign_in(came_back.reviewer).post(where, data={"owner_id": str(manager.id)}).status_code == 403


def test_an_alerts_page_says_who_was_told_and_the_message_leads_back_to_it(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    add_user(session, "Sam Super", Role.SUPERVISOR, telephone="07700 900002")
    session.commit()
    with app.app_context():
        escalate_alerts(NOW + dt.timedelta(minutes=15), ZoneInfo("Europe/London"), "")
    client = sign_in(came_back.reviewer)
    page = client.get(f"/office/alerts/{alert.id}").text
    assert "The owner has no mobile number on record" in page
    assert re.search(r"Next on call: Sam Super, .*Text message: To be sent", page)
    session.rollback()
    message = session.query(Message).one()
    page = client.get(f"/office/messages/{message.id}").text
    assert "Sam Super" in page
    assert f'href="/office/alerts/{alert.id}"' in page
    assert "Sam Super" in client.get("/office/messages").text


def test_an_alert_nobody_raised_is_not_found(sign_in: SignIn, came_back: CameBack) -> None:
    client = sign_in(came_back.reviewer)
    address = f"/office/alerts/{came_back.visit.id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/acknowledge", data={"acknowledge_note": "x"}).status_code == 404


def test_pieces_that_nobody_can_open_are_counted_on_their_alert_and_each_leads_to_it(
    client: FlaskClient, session: Session, sign_in: SignIn, phone: Phone, visit_id: uuid.UUID
) -> None:
    lost = Sealer.stranger(phone.device_id)
    pieces = [note(phone, visit_id) for _ in range(3)]
    push(client, phone, *map(lost.seal, pieces))
    alert_id = session.query(Alert).one().id
    office = sign_in(add_user(session, "Sam Super", Role.SUPERVISOR))
    assert "3 pieces of work" in office.get("/office/alerts").text
    page = office.get(f"/office/alerts/{alert_id}").text
    assert "3 pieces of work from this officer’s phone are sealed and cannot be opened here" in page
    address = f"/office/late-reports?reason=cannot_be_opened&amp;officer={phone.user_id}"
    assert address in page
    queue = office.get(address.replace("&amp;", "&")).text
    assert len(re.findall(r"Open alert\b", queue)) == 3
    for piece in pieces:
        assert f"/office/late-reports/{piece['op_id']}" in queue
        assert f"/office/alerts/{alert_id}" in office.get(f"/office/late-reports/{piece['op_id']}").text
