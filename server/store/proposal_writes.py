"""Writes visits that officers propose, inside the caller's transaction. Decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.words import ProposalStatus
from server.store.inserting import insert_into
from server.store.tables import Visit, VisitAssignment, VisitProposal


def add_proposal(session: Session, proposal_id: uuid.UUID, values: dict[str, Any], *, now: dt.datetime) -> bool:
    """Add a proposal under the id its phone gave it; False when the id is taken, and nothing was written."""
    row = {
        "id": proposal_id,
        "status": ProposalStatus.PROPOSED.value,
        "created_at": now,
        "changed_at": now,
        "version": 1,
        "field_versions": {"status": 1},
    }
    added = session.scalars(
        insert_into(session, VisitProposal)
        .values([row | values])
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(VisitProposal.id)
    ).all()
    return bool(added)


def find_operation_of_proposal(session: Session, proposal_id: uuid.UUID) -> uuid.UUID | None:
    """The operation that made the proposal."""
    return session.scalar(select(VisitProposal.op_id).where(VisitProposal.id == proposal_id))


def lock_proposal(session: Session, proposal_id: uuid.UUID) -> VisitProposal | None:
    """The proposal, held until the transaction ends."""
    return session.scalar(select(VisitProposal).where(VisitProposal.id == proposal_id).with_for_update(key_share=True))


def was_given(session: Session, visit_id: uuid.UUID, user_id: uuid.UUID | None) -> bool:
    """Whether the visit is or ever was this person's, first or second; nobody learns which other visits there are."""
    had = select(VisitAssignment.visit_id).where(VisitAssignment.user_id == user_id)
    query = select(Visit.id).where(Visit.id == visit_id, or_(Visit.officer_id == user_id, Visit.id.in_(had)))
    return user_id is not None and session.scalar(query) is not None
