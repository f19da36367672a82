"""What stands against visiting somebody, and the order in which an officer walks a day's list.

Pure; the words for each reason are the pages'.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.address_values import postcode_order
from server.domain.phone_window import find_council_date
from server.domain.visit_window import Window

MOST_AT_ONCE = 500


class NotAssigned(StrEnum):
    """Why one person was left out of an assignment."""

    GONE = "gone"
    CASE_NOT_OPEN = "case_not_open"
    ON_HOLD = "on_hold"
    ALREADY_PLANNED = "already_planned"
    CONTACT_PLANNED = "contact_planned"
    NEEDS_PAIR = "needs_pair"
    NO_VISITS = "no_visits"
    STATUS_FORBIDS = "status_forbids"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """To whom, for which day, by whom. `second_id` goes along where a visit is made in pairs; without one a reason is needed.

    `keeps_plan`: a visit that waits for an officer keeps the day for which it is planned, unless that is past. `window`: from and to,
    where the visits have one; without, a visit keeps the time that it has, unless `sets_window` says that it is to have none.
    `unwanted_reason`: why somebody is visited who wants none.
    """

    officer_id: uuid.UUID
    planned_on: dt.date
    by_id: uuid.UUID
    at: dt.datetime
    pair_reason: str | None = None
    second_id: uuid.UUID | None = None
    keeps_plan: bool = False
    window: Window = (None, None)
    unwanted_reason: str | None = None
    sets_window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVisit:
    """What is looked at before somebody is visited. `has_visit`: another that stands in the way; `contact_on`: the day for which
    a contact is planned instead. Of a visit that is not done the case is open, and the person's own.
    """

    on_hold: bool
    is_open: bool = True
    is_merged: bool = False
    has_visit: bool = False
    contact_on: dt.date | None = None
    needs_pair: bool = False
    is_unwilling: bool = False


def why_not_visit(who: ToVisit, giving: Giving | None = None) -> NotAssigned | None:
    """What stands against a visit to them, the gravest first; None where nothing does. The one place where that is decided.

    Without `giving` whether they may be visited at all; with it also whether so: by whom, when, and with which reasons.
    """
    if not who.is_open:
        return NotAssigned.CASE_NOT_OPEN
    if who.on_hold or who.is_merged:
        return NotAssigned.ON_HOLD
    if who.has_visit:
        return NotAssigned.ALREADY_PLANNED
    if giving is None:
        return None
    if who.contact_on is not None and who.contact_on >= find_council_date(giving.at):
        return NotAssigned.CONTACT_PLANNED
    if who.needs_pair and not (giving.second_id or giving.pair_reason):
        return NotAssigned.NEEDS_PAIR
    if who.is_unwilling and not giving.unwanted_reason:
        return NotAssigned.NO_VISITS
    return None


def find_planned_day(planned_on: dt.date, giving: Giving, today: dt.date) -> dt.date:
    """For which day a visit that waits, and is planned for `planned_on`, is given."""
    return planned_on if giving.keeps_plan and planned_on >= today else giving.planned_on


def walking_order(postcode: str | None, lines: Sequence[str]) -> tuple[tuple[str, int, int, str], str, int, str]:
    """A sort key for doors: by postcode, then street, then house number as a number."""
    first = lines[0] if lines else ""
    number = re.match(r"\s*(\d+)", first)
    street = re.sub(r"^\s*\d+\w*\s*", "", first).casefold()
    return (postcode_order(postcode), street, int(number.group(1)) if number else 0, " ".join(lines).casefold())


def walking_key(postcode: str | None, lines: Sequence[str]) -> str:
    """The same order as a text that sorts by its characters, kept beside each address, so that a database sorts along the way.

    Whoever changes `walking_order` writes a migration that makes these anew.
    """
    (area, district, sector, unit), street, number, whole = walking_order(postcode, lines)
    parts = (area, f"{district:04}", str(sector), unit, street, f"{number:09}", whole)
    return "\t".join(part.replace("\t", " ") for part in parts)


LAST_ON_THE_WAY = walking_key(None, ())
