"""Reads whom the contact centre rings next: calls back that are due, then by priority; and all of one person before the call.

Left out are people on hold, people who do not want to be called, people without a number, and whoever a visit is proposed or
to come for, unless they asked to be called back. Pages are read in the database; nothing here writes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from server.domain.age import find_age
from server.domain.call_claim import find_call_refusal
from server.domain.names import full_name
from server.domain.phone_window import COUNCIL_ZONE, find_council_date
from server.domain.priority import Priority, find_facts, find_priority
from server.domain.words import CaseStatus, ProposalStatus
from server.store.priority_points import RulesOfProgrammes, list_rules, points_of, when_reached
from server.store.reached import has_undone_visit
from server.store.tables import (
    Address,
    CallTurn,
    Case,
    ContactPreference,
    Programme,
    Resident,
    User,
    VisitProposal,
)

PAGE_SIZE = 25
MOST_CANDIDATES = 20  # of whom the first that is free is claimed
COUNT_UP_TO = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """What narrows the list; None narrows nothing. `to_come`: instead those who asked to be called at a time that has not come."""

    programme_id: uuid.UUID | None = None
    only_callbacks: bool = False
    to_come: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One person to ring. `caller` is who has them now."""

    case_id: uuid.UUID
    name: str
    age: int | None
    ward: str | None
    programme: str
    turn: CallTurn | None
    priority: Priority
    caller: str | None
    caller_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class CallPage:
    """A page of the list. Counting stops at COUNT_UP_TO + 1."""

    lines: list[CallLine]
    count: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """All that stands before a call to one person."""

    case: Case
    resident: Resident
    programme: Programme
    address: Address | None
    preference: ContactPreference | None
    turn: CallTurn | None
    caller: str | None


def why_not_ring(case: Case, resident: Resident, preference: ContactPreference | None) -> str | None:
    """Why this person may not be rung, as their rows stand (`domain/call_claim.py`); None when they may."""
    return find_call_refusal(
        is_open=case.status == CaseStatus.OPEN,
        is_merged=resident.merged_into_id is not None,
        on_hold=resident.on_hold,
        calls_wanted=preference.call if preference is not None else None,
        has_number=bool(resident.mobile or resident.landline),
    )


def list_calls(session: Session, wanted: CallFilter, *, at: dt.datetime, page: int = 1) -> CallPage:
    """The page, the first is 1."""
    rules = list_rules(session)
    count = count_calls(session, wanted, at=at)
    query = _ordered(_select_due(wanted, at), rules, at).limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)
    found = [(case_id, reached_at) for case_id, reached_at in session.execute(query)]
    shown = dict(found[:PAGE_SIZE])
    rows = {row[0].id: row for row in session.execute(_select_rows().where(Case.id.in_(list(shown))))}
    lines = [_line(rows[case_id], reached_at, rules, at) for case_id, reached_at in shown.items()]
    return CallPage(lines, count, len(found) > PAGE_SIZE)


