"""Reads what a call that somebody has just recorded led to, for the page that they are back on. Writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.words import ProposalBasis, ProposalStatus
from server.store.tables import CallTurn, Case, Contact, Resident, VisitProposal


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """The contact, whom it was with, where their calls stand now, and whether failed calls have proposed a visit."""

    contact: Contact
    resident: Resident
    turn: CallTurn | None
    is_proposed: bool


def find_recorded_call(session: Session, submission_id: uuid.UUID | None, *, by_id: uuid.UUID) -> RecordedCall | None:
    """Of a form that this person has filled in; None where it recorded no call, or is another's."""
    if submission_id is None:
        return None
    proposed = exists().where(
        VisitProposal.resident_id == Resident.id,
        VisitProposal.status == ProposalStatus.PROPOSED,
        VisitProposal.basis == ProposalBasis.FAILED_CALLS,
    )
    row = session.execute(
        select(Contact, Resident, CallTurn, proposed)
        .join(Case, Case.id == Contact.case_id)
        .join(Resident, Resident.id == Case.resident_id)
        .outerjoin(CallTurn, CallTurn.case_id == Case.id)
        .where(Contact.submission_id == submission_id, Contact.contacted_by_id == by_id)
    ).first()
    return RecordedCall(row[0], row[1], row[2], bool(row[3])) if row is not None else None
