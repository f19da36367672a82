"""The outbox is emptied once: by one worker or two, killed or not, and what cannot be sent is told."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.domain.message import KEEP_FAILED, MOST_TRIES, MessageStatus, wait_before_try
from server.domain.message_problem import MessageProblem
from server.keyring import Keyring
from server.outbound.carrier import CarrierError, Delivery, Outgoing
from server.outbound.outbox import Outbox
from server.store.message_writes import claim_message, stop_messages_about
from server.store.messages import list_unseen_failures
from server.store.tables import ContactPreference, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.retry_message import RetryRefusedError, note_failure_seen, retry_message
from server.use_cases.send_messages import LEASE, Round, erase_message_values, look_at_deliveries, send_messages
from tests.factories.borough import NOW, add_resident, add_user
from tests.factories.messages import FACTS, LINK, CountingCarrier, message_of, queue_one, send_at

pytestmark = pytest.mark.usefixtures("context")
AFTER_LEASE = LEASE / dt.timedelta(minutes=1) + 1


@pytest.fixture
def resident_id(session: Session) -> uuid.UUID:
    """Somebody with a mobile."""
    resident_id = add_resident(session).id
    session.commit()
    return resident_id


def failing(problem: MessageProblem) -> Any:
    def fail(_outgoing: Outgoing) -> None:
        raise CarrierError(problem)

    return fail


def killed(_outgoing: Outgoing) -> None:
    raise SystemExit  # no Exception: like a SIGKILL, nothing after it runs


def test_a_message_leaves_with_its_link_and_only_the_words_without_it_stay(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier()
    assert send_at(carrier, keyring.find) == 1
    assert send_at(carrier, keyring.find, 5) == 0
    [sent] = carrier.taken
    assert (sent.recipient, sent.reference) == ("07700 900001", str(message_id))
    assert sent.words.body.startswith(f"Little Hampton Borough Council asks you to fill in a form: {LINK} ")
    message = message_of(session, message_id)
    assert (message.status, message.sealed, message.sealed_key_id) == (MessageStatus.SENT, None, None)
    assert message.body == sent.words.body.replace(LINK, "((link))")
    assert (message.tries, message.notify_id, message.sent_at) == (1, "notify-1", NOW)


def test_without_a_service_a_message_is_kept_with_its_link_sealed(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id = queue_one(resident_id)
    assert send_at(Outbox(), keyring.find) == 1
    message = message_of(session, message_id)
    assert (message.status, message.next_try_at, message.ended_at) == (MessageStatus.KEPT, None, NOW)
    assert message.sealed is not None
    erase_message_values(NOW + dt.timedelta(days=90))
    assert message_of(session, message_id).sealed is not None
    erase_message_values(NOW + dt.timedelta(days=92))
    assert message_of(session, message_id).sealed is None


def test_two_workers_send_each_message_once(
    app: Flask, session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    messages = {str(queue_one(resident_id)) for _ in range(12)}
    carrier, start = CountingCarrier(), threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            start.wait(30)
            while send_at(carrier, keyring.find):
                pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(one.reference for one in carrier.taken) == sorted(messages)
    assert carrier.asked == []


@pytest.mark.parametrize("has_left", [True, False])
def test_a_worker_killed_at_the_call_costs_no_message_and_sends_none_twice(
    session: Session, resident_id: uuid.UUID, keyring: Keyring, has_left: bool
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier(after=killed) if has_left else CountingCarrier(before=killed)
    with pytest.raises(SystemExit):
        send_at(carrier, keyring.find)
    carrier.before = carrier.after = lambda _outgoing: None
    assert send_at(carrier, keyring.find, AFTER_LEASE - 2) == 0  # its lease still runs
    assert send_at(carrier, keyring.find, AFTER_LEASE) == 1
    assert carrier.asked == [str(message_id)]
    assert len(carrier.taken) == 1
    assert message_of(session, message_id).status == MessageStatus.SENT


def test_a_worker_that_was_slow_writes_over_nobody_elses_note(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id = queue_one(resident_id)
    other = CountingCarrier()

    def meanwhile(_outgoing: Outgoing) -> None:
        other.taken = carrier.taken  # one service
        send_at(other, keyring.find, AFTER_LEASE)
        raise CarrierError(MessageProblem.NO_ANSWER)

    carrier = CountingCarrier(after=meanwhile)
    send_at(carrier, keyring.find)
    message = message_of(session, message_id)
    assert (message.status, message.problem, len(carrier.taken)) == (MessageStatus.SENT, None, 1)


@pytest.mark.parametrize("problem", [MessageProblem.NO_ANSWER, MessageProblem.SERVICE_ERROR])
def test_after_an_unknown_outcome_the_service_is_asked_first(
    session: Session, resident_id: uuid.UUID, keyring: Keyring, problem: MessageProblem
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier(after=failing(problem))
    send_at(carrier, keyring.find)
    message = message_of(session, message_id)
    assert (message.status, message.problem, message.may_have_left) == (MessageStatus.QUEUED, problem, True)
    assert message.next_try_at == NOW + wait_before_try(1)
    assert message.sealed is not None
    send_at(carrier, keyring.find, 2)
    assert (len(carrier.taken), carrier.asked) == (1, [str(message_id)])
    assert message_of(session, message_id).status == MessageStatus.SENT


def test_a_round_says_whether_the_service_answered(session: Session, resident_id: uuid.UUID, keyring: Keyring) -> None:
    queue_one(resident_id)
    silent = CountingCarrier(before=failing(MessageProblem.NO_ANSWER))
    rounds = [send_messages(carrier, keyring.find, FACTS, clock=lambda: NOW) for carrier in (silent, CountingCarrier())]
    assert rounds == [Round(1, is_answered=False), Round(0, is_answered=True)]


def test_when_the_service_does_not_answer_the_rest_waits_for_the_next_round(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    ids = [queue_one(resident_id) for _ in range(3)]
    carrier = CountingCarrier(before=failing(MessageProblem.TOO_MANY))
    assert send_at(carrier, keyring.find) == 1
    carrier.before = lambda _outgoing: None
    assert send_at(carrier, keyring.find) == 2
    assert send_at(carrier, keyring.find, 1) == 1
    assert carrier.asked == []  # a refusal is known
    assert {one.reference for one in carrier.taken} == {str(one) for one in ids}


@pytest.mark.parametrize(
    "problem",
    [MessageProblem.BAD_ADDRESS, MessageProblem.WRONG_KEY, MessageProblem.REFUSED, MessageProblem.NOT_ALLOWED],
)
def test_a_refusal_is_not_tried_again_and_the_office_is_told(
    session: Session, resident_id: uuid.UUID, keyring: Keyring, problem: MessageProblem
) -> None:
    refused, next_one = queue_one(resident_id), queue_one(resident_id, at=NOW + dt.timedelta(seconds=1))
    carrier = CountingCarrier(
        before=lambda outgoing: failing(problem)(outgoing) if outgoing.reference == str(refused) else None
    )
    assert send_at(carrier, keyring.find, 1) == 2
    message = message_of(session, refused)
    assert (message.status, message.problem, message.next_try_at) == (MessageStatus.FAILED, problem, None)
    assert [line.message.id for line in list_unseen_failures(session, 9)] == [refused]
    assert message_of(session, next_one).status == MessageStatus.SENT


def test_after_the_last_try_it_has_failed(session: Session, resident_id: uuid.UUID, keyring: Keyring) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier(before=failing(MessageProblem.TOO_MANY))
    for tries in range(1, MOST_TRIES + 1):
        assert send_at(carrier, keyring.find, 100 * tries) == 1
        assert message_of(session, message_id).tries == tries
    assert message_of(session, message_id).status == MessageStatus.FAILED
    assert send_at(carrier, keyring.find, 10_000) == 0


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"on_hold": True}, MessageProblem.HELD),
        ({"text": False}, MessageProblem.NOT_WANTED),
        ({"safe_to_leave_message": False}, MessageProblem.NOT_WANTED),
        ({"mobile": "07700 900999"}, MessageProblem.MOVED),
        ({"mobile": None}, MessageProblem.MOVED),
    ],
)
@pytest.mark.parametrize("was_tried", [False, True])
def test_a_death_a_wish_or_another_number_that_comes_before_it_leaves_stops_it(
    session: Session,
    resident_id: uuid.UUID,
    keyring: Keyring,
    change: dict[str, Any],
    problem: MessageProblem,
    was_tried: bool,
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier()
    if was_tried:  # nobody knows whether it left; it did not
        send_at(CountingCarrier(before=failing(MessageProblem.NO_ANSWER)), keyring.find)
    if change.keys() <= {"on_hold", "mobile"}:
        session.execute(update(Resident).values(**change))
    else:
        session.add(ContactPreference(resident_id=resident_id, changed_at=NOW, **change))
    session.commit()
    send_at(carrier, keyring.find, 5)
    message = message_of(session, message_id)
    assert (message.status, message.problem, message.sealed) == (MessageStatus.STOPPED, problem, None)
    assert carrier.taken == []
    assert list_unseen_failures(session, 9) == []


@pytest.mark.parametrize("in_hand", [False, True])
def test_a_link_that_is_replaced_takes_its_waiting_message_with_it(
    session: Session, resident_id: uuid.UUID, keyring: Keyring, in_hand: bool
) -> None:
    about = ("resident_link", uuid.uuid4())
    message_id = queue_one(resident_id, about=about)
    if in_hand:  # of a worker that is killed
        with write_transaction() as writing:
            claim_message(writing, now=NOW, lease=LEASE)
    with write_transaction() as writing:
        stop_messages_about(writing, about, MessageProblem.REPLACED, now=NOW)
    carrier = CountingCarrier()
    send_at(carrier, keyring.find, AFTER_LEASE)
    message = message_of(session, message_id)
    assert (message.status, message.problem) == (MessageStatus.STOPPED, MessageProblem.REPLACED)
    assert (message.sealed, carrier.taken) == (None, [])


def test_a_link_that_is_replaced_while_the_service_is_silent_is_no_failure(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    about = ("resident_link", uuid.uuid4())
    message_id = queue_one(resident_id, about=about)

    def replace_and_say_nothing(outgoing: Outgoing) -> None:
        with write_transaction() as writing:
            stop_messages_about(writing, about, MessageProblem.REPLACED, now=NOW)
        failing(MessageProblem.NO_ANSWER)(outgoing)

    send_at(CountingCarrier(before=replace_and_say_nothing), keyring.find)
    send_at(CountingCarrier(), keyring.find, AFTER_LEASE)
    message = message_of(session, message_id)
    assert (message.status, message.problem) == (MessageStatus.STOPPED, MessageProblem.REPLACED)
    assert list_unseen_failures(session, 9) == []


def test_a_link_that_cannot_be_opened_is_a_failure_and_never_sent_as_it_stands(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier()
    send_at(carrier, lambda _key_id: None)
    message = message_of(session, message_id)
    assert (message.status, message.problem) == (MessageStatus.FAILED, MessageProblem.CANNOT_OPEN)
    assert carrier.taken == []


@pytest.mark.parametrize(
    ("delivery", "status", "problem"),
    [
        (Delivery.DELIVERED, MessageStatus.DELIVERED, None),
        (Delivery.UNDER_WAY, MessageStatus.SENT, None),
        (Delivery.NOT_REACHED, MessageStatus.FAILED, MessageProblem.NOT_REACHED),
        (Delivery.NO_SUCH_ADDRESS, MessageStatus.FAILED, MessageProblem.NO_SUCH_ADDRESS),
    ],
)
def test_the_worker_asks_whether_it_has_arrived(
    session: Session,
    resident_id: uuid.UUID,
    keyring: Keyring,
    delivery: Delivery,
    status: MessageStatus,
    problem: MessageProblem | None,
) -> None:
    message_id = queue_one(resident_id)
    carrier = CountingCarrier(delivery=delivery)
    send_at(carrier, keyring.find)
    assert look_at_deliveries(carrier, clock=lambda: NOW + dt.timedelta(seconds=59)).taken == 0
    assert look_at_deliveries(carrier, clock=lambda: NOW + dt.timedelta(minutes=1)).taken == 1
    message = message_of(session, message_id)
    assert (message.status, message.problem) == (status, problem)
    assert (message.next_try_at is None) is (delivery is not Delivery.UNDER_WAY)
    assert send_at(carrier, keyring.find, 600) == 0


def test_a_failed_message_is_tried_again_at_the_address_that_is_on_record_now(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    by_id = add_user(session).id
    session.commit()
    message_id = queue_one(resident_id)
    send_at(CountingCarrier(before=failing(MessageProblem.BAD_ADDRESS)), keyring.find)
    session.execute(update(Resident).values(mobile="07700 900002"))
    session.commit()
    retry_message(message_id, by_id=by_id, at=NOW)
    carrier = CountingCarrier()
    send_at(carrier, keyring.find)
    assert [(one.recipient, one.reference) for one in carrier.taken] == [("07700 900002", str(message_id))]
    with pytest.raises(RetryRefusedError, match="not_failed"):
        retry_message(message_id, by_id=by_id, at=NOW)
    with pytest.raises(RetryRefusedError, match="no_message"):
        note_failure_seen(uuid.uuid4(), by_id=by_id, at=NOW)


def test_one_that_left_and_did_not_arrive_is_tried_under_another_reference_unless_its_link_is_gone(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    by_id = add_user(session).id
    session.commit()
    carrier = CountingCarrier(delivery=Delivery.NOT_REACHED)
    values = {"template": "evidence_received", "personalisation": {"reference": "1234-ABCD"}}
    with_link, without = queue_one(resident_id), queue_one(resident_id, **values)
    send_at(carrier, keyring.find)
    look_at_deliveries(carrier, clock=lambda: NOW + dt.timedelta(minutes=1))
    with pytest.raises(RetryRefusedError, match="link_erased"):
        retry_message(with_link, by_id=by_id, at=NOW)
    retry_message(without, by_id=by_id, at=NOW)
    send_at(carrier, keyring.find)
    assert [one.reference for one in carrier.taken] == [str(with_link), str(without), f"{without}/2"]
    assert message_of(session, without).status == MessageStatus.SENT


def test_a_failed_message_loses_its_link_after_a_week(
    session: Session, resident_id: uuid.UUID, keyring: Keyring
) -> None:
    by_id = add_user(session).id
    session.commit()
    message_id = queue_one(resident_id)
    send_at(CountingCarrier(before=failing(MessageProblem.REFUSED)), keyring.find)
    erase_message_values(NOW + KEEP_FAILED)
    assert message_of(session, message_id).sealed is not None
    erase_message_values(NOW + KEEP_FAILED + dt.timedelta(seconds=1))
    assert message_of(session, message_id).sealed is None
    with pytest.raises(RetryRefusedError, match="link_erased"):
        retry_message(message_id, by_id=by_id, at=NOW)
    note_failure_seen(message_id, by_id=by_id, at=NOW)
    assert message_of(session, message_id).failure_seen_at == NOW
    assert list_unseen_failures(session, 9) == []
