"""What carries messages, whoever it is: hand one over, ask whether one was handed over, ask whether it has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from server.domain.message import MessageChannel, MessageWords
from server.domain.message_problem import MessageProblem


class CarrierError(Exception):
    """It was not handed over, or nobody knows whether it was: `problem` says which. Holds nothing of the message."""

    def __init__(self, problem: MessageProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message, ready to leave. `reference` is ours, the same at every try."""

    reference: str
    channel: MessageChannel
    recipient: str
    words: MessageWords


class Delivery(StrEnum):
    """What the carrier says of one that it took."""

    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    NO_SUCH_ADDRESS = "no_such_address"
    NOT_REACHED = "not_reached"
    PROVIDER_ERROR = "provider_error"


class Carrier(Protocol):
    """Every call raises CarrierError."""

    def send(self, outgoing: Outgoing) -> str | None:
        """Hand it over; the carrier's id of it, or None where it is kept in the outbox because nothing carries messages."""

    def find_sent(self, reference: str) -> str | None:
        """The id of what was handed over under this reference before, or None."""

    def find_delivery(self, notify_id: str) -> Delivery:
        """What has become of it."""
