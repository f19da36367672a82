"""A resident is reminded of what they are asked to send: once for each day, while something is missing, by whichever worker."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.evidence import ItemState
from server.domain.message import MessageChannel
from server.keyring import Keyring
from server.store.evidence_list import list_evidence
from server.store.tables import (
    Case,
    EvidenceItem,
    EvidenceRequest,
    Message,
    MessageTemplate,
    Programme,
    Resident,
    ResidentLink,
)
from server.use_cases import remind_of_evidence as reminding
from server.use_cases.close_evidence_request import close_evidence_request
from server.use_cases.queue_link import SendBy
from server.use_cases.remind_of_evidence import remind_of_evidence
from server.use_cases.renew_evidence_link import renew_evidence_link
from server.use_cases.send_messages import send_messages
from tests.factories.evidence import AskedEvidence, ask_for_evidence
from tests.factories.messages import FACTS, CountingCarrier

LONDON = ZoneInfo("Europe/London")
BY_TEXT = SendBy(MessageChannel.SMS, "https://doorstep.example.org")
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def asked(session: Session) -> AskedEvidence:
    """Asked by text message for two documents, within a fortnight."""
    return ask_for_evidence(session, BY_TEXT)


def request_of(session: Session, asked: AskedEvidence) -> EvidenceRequest:
    session.rollback()
    session.expire_all()
    request = session.get_one(EvidenceRequest, asked.request_id)
    session.rollback()
    return request


def before_day(session: Session, asked: AskedEvidence, days: int = 3, hour: int = 10) -> dt.datetime:
    """That hour by the council's clock, so many days before the day by which we ask."""
    due_on = _due_on(session, asked)
    return dt.datetime.combine(due_on - dt.timedelta(days=days), dt.time(hour), LONDON)


def _due_on(session: Session, asked: AskedEvidence) -> dt.date:
    due_on = session.scalars(select(EvidenceRequest.due_on).where(EvidenceRequest.id == asked.request_id)).one()
    session.rollback()
    return due_on


def reminders(session: Session) -> list[uuid.UUID]:
    session.rollback()
    named = select(Message.id).join(MessageTemplate, MessageTemplate.id == Message.template_id)
    found = list(session.scalars(named.where(MessageTemplate.name == "evidence_reminder")))
    session.rollback()
    return found


def change(session: Session, model: Any, which: Any, **values: Any) -> None:
    session.rollback()
    session.execute(update(model).where(which).values(**values))
    session.commit()


def test_a_reminder_goes_once_three_days_before_in_working_hours_and_its_link_opens(
    app: Flask, session: Session, asked: AskedEvidence, keyring: Keyring
) -> None:
    for at in (before_day(session, asked, 4, 17), before_day(session, asked, 3, 8), before_day(session, asked, 3, 18)):
        assert remind_of_evidence(at, LONDON) == 0
    at = before_day(session, asked)
    carrier = CountingCarrier()
    send_messages(carrier, keyring.find, FACTS, clock=lambda: at)  # the request itself
    assert [remind_of_evidence(at + dt.timedelta(hours=hours), LONDON) for hours in (0, 1, 24, 48)] == [1, 0, 0, 0]
    assert len(reminders(session)) == 1
    send_messages(carrier, keyring.find, FACTS, clock=lambda: at)
    words = carrier.taken[-1].words.body
    assert "still waits for your photos" in words
    code = words.split("/e/")[1].split()[0]
    assert app.test_client().get(f"/e/{code}").status_code == 200


@pytest.mark.parametrize("days", [2, 0])
def test_a_worker_that_was_down_reminds_until_the_day_itself(session: Session, asked: AskedEvidence, days: int) -> None:
    assert remind_of_evidence(before_day(session, asked, -1), LONDON) == 0
    assert remind_of_evidence(before_day(session, asked, days), LONDON) == 1


def test_a_programme_says_how_long_before_and_may_remind_of_nothing(session: Session, asked: AskedEvidence) -> None:
    change(session, Programme, Programme.id.is_not(None), settings={"evidence_reminder_days": 7})
    at = before_day(session, asked, 7)
    change(session, Programme, Programme.id.is_not(None), settings={"evidence_reminder_days": 0})
    assert [remind_of_evidence(before_day(session, asked, days), LONDON) for days in (7, 3, 0)] == [0, 0, 0]
    change(session, Programme, Programme.id.is_not(None), settings={"evidence_reminder_days": 7})
    assert remind_of_evidence(at, LONDON) == 1


def test_nobody_is_reminded_of_what_they_have_just_been_asked(session: Session, asked: AskedEvidence) -> None:
    at = before_day(session, asked)
    change(session, ResidentLink, ResidentLink.id == asked.request_id, code_made_at=at)
    assert remind_of_evidence(at + dt.timedelta(days=1), LONDON) == 0


