"""Reads what several referrals are called to a person: which need, of whom. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.names import full_name
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.tables import Case, Referral, Resident


@dataclass(frozen=True, slots=True)
class NamedNeed:
    """A need, whether anybody has work with it, and the resident's name."""

    type: str
    is_open: bool
    name: str


def list_named_needs(
    session: Session, referral_ids: Collection[uuid.UUID], only_of: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, NamedNeed]:
    """By referral; with `only_of` those of these teams and people alone."""
    query = (
        select(Referral.id, Referral.type, Referral.status, Resident.first_name, Resident.last_name)
        .join(Case, Case.id == Referral.case_id)
        .join(Resident, Resident.id == Case.resident_id)
        .where(Referral.id.in_(referral_ids))
    )
    if only_of is not None:
        query = query.where(or_(Referral.team_id.in_(only_of), Referral.user_id.in_(only_of)))
    return {
        row.id: NamedNeed(row.type, row.status in OPEN_REFERRAL_STATUSES, full_name(row.first_name, row.last_name))
        for row in session.execute(query)
    }
