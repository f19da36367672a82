"""What follows a visit that was approved: the next call or visit, or that closing the case is proposed. Pure.

The rules are data of the programme (`settings["visit_rules"]`), by group of outcomes; a group without one keeps nothing due. No reply,
a death and what an alert says are followed up elsewhere. Nothing here closes a case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from server.domain.phone_window import COUNCIL_ZONE, IsHoliday, is_working_day
from server.domain.words import VisitOutcome

MOST_DAYS: Final = 365
DECISION_DAYS: Final = 7  # so long a proposal to close keeps somebody from the call list; then one rings them


class FollowStep(StrEnum):
    """What a visit leads to."""

    CALL = "call"  # in so many days
    VISIT = "visit"  # in so many days
    PROPOSE_CLOSE = "propose_close"  # for a person to decide


class OutcomeGroup(StrEnum):
    """Outcomes that are followed up alike."""

    SEEN_WELL = "seen_well"
    SEEN_NEEDS = "seen_needs"
    NOT_SEEN = "not_seen"
    AWAY = "away"


class KeptBy(StrEnum):
    """Why a rule was not applied, though there is one."""

    ASKED = "asked"  # a later day for the next contact was set, at the visit or by the office
    OPEN = "open"  # a need, an alert, a visit, a proposal or a request for evidence is open: no closing is proposed


GROUP_OF: Final[Mapping[VisitOutcome, OutcomeGroup]] = {
    VisitOutcome.SEEN_NO_NEEDS: OutcomeGroup.SEEN_WELL,
    VisitOutcome.SEEN_NEEDS: OutcomeGroup.SEEN_NEEDS,
    VisitOutcome.SPOKEN_NOT_SEEN: OutcomeGroup.NOT_SEEN,
    VisitOutcome.REFUSED_SAFE: OutcomeGroup.NOT_SEEN,
    VisitOutcome.THIRD_PARTY_CONFIRMED: OutcomeGroup.NOT_SEEN,
    VisitOutcome.MOVED_OR_WRONG_ADDRESS: OutcomeGroup.AWAY,
    VisitOutcome.IN_HOSPITAL_OR_CARE: OutcomeGroup.AWAY,
}
# Whoever has needs is looked after until somebody has looked again.
STEPS_OF: Final[Mapping[OutcomeGroup, tuple[FollowStep, ...]]] = {
    group: tuple(step for step in FollowStep if (group, step) != (OutcomeGroup.SEEN_NEEDS, FollowStep.PROPOSE_CLOSE))
    for group in OutcomeGroup
}


@dataclass(frozen=True, slots=True)
class VisitRule:
    """`days` count for a call and a visit."""

    step: FollowStep
    days: int = 0


VisitRules = Mapping[OutcomeGroup, VisitRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeVisit:
    """An approved visit. `asked_on`: the day of the next contact that the case has; `is_asked_since`: written after the visit came in.
    `is_open`: something else of the case still is.

    A proposal waits from `approved_on`; a call and a visit are counted from `made_on`.
    """

    outcome: str | None
    made_on: dt.date
    approved_on: dt.date
    asked_on: dt.date | None = None
    is_asked_since: bool = False
    is_open: bool = False
    can_be_rung: bool = True


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What follows: a call or a visit due on a day; or a proposal to close, and the day from which one rings all the same.

    With `kept_by` the rule's step is not taken.
    """

    step: FollowStep
    due_on: dt.date | None
    kept_by: KeptBy | None = None


@dataclass(frozen=True, slots=True)
class TurnDays:
    """Where that puts the case: rung from `due_at` on; a call planned on `next_on`; a visit wanted from `visit_on` on."""

    due_at: dt.datetime | None = None
    next_on: dt.date | None = None
    visit_on: dt.date | None = None


def read_visit_rules(raw: object) -> dict[OutcomeGroup, VisitRule]:
    """The rules in a programme's settings; an entry that cannot be read is none, and its people stay in sight."""
    said = raw if isinstance(raw, Mapping) else {}
    found = {group: _read_rule(group, said.get(group)) for group in OutcomeGroup}
    return {group: rule for group, rule in found.items() if rule is not None}


def write_visit_rules(rules: VisitRules) -> dict[str, Any]:
    """As a programme's settings keep them; `read_visit_rules` reads the same again."""
    return {
        str(group): {"step": str(rule.step)} | ({"days": rule.days} if rule.days else {})
        for group, rule in rules.items()
    }


def find_rule(rules: VisitRules, outcome: str | None) -> VisitRule | None:
    """What the programme says of this outcome."""
    group = GROUP_OF.get(VisitOutcome(outcome)) if outcome in set(VisitOutcome) else None
    return rules.get(group) if group is not None else None


def find_follow_up(visit: MadeVisit, rules: VisitRules, is_holiday: IsHoliday) -> FollowUp | None:
    """What the rules make of the visit; None where they say nothing. What was asked for outranks them, and who cannot be rung is visited."""
    rule = find_rule(rules, visit.outcome)
    if rule is None:
        return None
    if visit.asked_on is not None and is_still_asked(visit.asked_on, visit.made_on, is_set_since=visit.is_asked_since):
        return FollowUp(rule.step, visit.asked_on, KeptBy.ASKED)
    if rule.step is FollowStep.PROPOSE_CLOSE:
        if visit.is_open:
            return FollowUp(rule.step, None, KeptBy.OPEN)
        return FollowUp(rule.step, visit.approved_on + dt.timedelta(days=DECISION_DAYS))
    step = rule.step if visit.can_be_rung else FollowStep.VISIT
    return FollowUp(step, _find_working_day(visit.made_on + dt.timedelta(days=rule.days), is_holiday))


def is_still_asked(asked_on: dt.date, contact_on: dt.date, *, is_set_since: bool) -> bool:
    """Whether a day for the next contact is still to be met after a visit or a call of `contact_on`.

    The contact's own day is the one that it was for, unless somebody asked for more since.
    """
    return asked_on > contact_on or (asked_on == contact_on and is_set_since)


def place_turn(follow_up: FollowUp) -> TurnDays | None:
    """None: the case stands where its calls say.

    Who was not called on the day is wanted for a visit from the next one on, and the other way round: nobody waits on one list alone.
    """
    day = follow_up.due_on
    if follow_up.kept_by is KeptBy.ASKED:
        return TurnDays()  # the day that was asked for is the case's own, and no older rule stands before it
    if day is None:
        return None
    match follow_up.step:
        case FollowStep.CALL:
            return TurnDays(due_at=_begin(day), next_on=day)
        case FollowStep.VISIT:
            return TurnDays(due_at=_begin(day + dt.timedelta(days=1)), visit_on=day)
        case FollowStep.PROPOSE_CLOSE:
            return TurnDays(due_at=_begin(day))


def _read_rule(group: OutcomeGroup, entry: object) -> VisitRule | None:
    if not isinstance(entry, Mapping) or entry.get("step") not in STEPS_OF[group]:
        return None
    step, days = FollowStep(str(entry["step"])), entry.get("days")
    if step is FollowStep.PROPOSE_CLOSE:
        return VisitRule(step)
    return VisitRule(step, days) if type(days) is int and 0 < days <= MOST_DAYS else None


def _find_working_day(day: dt.date, is_holiday: IsHoliday) -> dt.date:
    while not is_working_day(day, is_holiday):
        day += dt.timedelta(days=1)
    return day


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=COUNCIL_ZONE).astimezone(dt.UTC)