@pytest.mark.parametrize(
    ("states", "count"),
    [
        ((ItemState.SENT, ItemState.SENT), 0),
        ((ItemState.APPROVED, ItemState.APPROVED), 0),
        ((ItemState.SENT, ItemState.NEEDED), 1),
        ((ItemState.REFUSED, ItemState.SENT), 1),
    ],
)
def test_only_who_has_something_to_send_is_reminded(
    session: Session, asked: AskedEvidence, states: tuple[ItemState, ...], count: int
) -> None:
    at = before_day(session, asked)
    for position, state in enumerate(states, start=1):
        values: dict[str, Any] = {
            "state": state,
            "reason": "Cut off." if state is ItemState.REFUSED else None,
            "approved_type_id": asked.type_ids[0] if state is ItemState.APPROVED else None,
        }
        change(session, EvidenceItem, EvidenceItem.position == position, **values)
    assert remind_of_evidence(at, LONDON) == count


@pytest.mark.parametrize("what", ["held", "merged", "no number", "closed", "case closed", "told by the office"])
def test_who_must_not_or_cannot_be_written_to_is_not_reminded(
    session: Session, asked: AskedEvidence, what: str
) -> None:
    at = before_day(session, asked)
    ours = Resident.id == asked.resident_id
    if what == "held":
        change(session, Resident, ours, on_hold=True)
    elif what == "merged":
        change(session, Resident, ours, merged_into_id=asked.resident_id)
    elif what == "no number":
        change(session, Resident, ours, mobile=None)
    elif what == "closed":
        by_id = asked.sender.id
        session.rollback()
        close_evidence_request(asked.request_id, by_id=by_id, at=dt.datetime.now(dt.UTC))
    elif what == "case closed":
        change(session, Case, Case.id == asked.case_id, status="closed", closed_reason="moved")
    else:
        change(session, EvidenceRequest, EvidenceRequest.id == asked.request_id, channel=None)
    assert remind_of_evidence(at, LONDON) == 0
    assert reminders(session) == []
    assert request_of(session, asked).reminded_at is None


def test_another_day_is_reminded_of_anew_and_the_old_reminder_does_not_leave(
    session: Session, asked: AskedEvidence
) -> None:
    at = before_day(session, asked)
    assert remind_of_evidence(at, LONDON) == 1
    by_id = asked.sender.id
    session.rollback()
    due_at = at + dt.timedelta(days=30)
    renew_evidence_link(asked.request_id, due_at.date(), due_at, by_id=by_id, at=at, send_by=BY_TEXT)
    assert remind_of_evidence(before_day(session, asked), LONDON) == 1
    found = [session.get_one(Message, message_id).status for message_id in reminders(session)]
    assert sorted(found) == ["queued", "stopped"]


def test_a_worker_killed_in_between_leaves_a_whole_reminder_or_none(
    session: Session, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = before_day(session, asked)

    def killed(*_: object, **__: object) -> None:
        raise SystemExit  # no Exception: like a SIGKILL, nothing after it runs

    with monkeypatch.context() as patched:
        patched.setattr(reminding, "record_audit", killed)
        with pytest.raises(SystemExit):
            remind_of_evidence(at, LONDON)
    assert (reminders(session), request_of(session, asked).reminded_at) == ([], None)
    assert remind_of_evidence(at, LONDON) == 1
    assert remind_of_evidence(at, LONDON) == 0
    assert len(reminders(session)) == 1


def test_two_workers_at_once_write_one_reminder(
    app: Flask, session: Session, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, both_have_looked, written = before_day(session, asked), threading.Barrier(2), []
    remind = reminding._remind

    def wait_for_the_other(*given: Any) -> bool:
        both_have_looked.wait(30)
        return remind(*given)

    monkeypatch.setattr(reminding, "_remind", wait_for_the_other)

    def work() -> None:
        with app.app_context():
            written.append(remind_of_evidence(at, LONDON))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(written) == [0, 1]
    assert len(reminders(session)) == 1


def test_after_its_day_a_request_is_overdue_until_its_link_ends(session: Session, asked: AskedEvidence) -> None:
    day = dt.timedelta(days=1)
    end = dt.datetime.combine(_due_on(session, asked) + day, dt.time(), LONDON)
    expires_at = session.scalars(select(ResidentLink.expires_at)).one()
    moments = {"pending": end - dt.timedelta(seconds=1), "overdue": end, "expired": expires_at}
    for state, at in moments.items():
        [line] = list_evidence(session, None, at).lines
        assert line.state(at) == state
        for asked_for in moments:
            assert len(list_evidence(session, type(line.state(at))(asked_for), at).lines) == (asked_for == state)
