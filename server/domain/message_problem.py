"""What can keep a message from arriving, in one table: whether it is tried again, and whether it may have left all the same. Pure.

The words for the office are `message-problem-<code>` of the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MessageProblem(StrEnum):
    """Why a message has not arrived."""

    # the service could not be asked, or did not answer
    NO_ANSWER = "no_answer"
    SERVICE_ERROR = "service_error"
    TOO_MANY = "too_many"
    # the service said no
    BAD_ADDRESS = "bad_address"
    NOT_ALLOWED = "not_allowed"
    WRONG_KEY = "wrong_key"
    REFUSED = "refused"
    # it was handed over, and did not arrive
    NO_SUCH_ADDRESS = "no_such_address"
    NOT_REACHED = "not_reached"
    PROVIDER_ERROR = "provider_error"
    # it was not to leave, or could not
    CANNOT_OPEN = "cannot_open"
    HELD = "held"
    MERGED = "merged"
    NOT_WANTED = "not_wanted"
    MOVED = "moved"
    REPLACED = "replaced"
    CLOSED = "closed"
    NOT_NEEDED = "not_needed"


# A message whose link ended, or that had nothing more to say, while it was in hand keeps that word, whatever the service says of it afterwards.
ENDINGS_OF_LINKS: Final = (MessageProblem.REPLACED, MessageProblem.CLOSED, MessageProblem.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Handling:
    """`is_retried` by itself, later each time. `may_have_left`: the service is asked for it before it is sent again."""

    is_retried: bool = False
    may_have_left: bool = False


# What is not named here ends the message: it has failed, and the office is told.
HANDLING: Final[dict[MessageProblem, Handling]] = {
    MessageProblem.NO_ANSWER: Handling(is_retried=True, may_have_left=True),
    MessageProblem.SERVICE_ERROR: Handling(is_retried=True, may_have_left=True),
    MessageProblem.TOO_MANY: Handling(is_retried=True),
}


def find_handling(problem: MessageProblem) -> Handling:
    """What is done about it."""
    return HANDLING.get(problem, Handling())


def find_problem_of_answer(status: int, said: str) -> MessageProblem:
    """The problem that an HTTP answer of GOV.UK Notify means; `said` is its error message."""
    if status >= 500:
        return MessageProblem.SERVICE_ERROR
    if status == 429:
        return MessageProblem.TOO_MANY
    if status in (401, 403):
        return MessageProblem.WRONG_KEY
    if status == 400 and ("phone_number" in said or "email_address" in said):
        return MessageProblem.BAD_ADDRESS
    if status == 400 and ("team-only" in said or "trial mode" in said):
        return MessageProblem.NOT_ALLOWED
    return MessageProblem.REFUSED
