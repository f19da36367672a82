"""What narrows the office's board and list of referrals, as conditions on the referral alone. Reads nothing itself."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, func, null, or_, select, true

from server.store.tables import Address, Case, Referral, ReferralExportRow, Resident, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFilter:
    """What narrows the board and the list; None narrows nothing. `to_id` is a team's or a person's, `to_any` some of them;
    `of_nobody`: whoever had them has left. `in_export_id` is a file of a team;
    `start_by_on` leaves out what begins later.
    """

    statuses: tuple[str, ...] | None = None
    to_id: uuid.UUID | None = None
    of_nobody: bool = False
    type: str | None = None
    urgent: bool = False
    to_any: tuple[uuid.UUID, ...] | None = None
    made_before_at: dt.datetime | None = None
    in_export_id: uuid.UUID | None = None
    name_words: tuple[str, ...] = ()
    ward: str | None = None
    without_ward: bool = False
    programme_id: uuid.UUID | None = None
    start_by_on: dt.date | None = None


def conditions_of(wanted: ReferralFilter, *, in_order: bool = False) -> list[ColumnElement[bool]]:
    """Those of the filter but its statuses and whoever has them, by which the indexes go.

    `in_order`: many fit and the first are wanted, so that an index of the order is walked and none by people.
    """
    conditions: list[ColumnElement[bool]] = []
    if wanted.of_nobody:
        conditions.append(Referral.user_id.in_(select(User.id).where(User.active.is_(False))))
    if wanted.type is not None:
        conditions.append(Referral.type == wanted.type)
    if wanted.made_before_at is not None:
        conditions.append(Referral.made_at < wanted.made_before_at)
    if wanted.in_export_id is not None:
        rows = select(ReferralExportRow.referral_id).where(ReferralExportRow.export_id == wanted.in_export_id)
        conditions.append(Referral.id.in_(rows))
    if wanted.start_by_on is not None:
        conditions.append(or_(Referral.start_on.is_(None), Referral.start_on <= wanted.start_by_on))
    if wanted.programme_id is not None:
        of_programme = select(Case.id).where(Case.programme_id == wanted.programme_id)
        conditions.append(
            of_programme.where(Case.id == Referral.case_id).exists() if in_order else Referral.case_id.in_(of_programme)
        )
    if wanted.name_words or wanted.ward or wanted.without_ward:
        people = _select_cases(wanted).cte("cases_that_fit")  # found once, however many parts the statement has
        case_id = func.nullif(Referral.case_id, null()) if in_order else Referral.case_id
        conditions.append(case_id.in_(select(people.c.id)))
    if wanted.urgent:
        conditions.append(Referral.urgent.is_(True))
    return conditions


def holders_of(wanted: ReferralFilter) -> list[ColumnElement[bool]]:
    """Who may have those that fit, one condition for each: no referral fits two, and each has an index of its own."""
    if wanted.to_id is None and wanted.to_any is None:
        return [true()]
    ids = {one for one in (wanted.to_any or (wanted.to_id,)) if one and wanted.to_id in (None, one)}
    if not ids:
        return [false()]
    return [column == one for one in sorted(ids) for column in (Referral.team_id, Referral.user_id)]


def _select_cases(wanted: ReferralFilter) -> Select[uuid.UUID]:
    """The cases of people who fit."""
    cases = select(Case.id).join(Resident, Resident.id == Case.resident_id)
    for word in wanted.name_words:
        cases = cases.where(Resident.search_text.contains(word, autoescape=True))
    if wanted.ward is not None:
        cases = cases.join(Address, Address.id == Resident.address_id).where(Address.ward == wanted.ward)
    if wanted.without_ward:
        known = select(Address.id).where(Address.ward.is_not(None))
        cases = cases.where(or_(Resident.address_id.is_(None), Resident.address_id.not_in(known)))
    return cases
