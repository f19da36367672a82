"""Writes what follows an approved visit, and takes it away. Opens no transaction and decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.visit_rules import FollowUp
from server.store.tables import Case, Visit, VisitFollowUp


def lock_case(session: Session, case_id: uuid.UUID) -> Case:
    """The case, held against another writer of where it stands; its visits come locked before it."""
    return session.get_one(Case, case_id, with_for_update={"key_share": True}, populate_existing=True)


def save_follow_up(
    session: Session, visit_id: uuid.UUID, follow_up: FollowUp, *, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """Keep it in place of what followed the visit before."""
    row = session.get(VisitFollowUp, visit_id) or VisitFollowUp(visit_id=visit_id)
    row.step, row.due_on, row.kept_by = follow_up.step, follow_up.due_on, follow_up.kept_by
    row.made_at, row.made_by_id = now, user_id
    session.add(row)
    session.flush()


def find_follow_up(session: Session, visit_id: uuid.UUID) -> VisitFollowUp | None:
    """What follows this visit."""
    return session.get(VisitFollowUp, visit_id, populate_existing=True)


def remove_follow_up(session: Session, row: VisitFollowUp) -> None:
    """Its approval was taken back."""
    session.delete(row)
    session.flush()


def remove_follow_ups_of(session: Session, case_id: uuid.UUID) -> bool:
    """A person has decided what is next: nothing follows the case's visits any more. False where nothing did."""
    of_case = select(VisitFollowUp).join(Visit, Visit.id == VisitFollowUp.visit_id).where(Visit.case_id == case_id)
    rows = session.scalars(of_case).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return bool(rows)
