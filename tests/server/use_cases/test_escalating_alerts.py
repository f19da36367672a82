"""An alert that nobody acknowledges is told to its owner, the next on call and Gold by text message, each once."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageStatus
from server.domain.words import AlertKind, Role, ShiftKind
from server.keyring import Keyring
from server.store.database import new_id
from server.store.office_alerts import lock_alert
from server.store.tables import Alert, AlertTelling, Message, Shift, User
from server.use_cases import escalate_alerts as escalate_alerts_file
from server.use_cases.acknowledge_alert import acknowledge_alert
from server.use_cases.close_alert import close_alert
from server.use_cases.escalate_alerts import escalate_alerts
from server.use_cases.remind_of_open_alerts import remind_of_open_alerts
from server.use_cases.send_messages import send_messages
from tests.factories.borough import NOW, add_user
from tests.factories.messages import FACTS, CountingCarrier

pytestmark = pytest.mark.usefixtures("context")
Rota = dict[ShiftKind, User]


def at(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def escalate(minutes: float) -> int:
    return escalate_alerts(at(minutes), ZoneInfo("Europe/London"), "https://doorstep.example.org")


@pytest.fixture
def rota(session: Session) -> Rota:
    """Somebody on each rung, all day."""
    people = {
        ShiftKind.DUTY: add_user(session, "Dee Duty", Role.DUTY_MANAGER, telephone="07700 900001"),
        ShiftKind.NEXT: add_user(session, "Nia Next", Role.SUPERVISOR, telephone="07700 900002"),
        ShiftKind.GOLD: add_user(session, "Gus Gold", Role.ADMINISTRATOR, telephone="07700 900003"),
    }
    for kind, user in people.items():
        session.add(Shift(user_id=user.id, kind=kind, starts_at=at(-600), expected_end_at=at(600)))
    session.commit()
    return people


@pytest.fixture
def alert(session: Session, rota: Rota) -> Alert:
    """Raised now, owned by who is on duty."""
    raised = Alert(
        id=new_id(), kind=AlertKind.SAFEGUARDING, op_id=new_id(), raised_at=NOW, owner_id=rota[ShiftKind.DUTY].id
    )
    session.add(raised)
    session.commit()
    return raised


def told(session: Session) -> list[tuple[str, str | None]]:
    """Rung and name, and that there is as many messages as were told."""
    session.rollback()
    rows = session.execute(
        select(AlertTelling.rung, User.name)
        .outerjoin(User, User.id == AlertTelling.user_id)
        .order_by(AlertTelling.at, AlertTelling.id)
    ).all()
    assert session.query(Message).count() == sum(name is not None for _, name in rows)
    session.rollback()
    return [(rung, name) for rung, name in rows]


def test_each_is_told_once_whoever_runs_and_the_words_name_nobody(
    session: Session, rota: Rota, alert: Alert, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [escalate(minutes) for minutes in (0, 1, 14.9)] == [1, 0, 0]

    def killed(*_arguments: object, **_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("server.use_cases.escalate_alerts.record_audit", killed)
        with pytest.raises(KeyboardInterrupt):
            escalate(15)
    assert told(session) == [("owner", "Dee Duty")]  # the killed worker left neither the fact nor the message
    assert [escalate(minutes) for minutes in (16, 16, 30, 31, 46, 600)] == [1, 0, 0, 1, 0, 0]
    assert told(session) == [("owner", "Dee Duty"), ("next", "Nia Next"), ("gold", "Gus Gold")]
    carrier = CountingCarrier()
    only_email = lambda _now: (MessageChannel.EMAIL,)  # noqa: E731 - the council's hours for texts are over
    send_messages(carrier, keyring.find, FACTS, clock=lambda: at(50), list_channels=only_email)
    assert [one.recipient for one in carrier.taken] == ["07700 900001", "07700 900002", "07700 900003"]
    assert f"https://doorstep.example.org/office/alerts/{alert.id}" in carrier.taken[2].words.body
    assert "10:00" in carrier.taken[2].words.body
    assert "((" not in carrier.taken[0].words.body


def test_an_alert_that_cannot_be_told_keeps_none_after_it_from_being_told(
    session: Session, rota: Rota, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Alert(id=new_id(), kind=AlertKind.SAFEGUARDING, op_id=new_id(), raised_at=at(1), owner_id=alert.owner_id)
    session.add(later)
    session.commit()

    def lock_or_fail(writing: Session, alert_id: uuid.UUID) -> Alert | None:
        if alert_id == alert.id:
            raise ValueError("a bad one")
        return lock_alert(writing, alert_id)

    monkeypatch.setattr(escalate_alerts_file, "lock_alert", lock_or_fail)
    with pytest.raises(ExceptionGroup, match="escalate alerts: 1 failed"):  # and it is seen
        escalate(2)
    session.rollback()
    assert session.scalars(select(AlertTelling.alert_id)).all() == [later.id]


def test_an_acknowledged_alert_is_told_no_further_and_what_waits_to_leave_is_stopped(
    session: Session, rota: Rota, alert: Alert, keyring: Keyring
) -> None:
    escalate(0)
    acknowledge_alert(alert.id, "Ringing", by_id=rota[ShiftKind.DUTY].id, at=at(5))
    assert escalate(20) == 0
    carrier = CountingCarrier()
    send_messages(carrier, keyring.find, FACTS, clock=lambda: at(21))
    assert not carrier.taken
    session.rollback()
    assert session.scalars(select(Message.status)).all() == [MessageStatus.STOPPED]


def test_where_the_rota_has_nobody_with_a_mobile_whoever_can_be_told_is_and_the_gap_is_written_down(
    app: Flask, session: Session, rota: Rota, alert: Alert
) -> None:
    for user in rota.values():
        session.get_one(User, user.id).telephone = "020 7946 0101"
    session.commit()
    assert escalate(15) == 0
    assert told(session) == [("owner", None), ("next", None), ("gold", None)]
    session.get_one(User, rota[ShiftKind.GOLD].id).telephone = "07700 900003"
    session.commit()
    both = [threading.Thread(target=lambda: _in_context(app)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [name for _, name in told(session) if name] == ["Gus Gold"]


def _in_context(app: Flask) -> None:
    with app.app_context():
        escalate(16)


def test_an_alert_that_was_acknowledged_and_is_still_open_is_told_again_after_the_hours_of_its_programme(
    session: Session, rota: Rota, alert: Alert
) -> None:
    acknowledge_alert(alert.id, "Ringing", by_id=rota[ShiftKind.DUTY].id, at=NOW)
    reminded = [remind_of_open_alerts(at(60 * hours), "") for hours in (3.9, 4, 5, 7.9)]
    acknowledge_alert(alert.id, "She does not answer", by_id=rota[ShiftKind.DUTY].id, at=at(60 * 7.9))
    reminded += [remind_of_open_alerts(at(60 * hours), "") for hours in (8, 11.9)]
    session.rollback()
    session.get_one(User, rota[ShiftKind.DUTY].id).telephone = None
    session.commit()
    reminded += [remind_of_open_alerts(at(60 * hours), "") for hours in (12, 16)]
    assert reminded == [0, 1, 0, 0, 0, 1, 0, 1]
    close_alert(alert.id, "Found at her son's", by_id=rota[ShiftKind.DUTY].id, at=at(60 * 17))
    assert remind_of_open_alerts(at(60 * 40), "") == 0
    session.rollback()
    told = session.scalars(select(Message.user_id).order_by(Message.queued_at)).all()
    assert told == [*[rota[ShiftKind.DUTY].id] * 2, rota[ShiftKind.NEXT].id]
