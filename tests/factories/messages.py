"""A carrier that counts what it was handed, a message in the outbox, and what sends it at an instant of the test's own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.message import MessageChannel
from server.domain.sealing import FindKey
from server.outbound.carrier import Carrier, Delivery, Outgoing
from server.store.tables import Message
from server.store.unit_of_work import write_transaction
from server.use_cases.message_words import read_facts
from server.use_cases.queue_message import queue_message
from server.use_cases.send_messages import send_messages
from tests.factories.borough import NOW

LINK = "https://doorstep.example.org/e/kkkkkkkkkkkkkkkkkkkkkk"
FACTS = read_facts("Little Hampton Borough Council", "020 7946 0000")


@dataclass(slots=True)
class CountingCarrier:
    """Takes everything, unless `before` (the message has not left) or `after` (it has) raises."""

    before: Callable[[Outgoing], None] = lambda _outgoing: None
    after: Callable[[Outgoing], None] = lambda _outgoing: None
    taken: list[Outgoing] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    delivery: Delivery = Delivery.DELIVERED

    def send(self, outgoing: Outgoing) -> str:
        self.before(outgoing)
        self.taken.append(outgoing)
        self.after(outgoing)
        return f"notify-{len(self.taken)}"

    def find_sent(self, reference: str) -> str | None:
        self.asked.append(reference)
        same = [place for place, one in enumerate(self.taken, 1) if one.reference == reference]
        return f"notify-{same[0]}" if same else None

    def find_delivery(self, _notify_id: str) -> Delivery:
        return self.delivery


def queue(session: Session, resident_id: uuid.UUID, **values: Any) -> uuid.UUID:
    """A text message that asks to fill in a form. `session` writes."""
    asked: dict[str, Any] = {
        "template": "form_link",
        "case_id": None,
        "about": None,
        "personalisation": {"link": LINK},
        "channel": MessageChannel.SMS,
        "by_id": None,
        "at": NOW,
    }
    return queue_message(session, resident_id=resident_id, **asked | values)


def queue_one(resident_id: uuid.UUID, **values: Any) -> uuid.UUID:
    """The same in a transaction of its own. Needs an app context."""
    with write_transaction() as session:
        return queue(session, resident_id, **values)


def send_at(carrier: Carrier, find_key: FindKey, minutes: float = 0) -> int:
    """One round of the worker, so many minutes after NOW."""
    return send_messages(carrier, find_key, FACTS, clock=lambda: NOW + dt.timedelta(minutes=minutes)).taken


def message_of(session: Session, message_id: uuid.UUID) -> Message:
    """The message as it stands now."""
    session.rollback()
    session.expire_all()
    return session.get_one(Message, message_id)
