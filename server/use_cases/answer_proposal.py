"""Answer a visit that an officer proposed: make it a visit (of a resident we have, or a new one), or decline it in words.

All in one transaction; the rules of assigning hold. Of two people at once one wins.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_row import ReadRow
from server.domain.new_resident import NewcomerWords, read_newcomer
from server.domain.operation import clean_text
from server.domain.phone_window import find_council_date
from server.domain.words import ProposalBasis, ProposalStatus
from server.store.address_writes import AddressBook
from server.store.audit_writes import record_audit
from server.store.case_writes import find_case_not_closed, open_case
from server.store.database import new_id
from server.store.proposal_writes import lock_proposal
from server.store.row_writes import change_row
from server.store.tables import Address, Programme, Resident, Visit, VisitProposal
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import LeftOut, assign_within
from server.use_cases.write_newcomer import write_newcomer

LONGEST_WORDS = 2000


class ProposalRefusedError(Exception):
    """Nothing was written; `reason`: not_found, answered_meanwhile, words_missing, words_too_long, no_resident,
    no_programme or left_out (then `left_out` says why).
    """

    def __init__(self, reason: str, left_out: LeftOut | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.left_out = left_out


def accept_proposal(
    proposal_id: uuid.UUID, who: uuid.UUID | NewcomerWords, programme_id: uuid.UUID | None, giving: Giving
) -> uuid.UUID:
    """Make the visit; its id. `who` is a resident we have or a new one, as a person at the office read and corrected it.

    Raises ProposalRefusedError, AssignmentRefusedError, and ChangeRefusedError for what cannot be read of a new one.
    """
    with write_transaction() as session:
        proposal = _lock(session, proposal_id)
        programme = session.get(Programme, programme_id) if programme_id else None
        if programme is None or not programme.active:
            raise ProposalRefusedError("no_programme")
        resident = _find_or_add(session, proposal, who, giving)
        case = find_case_not_closed(session, resident.id, programme.id)
        if case is None:
            origin = {"proposal_id": str(proposal.id)}
            case = open_case(session, resident.id, programme.id, user_id=giving.by_id, now=giving.at, origin=origin)
        session.flush()
        assigned = assign_within(session, [case.id], giving)
        if assigned.left_out:
            raise ProposalRefusedError("left_out", assigned.left_out[0])
        values = {"resident_id": resident.id, "made_visit_id": assigned.visit_ids[0]}
        _answer(session, proposal, ProposalStatus.ACCEPTED, values, by_id=giving.by_id, at=giving.at)
        return assigned.visit_ids[0]


def decline_proposal(proposal_id: uuid.UUID, words: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Decline it; the proposer reads the words. Raises ProposalRefusedError."""
    words = words.strip()
    if not words:
        raise ProposalRefusedError("words_missing")
    if len(words) > LONGEST_WORDS:
        raise ProposalRefusedError("words_too_long")
    with write_transaction() as session:
        proposal = _lock(session, proposal_id)
        _answer(session, proposal, ProposalStatus.DECLINED, {"answer_words": clean_text(words)}, by_id=by_id, at=at)


def _lock(session: Session, proposal_id: uuid.UUID) -> VisitProposal:
    proposal = lock_proposal(session, proposal_id)
    if proposal is None:
        raise ProposalRefusedError("not_found")
    if proposal.status != ProposalStatus.PROPOSED:
        raise ProposalRefusedError("answered_meanwhile")
    return proposal


def _find_or_add(session: Session, proposal: VisitProposal, who: uuid.UUID | NewcomerWords, giving: Giving) -> Resident:
    if isinstance(who, NewcomerWords):
        return _add_resident(session, proposal, who, giving)
    return _find_resident(session, who)


def _find_resident(session: Session, resident_id: uuid.UUID) -> Resident:
    resident = session.get(Resident, resident_id)
    while resident is not None and resident.merged_into_id is not None:
        resident = session.get(Resident, resident.merged_into_id)
    if resident is None:
        raise ProposalRefusedError("no_resident")
    return resident


def _add_resident(session: Session, proposal: VisitProposal, new: NewcomerWords, giving: Giving) -> Resident:
    row = read_newcomer(new, find_council_date(giving.at), door_is_known=proposal.basis == ProposalBasis.SAME_ADDRESS)
    address = _find_address(session, proposal, row, giving.at)
    if address is None:
        raise ChangeRefusedError({"address": "missing"})
    origin = {"proposal_id": str(proposal.id)}
    return write_newcomer(session, new_id(), row, address, origin, by_id=giving.by_id, at=giving.at)


def _find_address(session: Session, proposal: VisitProposal, row: ReadRow, now: dt.datetime) -> Address | None:
    """The address that was typed; where none was, the door of the visit at which the proposal was made."""
    if not (row.lines or row.postcode) and proposal.basis == ProposalBasis.SAME_ADDRESS and proposal.visit_id:
        visit = session.get_one(Visit, proposal.visit_id)
        return session.get(Address, visit.address_id) if visit.address_id else None
    address = AddressBook(session, [row], now=now).find_or_add(row)
    session.flush()
    return address


def _answer(
    session: Session,
    proposal: VisitProposal,
    status: ProposalStatus,
    values: dict[str, Any],
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    kind = f"visit_proposal.{'accept' if status is ProposalStatus.ACCEPTED else 'decline'}"
    change_row(
        session,
        proposal,
        values | {"status": status.value, "answered_by_id": by_id, "answered_at": at},
        kind=kind,
        entity_type="visit_proposal",
        user_id=by_id,
        now=at,
    )
    record_audit(
        session,
        action=kind,
        at=at,
        user_id=by_id,
        entity_type="visit_proposal",
        entity_id=proposal.id,
        fields={"status": {"old": ProposalStatus.PROPOSED.value, "new": status.value}},
    )
