"""Counts for Reports and for the trend on Today, each in one pass over an index. Names nobody; writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from server.domain.figures import AGES, Days, Figures, add_referrals
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.office_visit_filter import VisitFilter, conditions_of
from server.store.tables import Address, Case, Device, Referral, Resident, Visit

By = dict[tuple[dt.date, str | None], Figures]


@dataclass(frozen=True, slots=True)
class Unsent:
    """What phones last said that they hold and have not sent: how many phones, reports and photos, and since when."""

    phones: int
    operations: int
    photos: int
    oldest_at: dt.datetime | None


def count_by_place(session: Session, days: Days, ward: str | None = None) -> By:
    """Visits and referrals made, by day and ward; a ward is None where the address has none. What has neither is missing."""
    day, made_on = _number_of_day(days, Visit.submitted_at), _number_of_day(days, Referral.made_at)
    visits = _count_visits(session, days, ward, day, Address.ward)
    made = _count_referrals(session, days, ward, made_on, Address.ward)
    all_days = days.all
    return add_referrals(
        {(all_days[number], ward_of): figures for (number, ward_of), figures in visits.items()},
        {(all_days[number], ward_of): count for (number, ward_of), count in made.items()},
    )


def count_by_day(session: Session, days: Days, ward: str | None = None) -> dict[dt.date, Figures]:
    """The same by day alone."""
    made = _count_referrals(session, days, ward, _number_of_day(days, Referral.made_at))
    all_days = days.all
    visits = count_visits_by_day(session, days, ward)
    return add_referrals(visits, {all_days[number]: count for (number,), count in made.items()})


def count_by_ward(session: Session, days: Days, ward: str | None = None) -> dict[str | None, Figures]:
    """The same by ward alone."""
    visits = _count_visits(session, days, ward, Address.ward)
    made = _count_referrals(session, days, ward, Address.ward)
    return add_referrals(
        {ward_of: figures for (ward_of,), figures in visits.items()},
        {ward_of: count for (ward_of,), count in made.items()},
    )


def count_visits_by_day(session: Session, days: Days, ward: str | None = None) -> dict[dt.date, Figures]:
    """Without referrals."""
    visits = _count_visits(session, days, ward, _number_of_day(days, Visit.submitted_at))
    all_days = days.all
    return {all_days[number]: figures for (number,), figures in visits.items()}


def _count_visits(session: Session, days: Days, ward: str | None, *keys: Any) -> dict[tuple[Any, ...], Figures]:
    """By these: the number of a day, the ward of an address, or both. An index holds all that is asked for here."""
    names = [key.label(f"key_{place}") for place, key in enumerate(keys)]
    query: Any = select(*names, Visit.outcome, func.count()).select_from(Visit)
    if Address.ward in keys:
        query = query.outerjoin(Address, Address.id == Visit.address_id)
    wanted = VisitFilter(made_from=days.from_at, made_until=days.until_at, ward=ward)
    found: dict[tuple[Any, ...], Figures] = {}
    for *key, outcome, count in session.execute(query.where(*conditions_of(wanted)).group_by(*names, Visit.outcome)):
        found.setdefault(tuple(key), Figures()).count(outcome, count)
    return found


def _count_referrals(session: Session, days: Days, ward: str | None, *keys: Any) -> dict[tuple[Any, ...], int]:
    """By these, as visits; the day is that on which they were made, the ward that of the person's address, whatever became of them."""
    names = [key.label(f"key_{place}") for place, key in enumerate(keys)]
    query: Any = select(*names, func.count()).select_from(Referral)
    if ward or Address.ward in keys:
        query = (
            query.join(Case, Case.id == Referral.case_id)
            .join(Resident, Resident.id == Case.resident_id)
            .outerjoin(Address, Address.id == Resident.address_id)
        )
    of_ward = [Address.ward == ward] if ward else []
    made = query.where(Referral.made_at >= days.from_at, Referral.made_at < days.until_at, *of_ward).group_by(*names)
    return {tuple(key): count for *key, count in session.execute(made)}


def count_open_referrals(session: Session, today: Days) -> dict[str, list[int]]:
    """By type, one number for each of AGES, by the council's days since each was made."""
    begins = [today.begins_at(today.first - dt.timedelta(days=until - 1)) for _, until in AGES if until is not None]
    age = case(*((Referral.made_at >= at, number) for number, at in enumerate(begins)), else_=len(AGES) - 1)
    rows = session.execute(
        select(Referral.type, age, func.count())
        .where(Referral.status.in_(OPEN_REFERRAL_STATUSES))
        .group_by(Referral.type, age)
    )
    found: dict[str, list[int]] = {}
    for kind, number, count in rows:
        found.setdefault(kind, [0] * len(AGES))[number] = count
    return found


def find_first_made(session: Session, from_at: dt.datetime) -> dt.datetime | None:
    """When the first report came in, or the first referral was made, from then on; a report that no figure counts is among them."""
    firsts = (
        session.scalar(select(func.min(column)).where(column >= from_at))
        for column in (Visit.submitted_at, Referral.made_at)
    )
    return min((at for at in firsts if at is not None), default=None)


def find_unsent(session: Session) -> Unsent:
    """As of each phone's last contact."""
    holds = (Device.unsent_count > 0) | (Device.photos_unsent > 0)
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Device.unsent_count), 0),
            func.coalesce(func.sum(Device.photos_unsent), 0),
            func.min(Device.oldest_unsent_at),
        ).where(holds)
    ).one()
    return Unsent(int(row[0]), int(row[1]), int(row[2]), row[3])


def _number_of_day(days: Days, column: Any) -> ColumnElement[int]:
    """The place of an instant's day among `days`, without a time zone of the database's; each row is compared with few of them."""
    ends = [days.begins_at(day + dt.timedelta(days=1)) for day in days.all]

    def among(first: int, last: int) -> ColumnElement[int]:
        if first == last:
            return literal(first)
        middle = (first + last) // 2
        return case((column < ends[middle], among(first, middle)), else_=among(middle + 1, last))

    return among(0, len(ends) - 1)
