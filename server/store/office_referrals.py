"""Reads referrals for the office: the board, the list, one of them, and those that a submission made. Writes nothing.

Urgent ones come first, then the oldest day: the day it starts, else the day it was made. Pages continue from a key.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, defer

from server.domain.names import full_name
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus
from server.store.desk import find_correction
from server.store.office_referral_filter import ReferralFilter, conditions_of, holders_of
from server.store.referral_order import (
    Place,
    count_by_status,
    find_first,
    find_first_of_each,
    find_unsorted,
    is_after,
    order_of,
)
from server.store.tables import Address, Case, FormVersion, Referral, Resident, Submission, Team, User

PAGE_SIZE = 50
CARDS_SHOWN = 20
COUNT_UP_TO = 1000

_Lines: TypeAlias = Select[Referral, str, Resident, Address, uuid.UUID | None]
_TO = func.coalesce(Team.name, User.name, "")


@dataclass(frozen=True, slots=True)
class MadeReferral:
    """A need that was handed on, and the name of the team or person who has it."""

    referral: Referral
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """One referral as the board and the list show it. `visit_id` is None where it was not made at a visit."""

    referral: Referral
    to: str
    resident: Resident
    address: Address | None
    visit_id: uuid.UUID | None

    @property
    def name(self) -> str:
        """The resident's."""
        return full_name(self.resident.first_name, self.resident.last_name)


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """A page of the list; `next_place` is None on the last. Counting stops at COUNT_UP_TO + 1."""

    lines: list[ReferralLine]
    next_place: Place | None
    count: int


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """The referrals of one status: how many there are (counting stops at COUNT_UP_TO + 1), and the first CARDS_SHOWN of them."""

    status: str
    count: int
    lines: list[ReferralLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeReferral:
    """One referral with whom it is about, what made it and in which form. `corrected_by` is the last correction of that."""

    line: ReferralLine
    submission: Submission | None
    version: FormVersion | None
    corrected_by: Submission | None


def select_count_of_open_referrals() -> Select[int]:
    """How many are not complete and not cancelled."""
    return select(func.count()).select_from(Referral).where(Referral.status.in_(OPEN_REFERRAL_STATUSES))


def count_of_nobody(session: Session) -> int:
    """How many open ones are with somebody who has left; the target is 0."""
    conditions = conditions_of(ReferralFilter(of_nobody=True))
    return session.scalar(select_count_of_open_referrals().where(*conditions)) or 0


def list_board(session: Session, wanted: ReferralFilter) -> list[BoardColumn]:
    """A column for each open status; of the filter everything but `statuses` holds."""
    counts = count_by_status(session, wanted, OPEN_REFERRAL_STATUSES, COUNT_UP_TO)
    first = find_first_of_each(session, wanted, [one for one in OPEN_REFERRAL_STATUSES if counts.get(one)], CARDS_SHOWN)
    lines = _read_by_id(session, [referral_id for ids in first.values() for referral_id in ids])
    return [
        BoardColumn(status.value, counts.get(status, 0), [lines[one] for one in first.get(status, [])])
        for status in OPEN_REFERRAL_STATUSES
    ]


def list_referrals(
    session: Session, wanted: ReferralFilter, place: Place | None = None, size: int = PAGE_SIZE
) -> ReferralPage:
    """The page that begins after `place`."""
    statuses = wanted.statuses if wanted.statuses is not None else tuple(ReferralStatus)
    some = find_unsorted(session, wanted, statuses, COUNT_UP_TO + 1)
    if len(some) <= COUNT_UP_TO:
        # Few fit: one pass has found them all, and no order of an index is walked for the rare ones among many.
        found = [one.referral_id for one in sorted(some, key=order_of) if place is None or is_after(one, place)]
        found = found[: size + 1]
    else:
        found = find_first(session, wanted, statuses, size + 1, place)
    lines = _read_by_id(session, found[:size])
    shown = [lines[referral_id] for referral_id in found[:size]]
    return ReferralPage(shown, _place_of(shown[-1].referral) if len(found) > size else None, len(some))


def list_all_referrals(session: Session, wanted: ReferralFilter) -> list[ReferralLine]:
    """All that fit, in the order of the list; for a file."""
    conditions = [*conditions_of(wanted), or_(*holders_of(wanted))]
    if wanted.statuses is not None:
        conditions.append(Referral.status.in_(wanted.statuses))
    order = (Referral.urgent.desc(), Referral.due_on, Referral.id)
    return _read_lines(session, _select_lines().where(*conditions).order_by(*order))


def list_receivers(session: Session) -> list[tuple[uuid.UUID, str]]:
    """Every team, and after them the people who have or had a referral of their own; each by name."""
    teams = session.execute(select(Team.id, Team.name).order_by(Team.name))
    has_some = exists().where(Referral.user_id == User.id)
    people = session.execute(select(User.id, User.name).where(has_some).order_by(User.name, User.id))
    return [(receiver_id, name) for receiver_id, name in [*teams, *people]]


def find_office_referral(session: Session, referral_id: uuid.UUID) -> OfficeReferral | None:
    """The referral, or None."""
    lines = _read_lines(session, _select_lines().where(Referral.id == referral_id))
    if not lines:
        return None
    submission_id = lines[0].referral.submission_id
    submission = session.get(Submission, submission_id) if submission_id else None
    corrected_by = _find_last_correction(session, submission) if submission else None
    standing = corrected_by or submission
    return OfficeReferral(
        line=lines[0],
        submission=submission,
        version=_find_version(session, standing) if standing else None,
        corrected_by=corrected_by,
    )


def list_made_referrals(session: Session, submission_ids: Sequence[uuid.UUID]) -> list[MadeReferral]:
    """Those that these submissions made, the oldest first."""
    found = session.execute(
        select(Referral, _TO)
        .outerjoin(Team, Team.id == Referral.team_id)
        .outerjoin(User, User.id == Referral.user_id)
        .where(Referral.submission_id.in_(submission_ids))
        .order_by(Referral.made_at, Referral.id)
    )
    return [MadeReferral(referral, to) for referral, to in found]


def _find_last_correction(session: Session, submission: Submission) -> Submission | None:
    """The end of the chain of corrections; None where nothing corrects it."""
    seen, last = {submission.id}, None
    while True:
        later = find_correction(session, (last or submission).id)
        if later is None or later.id in seen:
            return last
        seen.add(later.id)
        last = later


def _find_version(session: Session, submission: Submission) -> FormVersion | None:
    without_files = select(FormVersion).options(defer(FormVersion.xlsx), defer(FormVersion.xform))
    return session.scalar(without_files.where(FormVersion.id == submission.form_version_id))


def _select_lines() -> _Lines:
    return (
        select(Referral, _TO, Resident, Address, Submission.visit_id)
        .join(Case, Case.id == Referral.case_id)
        .join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .outerjoin(Submission, Submission.id == Referral.submission_id)
        .outerjoin(Team, Team.id == Referral.team_id)
        .outerjoin(User, User.id == Referral.user_id)
    )


def _read_by_id(session: Session, referral_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ReferralLine]:
    """Only what is shown is read whole."""
    if not referral_ids:
        return {}
    lines = _read_lines(session, _select_lines().where(Referral.id.in_(referral_ids)))
    return {line.referral.id: line for line in lines}


def _place_of(referral: Referral) -> Place:
    return Place(referral.urgent, referral.due_on, referral.id)


def _read_lines(session: Session, query: _Lines) -> list[ReferralLine]:
    return [
        ReferralLine(referral=referral, to=to, resident=resident, address=address, visit_id=visit_id)
        for referral, to, resident, address, visit_id in session.execute(query)
    ]
