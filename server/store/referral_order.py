"""Finds which referrals come first: urgent ones, then the oldest day. Page 1,000 costs what page 1 costs. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    Uuid,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
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


def count_by_status(session: Session, wanted: ReferralFilter, statuses: Sequence[str], up_to: int) -> dict[str, int]:
    """How many of each status fit; counting stops at `up_to` + 1."""
    conditions = conditions_of(wanted)
    some = (
        select(Referral.status).where(Referral.status == status, theirs, *conditions).limit(up_to + 1).subquery()
        for theirs in holders_of(wanted)
        for status in statuses
    )
    parts = [select(found.c.status, func.count()).group_by(found.c.status) for found in some]
    counts: Counter[str] = Counter()
    for status, count in session.execute(union_all(*parts)):
        counts[status] = min(counts[status] + count, up_to + 1)
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
    both = _unite_parts(wanted, statuses, most, place)
    ordered = select(both.c.id).order_by(both.c.urgent.desc(), both.c.due_on, both.c.id).limit(most)
    return list(session.scalars(ordered))


def find_first_of_each(
    session: Session, wanted: ReferralFilter, statuses: Sequence[str], most: int
) -> dict[str, list[uuid.UUID]]:
    """By status the first ones, in order."""
    found: dict[str, list[uuid.UUID]] = {status: [] for status in statuses}
    if not statuses:
        return found
    both = _unite_parts(wanted, statuses, most, None)
    for status, referral_id in session.execute(
        select(both.c.status, both.c.id).order_by(both.c.urgent.desc(), both.c.due_on, both.c.id)
    ):
        if len(found[status]) < most:
            found[status].append(referral_id)
    return found


def _unite_parts(wanted: ReferralFilter, statuses: Sequence[str], most: int, place: Place | None) -> Subquery:
    conditions = conditions_of(wanted, in_order=True)
    parts = [
        select(_select_part([*conditions, theirs], status, most, place, urgent=urgent).subquery())
        for theirs in holders_of(wanted)
        for status in statuses
        for urgent in (True, False)
        if place is None or place.urgent or not urgent
    ]
    return union_all(*parts).subquery()


def _select_part(
    conditions: Sequence[ColumnElement[bool]], status: str, most: int, place: Place | None, *, urgent: bool
) -> Select[str, bool, dt.date, uuid.UUID]:
    is_urgent = Referral.urgent == true()
    query = select(Referral.status, Referral.urgent, Referral.due_on, Referral.id).where(
        Referral.status == status, is_urgent if urgent else Referral.urgent == false(), *conditions
    )
    if place is not None and place.urgent is urgent:
        ends = tuple_(literal(place.day, Date()), literal(place.referral_id, Uuid()))
        query = query.where(tuple_(Referral.due_on, Referral.id) > ends)
    return query.order_by(Referral.due_on, Referral.id).limit(most)
