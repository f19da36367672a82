"""Tokens for other people's programs: which program, when one opens something, and how long it still delivers.

Pure. A token is for one form, or for the daily figures; what is kept of it is its hash (token.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from server.domain.permissions import Relation, may
from server.domain.upload_ticket import may_deliver

LONGEST_NAME = 100


class AppTokenKind(StrEnum):
    """Which program a token is for. `collect`: ODK Collect, in a person's name; `odata`: a reader such as Power BI of a form's
    submissions; `figures`: such a reader of the daily figures.
    """

    COLLECT = "collect"
    ODATA = "odata"
    FIGURES = "figures"


FORM_KINDS = (AppTokenKind.COLLECT, AppTokenKind.ODATA)  # a token of these is for one form


# What the person behind a token must be allowed: for `collect` whoever fills in, for readers whoever made it.
ACTION_OF_KIND = {
    AppTokenKind.COLLECT: "collect.use",
    AppTokenKind.ODATA: "exports.make",
    AppTokenKind.FIGURES: "figures.export",
}
REACH_OF_KIND = {
    AppTokenKind.COLLECT: Relation.OWN,
    AppTokenKind.ODATA: Relation.ALL,
    AppTokenKind.FIGURES: Relation.ALL,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The person behind a token as they are now, and what was done to the registration that its forms come from."""

    role: str
    is_active: bool
    left_at: dt.datetime | None
    device_revoked_at: dt.datetime | None = None
    ticket_ended_at: dt.datetime | None = None


def opens(kind: AppTokenKind, behind: Behind, revoked_at: dt.datetime | None) -> bool:
    """Whether the token opens what it is for: not revoked, nor its registration, and the person behind it still may do this."""
    is_revoked = revoked_at is not None or behind.device_revoked_at is not None
    return not is_revoked and behind.is_active and _is_allowed(kind, behind)


def delivers(kind: AppTokenKind, behind: Behind, revoked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether finished forms are still taken in: as long as it opens, and as from any phone for 30 days after its person
    has left or its registration was revoked.

    Not after the token itself was revoked: that is what one does with a token in other hands.
    """
    if opens(kind, behind, revoked_at):
        return True
    goes_on = not behind.is_active or (behind.device_revoked_at is not None and _is_allowed(kind, behind))
    in_time = may_deliver(behind.device_revoked_at, behind.ticket_ended_at, behind.left_at, now)
    return kind is AppTokenKind.COLLECT and revoked_at is None and goes_on and in_time


def _is_allowed(kind: AppTokenKind, behind: Behind) -> bool:
    return may(behind.role, ACTION_OF_KIND[kind], REACH_OF_KIND[kind])
