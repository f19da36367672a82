"""What is due next for somebody, and why, from the last visit or call: so that nobody waits on a list without a word. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.domain.phone_window import find_council_date
from server.domain.visit_rules import FollowStep, FollowUp, KeptBy


class NextCode(StrEnum):
    """What is due next."""

    PLANNED = "planned"  # a visit that is to be made
    ASKED = "asked"  # a day that the case has, set by a form or by the office
    CALL = "call"
    VISIT = "visit"
    PROPOSE_CLOSE = "propose_close"
    OPEN = "open"  # closing would be proposed, but something was open
    AFTER_CALL = "after_call"  # by the rule of calls
    REVIEW = "review"  # nothing before the visit is reviewed
    NONE = "none"


_OF_STEP: Final = {
    FollowStep.CALL: NextCode.CALL,
    FollowStep.VISIT: NextCode.VISIT,
    FollowStep.PROPOSE_CLOSE: NextCode.PROPOSE_CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """The newest visit that was made, with what follows it."""

    at: dt.datetime
    outcome: str | None
    is_approved: bool
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """The day of the case's next visit, its own day for the next contact, its newest call, and when the rule of calls plans the next."""

    planned_on: dt.date | None = None
    asked_on: dt.date | None = None
    called_at: dt.datetime | None = None
    call_outcome: str | None = None
    call_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContact:
    """`last_on`, `outcome`: of the visit or the call (`is_call`) from which it follows; None where there was none. `asked_on`: the
    day that was asked for, where a visit is planned for another.
    """

    code: NextCode
    day: dt.date | None = None
    asked_on: dt.date | None = None
    last_on: dt.date | None = None
    outcome: str | None = None
    is_call: bool = False


def find_next_contact(visit: PastVisit | None, times: CaseTimes) -> NextContact | None:
    """None where there is nothing to say: nobody was there yet, or the calls say it by themselves."""
    is_call = times.called_at is not None and (visit is None or times.called_at >= visit.at)
    last = None if is_call else visit
    last_at = times.called_at if is_call else visit.at if visit is not None else None
    last_on = find_council_date(last_at) if last_at is not None else None
    asked_on = times.asked_on if _is_still_asked(last, last_on, times.asked_on) else None
    following = _find_following(last, asked_on, times)
    if following is None:
        return None
    outcome = times.call_outcome if is_call else last.outcome if last is not None else None
    return NextContact(
        code=following[0],
        day=following[1],
        asked_on=asked_on if following[0] is NextCode.PLANNED and asked_on != following[1] else None,
        last_on=last_on,
        outcome=outcome,
        is_call=is_call,
    )


def _is_still_asked(visit: PastVisit | None, last_on: dt.date | None, asked_on: dt.date | None) -> bool:
    """No visit and no call was on that day or since, but for a day that was asked for after them."""
    is_kept = visit is not None and visit.follow_up is not None and visit.follow_up.kept_by is KeptBy.ASKED
    return asked_on is not None and (last_on is None or asked_on > last_on or is_kept)


def _find_following(
    visit: PastVisit | None, asked_on: dt.date | None, times: CaseTimes
) -> tuple[NextCode, dt.date | None] | None:
    """`visit` is given where no call is newer; `asked_on` where it is still to be met."""
    follow_up = visit.follow_up if visit is not None else None
    if times.planned_on is not None:
        return NextCode.PLANNED, times.planned_on
    if follow_up is not None and follow_up.kept_by is None:
        return _OF_STEP[follow_up.step], follow_up.due_on
    if asked_on is not None:
        return NextCode.ASKED, asked_on
    if times.call_on is not None and times.called_at is not None:
        return NextCode.AFTER_CALL, times.call_on
    if visit is None:
        return None
    if follow_up is not None and follow_up.kept_by is KeptBy.OPEN:
        return NextCode.OPEN, None
    return (NextCode.NONE if visit.is_approved else NextCode.REVIEW), None