def count_calls(session: Session, wanted: CallFilter, *, at: dt.datetime) -> int:
    """How many are to be rung now; counting stops at COUNT_UP_TO + 1."""
    some = _select_due(wanted, at).with_only_columns(Case.id).limit(COUNT_UP_TO + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def list_free_cases(session: Session, wanted: CallFilter, *, at: dt.datetime) -> Sequence[uuid.UUID]:
    """The first MOST_CANDIDATES of the list whom nobody has."""
    query = _ordered(_select_due(wanted, at, only_free=True), list_rules(session), at)
    return [row[0] for row in session.execute(query.limit(MOST_CANDIDATES))]


def count_not_to_be_called(session: Session) -> int:
    """Open cases of people who do not want calls: they are visited or written to."""
    theirs = Case.resident_id.in_(wants_no_calls())
    return session.scalar(select(func.count()).select_from(Case).where(theirs, Case.status == CaseStatus.OPEN)) or 0


def find_call_facts(session: Session, case_id: uuid.UUID) -> CallFacts | None:
    """The case as it stands now, or None."""
    row = session.execute(
        select(Case, Resident, Programme, Address, ContactPreference, CallTurn, User.name)
        .join(Resident, Resident.id == Case.resident_id)
        .join(Programme, Programme.id == Case.programme_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .outerjoin(ContactPreference, ContactPreference.resident_id == Resident.id)
        .outerjoin(CallTurn, CallTurn.case_id == Case.id)
        .outerjoin(User, User.id == CallTurn.claimed_by_id)
        .where(Case.id == case_id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return None
    return CallFacts(
        case=row[0],
        resident=row[1],
        programme=row[2],
        address=row[3],
        preference=row[4],
        turn=row[5],
        caller=row[6],
    )


def _select_rows() -> Select[Any]:
    query: Any = select(Case, Resident, Address, CallTurn, User.name)
    rows: Select[Any] = (
        query.join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .outerjoin(CallTurn, CallTurn.case_id == Case.id)
        .outerjoin(User, User.id == CallTurn.claimed_by_id)
    )
    return rows


def _select_due(wanted: CallFilter, at: dt.datetime, *, only_free: bool = False) -> Select[Any]:
    """Who is to be rung, each with all that their place hangs on and nothing else: thousands may be due, and a page is read."""
    query: Any = select(
        Case.id.label("case_id"),
        Case.programme_id,
        Case.opened_at,
        Resident.date_of_birth,
        Resident.lives_alone,
        CallTurn.callback_on,
        func.coalesce(CallTurn.callback_time, "").label("callback_time"),
        func.coalesce(CallTurn.failed_calls, 0).label("failed_calls"),
        CallTurn.reached_at.label("called_at"),
        Case.seen_at,
    )
    found: Select[Any] = (
        query.join(CallTurn, CallTurn.case_id == Case.id, isouter=not (wanted.only_callbacks or wanted.to_come))
        .join(Resident, Resident.id == Case.resident_id)
        .where(
            Case.status == CaseStatus.OPEN,
            _has_its_turn(wanted, at),
            Resident.on_hold.is_(False),
            Resident.merged_into_id.is_(None),
            has_a_number(),
            Case.resident_id.not_in(wants_no_calls()),
        )
    )
    if only_free:
        found = found.where(or_(CallTurn.claimed_until_at.is_(None), CallTurn.claimed_until_at <= at))
    return found if wanted.programme_id is None else found.where(Case.programme_id == wanted.programme_id)


def has_a_number() -> ColumnElement[bool]:
    """Of a resident: there is something to ring."""
    return or_(Resident.mobile.is_not(None), Resident.landline.is_not(None))


def wants_no_calls() -> Select[uuid.UUID]:
    """Residents who are not to be rung. Few, so that they are found once and not looked for with each of thousands."""
    return select(ContactPreference.resident_id).where(ContactPreference.call.is_(False))


def _has_its_turn(wanted: CallFilter, at: dt.datetime) -> ColumnElement[bool]:
    if wanted.to_come:
        return and_(CallTurn.callback_on.is_not(None), not_(_is_callback(at)))
    return _is_callback(at) if wanted.only_callbacks else or_(_is_callback(at), _is_due(at))


def _is_callback(at: dt.datetime) -> ColumnElement[bool]:
    """They asked to be called, and the time has come; without a time, from the beginning of the day."""
    here = at.astimezone(COUNCIL_ZONE)
    now_is_the_time = or_(CallTurn.callback_time.is_(None), CallTurn.callback_time <= f"{here:%H:%M}")
    return and_(CallTurn.callback_on <= here.date(), or_(CallTurn.callback_on < here.date(), now_is_the_time))


def _is_due(at: dt.datetime) -> ColumnElement[bool]:
    today = find_council_date(at)
    return and_(
        CallTurn.callback_on.is_(None),
        or_(Case.next_contact_on.is_(None), Case.next_contact_on <= today),
        or_(CallTurn.due_at.is_(None), CallTurn.due_at <= at),
        not_(has_undone_visit()),
        Case.resident_id.not_in(
            select(VisitProposal.resident_id).where(
                VisitProposal.status == ProposalStatus.PROPOSED, VisitProposal.resident_id.is_not(None)
            )
        ),
    )


def _ordered(due_ones: Select[Any], rules: RulesOfProgrammes, at: dt.datetime) -> Select[Any]:
    """Calls back first, the longest overdue before the others; then by points, then the oldest case."""
    # Found first: what an order is made of would else be looked up again for each rule that speaks of it.
    due = due_ones.cte("due").prefix_with("MATERIALIZED").c
    reached_at = when_reached(due)
    points = points_of(rules, due, reached_at, find_council_date(at))
    return select(due.case_id, reached_at).order_by(
        due.callback_on.is_(None),
        due.callback_on,
        due.callback_time,
        points.desc(),
        due.opened_at,
        due.case_id,
    )


def _line(
    row: Any,
    reached_at: dt.datetime | None,
    rules: RulesOfProgrammes,
    at: dt.datetime,
) -> CallLine:
    case, resident, address, turn, caller = row
    today = find_council_date(at)
    programme, programme_rules = rules[case.programme_id]
    facts = find_facts(
        born_on=resident.date_of_birth,
        lives_alone=resident.lives_alone,
        failed_calls=turn.failed_calls if turn is not None else 0,
        reached_at=reached_at,
        today=today,
    )
    is_claimed = turn is not None and turn.claimed_until_at is not None and turn.claimed_until_at > at
    return CallLine(
        case_id=case.id,
        name=full_name(resident.first_name, resident.last_name),
        age=find_age(resident.date_of_birth, today),
        ward=address.ward if address is not None else None,
        programme=programme,
        turn=turn,
        priority=find_priority(facts, programme_rules),
        caller=caller if is_claimed else None,
        caller_id=turn.claimed_by_id if is_claimed else None,
    )
