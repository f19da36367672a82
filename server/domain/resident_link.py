"""A link by which a resident answers without an account: how it stands, what it asks first, what a wrong answer costs. Pure.

The link is a code of 128 random bits, kept only as a hash. It shows nothing of anybody before its one question is answered.
"""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from dataclasses import dataclass
from enum import StrEnum

from server.domain.address_values import read_postcode
from server.domain.tries import Limit

LINK_DEVICE_ID = "links"  # the registration behind what comes by link: nobody's phone
CODE_BYTES = 16
LONGEST_CODE = 64
MOST_WRONG_TRIES = 5
PAUSE = dt.timedelta(minutes=30)
FIRST_DAYS, MOST_DAYS = 14, 90  # until a link expires: proposed, and at most
# Codes cannot be guessed (128 bits); this keeps whoever tries from costing more than an answer.
UNKNOWN_CODES = Limit(30, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
# Of one link: requests that brought nothing new, each up to a form's largest XML to be read. A bad line repeats a few.
VAIN_SENDS = Limit(40, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
LONGEST_NAME = 200


class LinkPurpose(StrEnum):
    """What is answered by link: a form is filled in, evidence is sent."""

    FORM = "form"
    EVIDENCE = "evidence"


class VerifyQuestion(StrEnum):
    """What is asked first: something that stands on record."""

    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE = "postcode"


class LinkState(StrEnum):
    """Where a link stands, as the office reads it."""

    SENT = "sent"
    OPENED = "opened"
    PAUSED = "paused"
    ANSWERED = "answered"
    EXPIRED = "expired"
    CLOSED = "closed"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStanding:
    """What decides how a link stands."""

    expires_at: dt.datetime
    closed_at: dt.datetime | None
    opened_at: dt.datetime | None
    answered_at: dt.datetime | None
    paused_until_at: dt.datetime | None
    is_held: bool

    def state(self, now: dt.datetime) -> LinkState:
        """The first that is true. A link that was answered stays so after its last day."""
        found = [
            (self.closed_at is not None, LinkState.CLOSED),
            (self.answered_at is not None, LinkState.ANSWERED),
            (self.is_held, LinkState.HELD),
            (self.expires_at <= now, LinkState.EXPIRED),
            (self.paused_until_at is not None and self.paused_until_at > now, LinkState.PAUSED),
            (self.opened_at is not None, LinkState.OPENED),
        ]
        return next((state for is_so, state in found if is_so), LinkState.SENT)

    def opens(self, now: dt.datetime) -> bool:
        """Whether its question is asked. One that was answered opens until its last day, to say that it was."""
        return self.closed_at is None and not self.is_held and self.expires_at > now


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the council knows that a link may ask."""

    date_of_birth: dt.date | None
    postcode: str | None

    def questions(self) -> list[VerifyQuestion]:
        """What can be asked, the proposed one first; none: telephone only."""
        known = {VerifyQuestion.DATE_OF_BIRTH: self.date_of_birth, VerifyQuestion.POSTCODE: _as_compared(self.postcode)}
        return [question for question, value in known.items() if value]

    def is_answer(self, question: VerifyQuestion, typed: str) -> bool:
        """Whether `typed` (a date as ISO 8601, a postcode in any spelling) is right; takes as long when it is not."""
        if question is VerifyQuestion.DATE_OF_BIRTH:
            known = self.date_of_birth.isoformat() if self.date_of_birth else ""
        else:
            known, typed = _as_compared(self.postcode), _as_compared(typed)
        return bool(known) & hmac.compare_digest(known.encode(), typed.encode())


@dataclass(frozen=True, slots=True)
class Sender:
    """Who filled the form in: the resident (`helper_name` None), or somebody who says that they may."""

    helper_name: str | None = None
    relationship: str | None = None


def find_reference(op_id: uuid.UUID) -> str:
    """The reference number that the resident is given and the office sees: eight hexadecimal digits of the submission's own id."""
    digits = op_id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def _as_compared(postcode: str | None) -> str:
    reading = read_postcode(postcode or "")
    return (reading.value or "").replace(" ", "")
