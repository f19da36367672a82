"""A message does not leave to somebody whose death is reported, however late, nor a text at night."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageStatus
from server.domain.message_problem import MessageProblem
from server.keyring import Keyring
from server.outbound.carrier import CarrierError, Outgoing
from server.store.message_writes import stop_messages_about
from server.store.tables import Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.send_messages import send_messages
from server.worker_chores import channels_by
from tests.factories.borough import NOW, add_resident
from tests.factories.messages import FACTS, CountingCarrier, message_of, queue_one, send_at
from tests.server.use_cases.test_assigning_visits import wait_for_a_waiting_lock

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def resident_id(session: Session) -> uuid.UUID:
    """Somebody with a mobile and an e-mail address."""
    resident_id = add_resident(session, email="olive@example.org").id
    session.commit()
    return resident_id


def unanswered(_outgoing: Outgoing) -> None:
    raise CarrierError(MessageProblem.NO_ANSWER)


def test_a_death_that_is_being_written_down_is_waited_for(
    app: Flask, session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id, carrier = queue_one(resident_id), CountingCarrier()

    def work() -> None:
        with app.app_context():
            send_at(carrier, keyring.find)

    with ThreadPoolExecutor(1) as pool:
        with write_transaction() as reporting:
            reporting.execute(update(Resident).where(Resident.id == resident_id).values(on_hold=True))
            working = pool.submit(work)
            wait_for_a_waiting_lock(session)
        working.result()
    assert carrier.taken == []
    message = message_of(session, message_id)
    assert (message.status, message.problem, message.sealed) == (MessageStatus.STOPPED, MessageProblem.HELD, None)


@pytest.mark.parametrize("what", ["death", "another link"])
def test_what_came_up_while_the_service_was_asked_stops_the_second_try(
    session: Session, resident_id: uuid.UUID, keyring: Keyring, what: str
) -> None:
    about = ("resident_link", uuid.uuid4())
    message_id = queue_one(resident_id, about=about)
    carrier = CountingCarrier(before=unanswered)
    send_at(carrier, keyring.find)

    class Slow(CountingCarrier):
        def find_sent(self, reference: str) -> str | None:
            with write_transaction() as meanwhile:
                if what == "death":
                    meanwhile.execute(update(Resident).where(Resident.id == resident_id).values(on_hold=True))
                else:
                    stop_messages_about(meanwhile, about, MessageProblem.REPLACED, now=NOW)
            return super().find_sent(reference)

    slow = Slow()
    assert send_at(slow, keyring.find, 2) == 1
    assert (len(slow.asked), slow.taken) == (1, [])
    message = message_of(session, message_id)
    problem = MessageProblem.HELD if what == "death" else MessageProblem.REPLACED
    assert (message.status, message.problem, message.sealed) == (MessageStatus.STOPPED, problem, None)


def test_what_had_left_before_the_death_is_not_called_stopped(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier(after=unanswered)
    send_at(carrier, keyring.find)
    session.execute(update(Resident).where(Resident.id == resident_id).values(on_hold=True))
    session.commit()
    send_at(carrier, keyring.find, 2)
    assert (message_of(session, message_id).status, len(carrier.taken)) == (MessageStatus.SENT, 1)


def test_a_text_waits_for_the_morning_by_the_councils_clock_and_an_e_mail_leaves(
    app: Flask, session: Session, resident_id: uuid.UUID, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "NOTIFY_KEY", "a key")
    evening = dt.datetime(2026, 7, 1, 19, 30, tzinfo=dt.UTC)  # half past eight in London's summer
    text_id = queue_one(resident_id, at=evening)
    queue_one(resident_id, at=evening, channel=MessageChannel.EMAIL)
    carrier = CountingCarrier()

    def send(hours: float) -> list[MessageChannel]:
        carrier.taken, before = [*carrier.taken], len(carrier.taken)
        at = evening + dt.timedelta(hours=hours)
        send_messages(carrier, keyring.find, FACTS, clock=lambda: at, list_channels=channels_by(app))
        return [one.channel for one in carrier.taken[before:]]

    assert send(0) == [MessageChannel.EMAIL]
    assert send(11.4) == []  # 07:54
    message = message_of(session, text_id)
    assert (message.status, message.tries) == (MessageStatus.QUEUED, 0)
    assert send(11.6) == [MessageChannel.SMS]  # 08:06


def test_where_nothing_is_sent_nothing_waits_for_the_morning(app: Flask) -> None:
    night = dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)
    assert set(channels_by(app)(night)) == set(MessageChannel)
