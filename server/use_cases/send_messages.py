"""Send what is due in the outbox, one message at a time, and ask later whether it has arrived.

No transaction is open while the carrier is spoken to. A sender may be killed at any point: what it had in hand is taken up when
its lease has ended, and the carrier is asked for it by our reference before it is sent again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.message import (
    MOST_TRIES,
    MessageChannel,
    MessageStatus,
    MessageWords,
    find_next_look,
    wait_before_try,
)
from server.domain.message_problem import ENDINGS_OF_LINKS, MessageProblem, find_handling
from server.domain.resident_link import MOST_DAYS
from server.domain.sealing import CannotOpenError, FindKey
from server.outbound.carrier import Carrier, CarrierError, Delivery, Outgoing
from server.store.message_ways import find_staff_way, find_way
from server.store.message_writes import claim_look, claim_message, erase_old_values, note_outcome
from server.store.tables import Alert, Message, MessageTemplate, Resident, User
from server.store.unit_of_work import write_transaction
from server.use_cases.message_words import is_whole, open_secrets, write_words

LEASE = dt.timedelta(minutes=2)  # longer than any call to the carrier
MOST_A_ROUND = 20
_STOPS = {
    "merged": MessageProblem.MERGED,
    "held": MessageProblem.HELD,
    "no_mobile": MessageProblem.MOVED,
    "no_email": MessageProblem.MOVED,
}
_ENDS = {
    Delivery.NO_SUCH_ADDRESS: MessageProblem.NO_SUCH_ADDRESS,
    Delivery.NOT_REACHED: MessageProblem.NOT_REACHED,
    Delivery.PROVIDER_ERROR: MessageProblem.PROVIDER_ERROR,
}
Clock = Callable[[], dt.datetime]
ListChannels = Callable[[dt.datetime], Collection[MessageChannel]]


@dataclass(frozen=True, slots=True)
class Round:
    """How many messages were taken up, and whether the carrier answered to the end."""

    taken: int
    is_answered: bool


def send_messages(
    carrier: Carrier,
    find_key: FindKey,
    facts: Mapping[str, str],
    clock: Clock,
    list_channels: ListChannels = lambda _now: tuple(MessageChannel),
) -> Round:
    """Send up to MOST_A_ROUND that are due. When the carrier does not answer, the rest waits for the next round. `list_channels`
    says by which channels a message may leave at an instant.
    """
    taken = 0
    while taken < MOST_A_ROUND:
        with write_transaction() as session:
            message = claim_message(session, now=clock(), lease=LEASE, channels=list_channels(clock()))
            if message is None:
                break
            template = session.get_one(MessageTemplate, message.template_id)
            stop = _find_stop(session, message, template)
        taken += 1
        try:
            if stop is None or message.may_have_left:  # what has left cannot be stopped
                _carry(carrier, find_key, message, template, facts, stop, clock)
            else:
                _note_stop(message, stop, clock())
        except CarrierError as error:
            _note_problem(message, error.problem, clock())
            if find_handling(error.problem).is_retried:
                return Round(taken, is_answered=False)
    return Round(taken, is_answered=True)


def look_at_deliveries(carrier: Carrier, clock: Clock) -> Round:
    """Ask what has become of up to MOST_A_ROUND that were handed over."""
    asked = 0
    while asked < MOST_A_ROUND:
        with write_transaction() as session:
            message = claim_look(session, now=clock(), lease=LEASE)
        if message is None or message.notify_id is None or message.sent_at is None:
            break
        asked += 1
        try:
            delivery, problem = carrier.find_delivery(message.notify_id), None
        except CarrierError as error:
            delivery, problem = Delivery.UNDER_WAY, error.problem
        with write_transaction() as session:
            _note_delivery(session, message, delivery, clock())
        if problem is not None and find_handling(problem).is_retried:
            return Round(asked, is_answered=False)
    return Round(asked, is_answered=True)


def erase_message_values(now: dt.datetime) -> None:
    """Erase links that no message will carry any more."""
    with write_transaction() as session:
        erase_old_values(session, now=now, keep_kept=dt.timedelta(days=MOST_DAYS + 1))


def _find_stop(session: Session, message: Message, template: MessageTemplate) -> MessageProblem | None:
    """Why it is not to leave, as things stand now: a death, a merge, a wish, a number that is on record no more, or a link that
    was replaced or closed meanwhile. Waits for whoever is writing to the resident at this moment, since it may be a death.
    """
    if message.user_id is not None:
        return _find_staff_stop(session, message)
    resident = session.get_one(Resident, message.resident_id, with_for_update={"key_share": True})
    way = find_way(session, resident, MessageChannel(message.channel))
    if way.reason is not None:
        return _STOPS.get(way.reason, MessageProblem.NOT_WANTED)
    if way.address != message.recipient:
        return MessageProblem.MOVED
    if is_whole(message, template):
        return None
    return MessageProblem(message.problem) if message.problem in ENDINGS_OF_LINKS else MessageProblem.CANNOT_OPEN


def _find_staff_stop(session: Session, message: Message) -> MessageProblem | None:
    """Somebody who has left is told nothing; nor is anybody of an alert that was acknowledged meanwhile."""
    way = find_staff_way(session.get_one(User, message.user_id))
    if way.address != message.recipient:
        return MessageProblem.MOVED
    alert = session.get(Alert, message.about_id) if message.about_id else None
    is_over = alert is not None and (alert.acknowledged_at or alert.closed_at) is not None
    return MessageProblem.NOT_NEEDED if is_over else None


def _carry(
    carrier: Carrier,
    find_key: FindKey,
    message: Message,
    template: MessageTemplate,
    facts: Mapping[str, str],
    stop: MessageProblem | None,
    clock: Clock,
) -> None:
    """Raises CarrierError, and then nothing is written down."""
    notify_id = None
    if message.may_have_left:
        notify_id = carrier.find_sent(message.reference)
        with (
            write_transaction() as session
        ):  # the answer took its time: a death may be reported by now, or the link replaced
            stop = _find_stop(session, session.get_one(Message, message.id), template)
    if notify_id is None and stop is not None:
        _note_stop(message, stop, clock())
        return
    if notify_id is None:
        try:
            secrets = open_secrets(message, find_key)
        except CannotOpenError:
            _note_problem(message, MessageProblem.CANNOT_OPEN, clock())
            return
        outgoing = Outgoing(
            reference=message.reference,
            channel=MessageChannel(message.channel),
            recipient=message.recipient,
            words=write_words(message, template, facts, secrets),
        )
        notify_id = carrier.send(outgoing)
    _note_handed_over(message, write_words(message, template, facts, {}), notify_id, clock())


def _note_stop(message: Message, stop: MessageProblem, now: dt.datetime) -> None:
    status = MessageStatus.FAILED if stop is MessageProblem.CANNOT_OPEN else MessageStatus.STOPPED
    with write_transaction() as session:
        note_outcome(
            session,
            message,
            erase=True,
            status=status,
            problem=stop,
            may_have_left=False,
            next_try_at=None,
            ended_at=now,
        )


def _note_handed_over(message: Message, kept: MessageWords, notify_id: str | None, now: dt.datetime) -> None:
    words: dict[str, Any] = {"subject": kept.subject, "body": kept.body, "problem": None, "may_have_left": False}
    with write_transaction() as session:
        if notify_id is None:
            note_outcome(session, message, status=MessageStatus.KEPT, next_try_at=None, ended_at=now, **words)
        else:
            note_outcome(
                session,
                message,
                erase=True,
                status=MessageStatus.SENT,
                notify_id=notify_id,
                sent_at=now,
                next_try_at=find_next_look(now, now),
                **words,
            )


def _note_problem(message: Message, problem: MessageProblem, now: dt.datetime) -> None:
    handling = find_handling(problem)
    # A refusal to the question whether it left says nothing of that.
    may_have_left = handling.may_have_left or message.may_have_left
    values: dict[str, Any] = {"problem": problem, "may_have_left": may_have_left}
    is_last = not handling.is_retried or message.tries >= MOST_TRIES
    with write_transaction() as session:
        if is_last:
            note_outcome(session, message, status=MessageStatus.FAILED, next_try_at=None, ended_at=now, **values)
        else:
            later = now + wait_before_try(message.tries)
            note_outcome(session, message, status=MessageStatus.QUEUED, next_try_at=later, **values)


def _note_delivery(session: Session, message: Message, delivery: Delivery, now: dt.datetime) -> None:
    if delivery is Delivery.UNDER_WAY:
        next_look = find_next_look(message.sent_at or now, now)
        note_outcome(session, message, next_try_at=next_look)
    elif delivery is Delivery.DELIVERED:
        note_outcome(session, message, status=MessageStatus.DELIVERED, next_try_at=None, ended_at=now)
    else:
        note_outcome(
            session,
            message,
            status=MessageStatus.FAILED,
            problem=_ENDS[delivery],
            next_try_at=None,
            ended_at=now,
        )
