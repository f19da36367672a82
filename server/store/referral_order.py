"""Finds which referrals come first: urgent ones, then the oldest day. Page 1,000 costs what page 1 costs. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Date, Select, Uuid, false, func, literal, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from server.store.office_referral_filter import ReferralFilter, conditions_of, holders_of
from server.store.tables import Referral


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: what its last referral was sorted by."""

    urgent: bool
    day: dt.date
    referral_id: uuid.UUID


def find_unsorted(session: Session, wanted: ReferralFilter, statuses: Sequence[str], most: int) -> list[Place]:
    """At most so many that fit, in no order."""
    fits = (*conditions_of(wanted), Referral.status.in_(statuses))
    parts = [
        select(select(Referral.urgent, Referral.due_on, Referral.id).where(*fits, theirs).limit(most).subquery())
        for theirs in holders_of(wanted)
    ]
    rows = session.execute(union_all(*parts).limit(most))
    return [Place(urgent, day, referral_id) for urgent, day, referral_id in rows]


def count_by_status(session: Session, wanted: ReferralFilter, statuses: Sequence[str]) -> dict[str, int]:
    """How many fit."""
    fits = (*conditions_of(wanted), Referral.status.in_(statuses))
    parts = [
        select(Referral.status, func.count()).where(*fits, theirs).group_by(Referral.status)
        for theirs in holders_of(wanted)
    ]
    counts: Counter[str] = Counter()
    for status, count in session.execute(union_all(*parts)):
        counts[status] += count
    return counts


def order_of(one: Place) -> tuple[bool, dt.date, int]:
    """The order that the SQL of `find_first` gives."""
    return not one.urgent, one.day, one.referral_id.int


def is_after(one: Place, place: Place) -> bool:
    """Whether it comes on a later page."""
    return order_of(one) > order_of(place)


def find_first(
    session: Session, wanted: ReferralFilter, statuses: Sequence[str], most: int, place: Place | None = None
) -> list[uuid.UUID]:
    """The first ones after `place`, in order: of each status and holder the first, by an index, and of those the first."""
    conditions = conditions_of(wanted)
    parts = [
        select(_select_part([*conditions, theirs], status, most, place, urgent=urgent).subquery())
        for theirs in holders_of(wanted)
        for status in statuses
        for urgent in (True, False)
        if place is None or place.urgent or not urgent
    ]
    both = union_all(*parts).subquery()
    ordered = select(both.c.id).order_by(both.c.urgent.desc(), both.c.due_on, both.c.id).limit(most)
    return list(session.scalars(ordered))


def _select_part(
    conditions: Sequence[ColumnElement[bool]], status: str, most: int, place: Place | None, *, urgent: bool
) -> Select[bool, dt.date, uuid.UUID]:
    is_urgent = Referral.urgent == true()
    query = select(Referral.urgent, Referral.due_on, Referral.id).where(
        Referral.status == status, is_urgent if urgent else Referral.urgent == false(), *conditions
    )
    if place is not None and place.urgent is urgent:
        ends = tuple_(literal(place.day, Date()), literal(place.referral_id, Uuid()))
        query = query.where(tuple_(Referral.due_on, Referral.id) > ends)
    return query.order_by(Referral.due_on, Referral.id).limit(most)
