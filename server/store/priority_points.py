"""A programme's priority rules as SQL, so that a list of all its people can be sorted and only one page of it is read.

Says the same as `domain/priority.py`, which gives the reasons of what is shown; a test compares the two.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from server.domain.age import latest_birthday
from server.domain.phone_window import COUNCIL_ZONE
from server.domain.priority import PriorityRule, read_priority_rules
from server.store.tables import Programme

Columns = ReadOnlyColumnCollection[str, Any]
RulesOfProgrammes = Mapping[uuid.UUID, tuple[str, tuple[PriorityRule, ...]]]


def list_rules(session: Session) -> RulesOfProgrammes:
    """The name and the rules of every programme, by its id."""
    return {
        programme.id: (programme.name, read_priority_rules(programme.settings.get("priority_rules")))
        for programme in session.scalars(select(Programme))
    }


def when_reached(people: Columns) -> ColumnElement[Any]:
    """When somebody was last reached: by a call (`called_at`) or at a visit (`seen_at`), whichever was later."""
    later = and_(people.seen_at.is_not(None), or_(people.called_at.is_(None), people.seen_at > people.called_at))
    return case((later, people.seen_at), else_=people.called_at)


def points_of(
    rules: RulesOfProgrammes,
    people: Columns,
    reached_at: ColumnElement[Any],
    today: dt.date,
) -> ColumnElement[int]:
    """By programme id. `people` has programme_id, date_of_birth, lives_alone and failed_calls; `reached_at` is when somebody was
    last reached, by a call or at a visit.
    """
    by_programme = [
        (people.programme_id == programme_id, _sum(of_programme, people, reached_at, today))
        for programme_id, (_, of_programme) in rules.items()
        if of_programme
    ]
    return case(*by_programme, else_=literal(0)) if by_programme else literal(0)


def _sum(
    rules: Sequence[PriorityRule], people: Columns, reached_at: ColumnElement[Any], today: dt.date
) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for rule in rules:
        total = total + case((_applies(rule, people, reached_at, today), literal(rule.points)), else_=literal(0))
    return total


def _applies(
    rule: PriorityRule, people: Columns, reached_at: ColumnElement[Any], today: dt.date
) -> ColumnElement[bool]:
    match rule.field:
        case "age":
            born: ColumnElement[Any] = people.date_of_birth
            at_least = born <= latest_birthday(rule.at_least or 0, today)
            return and_(at_least, born > latest_birthday(rule.below, today)) if rule.below is not None else at_least
        case "lives_alone":
            alone: ColumnElement[bool] = people.lives_alone
            return alone.is_(True)
        case "failed_calls":
            return _within(people.failed_calls, rule)
        case "never_contacted":
            return reached_at.is_(None)
        case _:
            return _days_since(rule, reached_at, today)


def _within(number: ColumnElement[Any], rule: PriorityRule) -> ColumnElement[bool]:
    at_least = number >= (rule.at_least or 0)
    return and_(at_least, number < rule.below) if rule.below is not None else at_least


def _days_since(rule: PriorityRule, reached_at: ColumnElement[Any], today: dt.date) -> ColumnElement[bool]:
    """N days ago or longer is before the day after that one begins by the council's clock."""
    long_ago = reached_at < _begin(today - dt.timedelta(days=(rule.at_least or 0) - 1))
    if rule.below is None:
        return long_ago
    return and_(long_ago, reached_at >= _begin(today - dt.timedelta(days=rule.below - 1)))


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=COUNCIL_ZONE).astimezone(dt.UTC)
