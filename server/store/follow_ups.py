"""Reads what follows the newest visit of cases, and what is due next for them with the reason. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.domain.next_contact import CaseTimes, NextCode, NextContact, PastVisit, find_next_contact
from server.domain.visit_rules import FollowStep, FollowUp, KeptBy
from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState, VisitStatus
from server.store.office_case import list_not_to_close
from server.store.tables import CallTurn, Case, Resident, Visit, VisitFollowUp

_DONE = (VisitStatus.SUBMITTED, VisitStatus.REVIEWED)


def list_next_contacts(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, NextContact]:
    """By case what is due next and why, where there is something to say."""
    planned = (
        select(func.min(Visit.planned_on))
        .where(Visit.case_id == Case.id, Visit.status.in_(UNDONE_VISIT_STATUSES))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Case.id, Case.next_contact_on, planned, CallTurn.last_call_at, CallTurn.last_outcome, CallTurn.next_on)
        .outerjoin(CallTurn, CallTurn.case_id == Case.id)
        .where(Case.id.in_(case_ids))
    )
    visits = list_last_visits(session, case_ids)
    found: dict[uuid.UUID, NextContact] = {}
    for case_id, asked_on, planned_on, called_at, call_outcome, call_on in rows:
        times = CaseTimes(
            planned_on=planned_on, asked_on=asked_on, called_at=called_at, call_outcome=call_outcome, call_on=call_on
        )
        following = find_next_contact(visits.get(case_id), times)
        if following is not None:
            found[case_id] = following
    _look_at_proposals_again(session, found)
    return found


def _look_at_proposals_again(session: Session, found: dict[uuid.UUID, NextContact]) -> None:
    """Closing is not proposed any more while something has been opened since, and nothing is said of who is on hold."""
    proposed = [case_id for case_id, one in found.items() if one.code is NextCode.PROPOSE_CLOSE]
    if not proposed:
        return
    of_held = select(Case.id).join(Resident, Resident.id == Case.resident_id)
    for case_id in session.scalars(of_held.where(Case.id.in_(proposed), Resident.on_hold)):
        del found[case_id]
    for case_id in list_not_to_close(session, proposed) & found.keys():
        found[case_id] = replace(found[case_id], code=NextCode.OPEN, day=None)


def list_last_visits(session: Session, case_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, PastVisit]:
    """By case the newest visit that was made and counts: no repeat, and not rejected as none."""
    return {case_id: visit for case_id, _, visit in _list_newest(session, case_ids)}


def find_last_visit(session: Session, case_id: uuid.UUID) -> tuple[uuid.UUID, PastVisit] | None:
    """The same of one case, with the visit's id."""
    return next(((visit_id, visit) for _, visit_id, visit in _list_newest(session, [case_id])), None)


def _list_newest(session: Session, case_ids: Collection[uuid.UUID]) -> Sequence[tuple[uuid.UUID, uuid.UUID, PastVisit]]:
    newest = (
        select(
            Visit.id,
            func.row_number()
            .over(partition_by=Visit.case_id, order_by=(Visit.submitted_at.desc(), Visit.id.desc()))
            .label("place"),
        )
        .where(
            Visit.case_id.in_(case_ids),
            Visit.status.in_(_DONE),
            Visit.submitted_at.is_not(None),
            Visit.repeat_of_id.is_(None),
            or_(Visit.review_state.is_(None), Visit.review_state != ReviewState.REJECTED),
        )
        .subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(Visit.case_id, Visit.id, Visit.submitted_at, Visit.outcome, Visit.review_state, VisitFollowUp)
        .join(newest, newest.c.id == Visit.id)
        .outerjoin(VisitFollowUp, VisitFollowUp.visit_id == Visit.id)
        .where(newest.c.place == 1)
    ).all()
    return [
        (
            case_id,
            visit_id,
            PastVisit(
                at=submitted_at,
                outcome=outcome,
                is_approved=review_state == ReviewState.APPROVED,
                follow_up=read_follow_up(row) if row is not None else None,
            ),
        )
        for case_id, visit_id, submitted_at, outcome, review_state, row in rows
    ]


def has_follow_up(session: Session, case_id: uuid.UUID) -> bool:
    """Whether any visit of the case has one: only then can it stand elsewhere than its calls say."""
    of_case = select(VisitFollowUp.visit_id).join(Visit, Visit.id == VisitFollowUp.visit_id)
    return session.scalar(of_case.where(Visit.case_id == case_id).limit(1)) is not None


def read_follow_up(row: VisitFollowUp) -> FollowUp:
    """As the rules know it."""
    return FollowUp(FollowStep(row.step), row.due_on, KeptBy(row.kept_by) if row.kept_by is not None else None)
