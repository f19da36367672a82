"""Reads one case for its page: how it stands, and all that closing or holding it would leave or take with it. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from server.domain.evidence import RequestStatus
from server.domain.words import OPEN_REFERRAL_STATUSES, UNDONE_VISIT_STATUSES, ProposalStatus
from server.store.death_holds import has_confirmed_death
from server.store.tables import (
    Alert,
    Case,
    EvidenceRequest,
    Programme,
    Referral,
    Resident,
    Team,
    User,
    Visit,
    VisitProposal,
)

_OPEN_REQUESTS = (RequestStatus.PENDING, RequestStatus.FOR_REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """`visits` are undone, with who has them; `referrals` are open, with whose they are."""

    case: Case
    resident: Resident
    programme: Programme
    visits: Sequence[tuple[Visit, str | None]]
    referrals: Sequence[tuple[Referral, str]]
    evidence: int
    alerts: int
    proposals: int
    has_died: bool


def find_case_facts(session: Session, case_id: uuid.UUID) -> CaseFacts | None:
    """The case as it stands now, or None."""
    row = session.execute(
        select(Case, Resident, Programme)
        .join(Resident, Resident.id == Case.resident_id)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Case.id == case_id)
    ).first()
    if row is None:
        return None
    case, resident, programme = row
    return CaseFacts(
        case=case,
        resident=resident,
        programme=programme,
        visits=_list_undone(session, case.id),
        referrals=_list_open_referrals(session, case.id),
        evidence=_count(
            session,
            EvidenceRequest,
            EvidenceRequest.case_id == case.id,
            EvidenceRequest.status.in_(_OPEN_REQUESTS),
        ),
        alerts=_count(session, Alert, Alert.resident_id == resident.id, Alert.closed_at.is_(None)),
        proposals=_count(
            session,
            VisitProposal,
            VisitProposal.resident_id == resident.id,
            VisitProposal.status == ProposalStatus.PROPOSED,
        ),
        has_died=has_confirmed_death(session, resident.id),
    )


def is_something_open(session: Session, case_id: uuid.UUID) -> bool:
    """Whether closing the case would leave or take something."""
    return case_id in list_not_to_close(session, [case_id])


def list_not_to_close(session: Session, case_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these cases those of which something is open, as `find_case_facts` counts it for one."""
    of_case, of_resident = Case.id, Case.resident_id
    found = select(Case.id).where(
        Case.id.in_(case_ids),
        or_(
            exists().where(Visit.case_id == of_case, Visit.status.in_(UNDONE_VISIT_STATUSES)),
            exists().where(Referral.case_id == of_case, Referral.status.in_(OPEN_REFERRAL_STATUSES)),
            exists().where(EvidenceRequest.case_id == of_case, EvidenceRequest.status.in_(_OPEN_REQUESTS)),
            exists().where(Alert.resident_id == of_resident, Alert.closed_at.is_(None)),
            exists().where(VisitProposal.resident_id == of_resident, VisitProposal.status == ProposalStatus.PROPOSED),
        ),
    )
    return set(session.scalars(found))


def _list_undone(session: Session, case_id: uuid.UUID) -> Sequence[tuple[Visit, str | None]]:
    rows = session.execute(
        select(Visit, User.name)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.case_id == case_id, Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.planned_on, Visit.id)
    )
    return [(visit, name) for visit, name in rows]


def _list_open_referrals(session: Session, case_id: uuid.UUID) -> Sequence[tuple[Referral, str]]:
    rows = session.execute(
        select(Referral, Team.name, User.name)
        .outerjoin(Team, Team.id == Referral.team_id)
        .outerjoin(User, User.id == Referral.user_id)
        .where(Referral.case_id == case_id, Referral.status.in_(OPEN_REFERRAL_STATUSES))
        .order_by(Referral.made_at, Referral.id)
    )
    return [(referral, team or person or "") for referral, team, person in rows]


def _count(session: Session, table: type, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
