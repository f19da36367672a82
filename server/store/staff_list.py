"""Reads staff for those who look after accounts: the list, one account, and what hangs on somebody who leaves. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import OPEN_REFERRAL_STATUSES, UNDONE_VISIT_STATUSES
from server.store.pairs import in_hands_of
from server.store.tables import Alert, Device, PageSession, Referral, Shift, Submission, Team, User, Visit

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFilter:
    """None and "" narrow nothing. `state`: here, left, first_password."""

    words: str = ""
    role: str | None = None
    team_id: uuid.UUID | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """Where a page ended: the name in lower case, and the id."""

    name: str
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One account and its team's name."""

    user: User
    team: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is in somebody's hands now: what a supervisor hands on when they leave."""

    visits: int
    referrals: int
    alerts: int
    issues: int
    shifts: int
    page_sessions: int
    phones: Sequence[Device]

    @property
    def unsent(self) -> int:
        """Operations and photos that their phones last said they have not sent."""
        return sum(phone.unsent_count + phone.photos_unsent for phone in self.phones)


def list_staff(
    session: Session, wanted: StaffFilter, after: StaffPlace | None, size: int = PAGE_SIZE
) -> tuple[list[StaffLine], StaffPlace | None, int]:
    """One page by name, where the next begins (None: nowhere), and how many there are in all."""
    conditions = _conditions(wanted)
    key = func.lower(User.name)
    query = select(User, Team.name).outerjoin(Team, Team.id == User.team_id).where(*conditions)
    if after is not None:
        query = query.where(or_(key > after.name, and_(key == after.name, User.id > after.user_id)))
    found = [StaffLine(user, team) for user, team in session.execute(query.order_by(key, User.id).limit(size + 1))]
    lines = found[:size]
    next_place = StaffPlace(lines[-1].user.name.lower(), lines[-1].user.id) if len(found) > size else None
    count = session.scalar(select(func.count()).select_from(User).where(*conditions)) or 0
    return lines, next_place, count


def _conditions(wanted: StaffFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    words = wanted.words.strip().lower()
    if words:
        found.append(
            or_(
                func.lower(User.name).contains(words, autoescape=True),
                User.email.contains(words, autoescape=True),
            )
        )
    if wanted.role:
        found.append(User.role == wanted.role)
    if wanted.team_id:
        found.append(User.team_id == wanted.team_id)
    if wanted.state == "left":
        found.append(User.active.is_(False))
    elif wanted.state == "first_password":
        found += [User.active.is_(True), User.first_password_until_at.is_not(None)]
    elif wanted.state == "here":
        found.append(User.active.is_(True))
    return found


def find_load(session: Session, user_id: uuid.UUID, now: dt.datetime) -> Load:
    """All that would be nobody's, asked together."""

    def count(table: type, *where: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    return Load(
        visits=count(Visit, in_hands_of(user_id), Visit.status.in_(UNDONE_VISIT_STATUSES)),
        referrals=count(Referral, Referral.user_id == user_id, Referral.status.in_(OPEN_REFERRAL_STATUSES)),
        alerts=count(Alert, Alert.owner_id == user_id, Alert.closed_at.is_(None)),
        issues=count(Submission, Submission.review_owner_id == user_id, Submission.review_state == "has_issues"),
        shifts=count(Shift, Shift.user_id == user_id, Shift.expected_end_at > now),
        page_sessions=count(PageSession, PageSession.user_id == user_id),
        phones=session.scalars(
            select(Device)
            .where(Device.user_id == user_id, Device.revoked_at.is_(None))
            .order_by(Device.last_contact_at.desc(), Device.id)
            .limit(20)
        ).all(),
    )
