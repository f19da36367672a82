"""Reads visits that officers proposed, and who in the store they may be about. Writes nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from server.domain.address_values import read_postcode
from server.domain.import_row import ReadRow
from server.domain.telephone import is_mobile, read_telephone
from server.domain.words import ProposalBasis, ProposalStatus
from server.store.likely_residents import Suggestion, list_likely
from server.store.tables import Address, User, Visit, VisitProposal

PAGE_SIZE = 50
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b", re.ASCII)


def select_count_of_proposals() -> Select[int]:
    """How many wait for an answer."""
    proposed = VisitProposal.status == ProposalStatus.PROPOSED
    return select(func.count()).select_from(VisitProposal).where(proposed)


def count_proposals(session: Session) -> int:
    """As many as that."""
    return session.scalar(select_count_of_proposals()) or 0


def list_proposals(session: Session, *, is_open: bool, page: int = 1) -> Sequence[tuple[VisitProposal, str | None]]:
    """A page and one, with the proposer's name: the open ones oldest first, the answered ones newest first."""
    proposed = VisitProposal.status == ProposalStatus.PROPOSED
    order = (VisitProposal.created_at, VisitProposal.id)
    rows = session.execute(
        select(VisitProposal, User.name)
        .outerjoin(User, User.id == VisitProposal.proposed_by_id)
        .where(proposed if is_open else ~proposed)
        .order_by(*(order if is_open else (VisitProposal.answered_at.desc(), VisitProposal.id)))
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [(proposal, name) for proposal, name in rows]


def find_proposal(session: Session, proposal_id: uuid.UUID) -> tuple[VisitProposal, Address | None] | None:
    """The proposal, with the door of the visit at which it was made."""
    row = session.execute(
        select(VisitProposal, Address)
        .outerjoin(Visit, Visit.id == VisitProposal.visit_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .where(VisitProposal.id == proposal_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def find_postcode(proposal: VisitProposal, door: Address | None) -> str | None:
    """The postcode in what was typed, else that of the door."""
    found = _POSTCODE.search(proposal.address_text or "")
    if found is not None:
        return read_postcode(found.group(0)).value
    return door.postcode if door and proposal.basis == ProposalBasis.SAME_ADDRESS else None


def without_postcode(address_text: str | None) -> str:
    """What was typed, one part a line, without its postcode."""
    rest = _POSTCODE.sub("", address_text or "", count=1)
    return "\n".join(part for part in (part.strip() for part in re.split(r"[,\n]", rest)) if part)


def list_suggestions(session: Session, proposal: VisitProposal, door: Address | None) -> list[Suggestion]:
    """Namesakes and neighbours of the proposed person, the likest first, by the rules of an import; none is chosen for anybody."""
    telephone = read_telephone(proposal.telephone or "").number
    at_door = door if proposal.basis == ProposalBasis.SAME_ADDRESS else None
    row = ReadRow(
        key="",
        other_key="",
        first_name=proposal.first_name,
        last_name=proposal.last_name,
        postcode=find_postcode(proposal, door),
        uprn=at_door.uprn if at_door else None,
        mobile=telephone if telephone and is_mobile(telephone) else None,
        landline=telephone if telephone and not is_mobile(telephone) else None,
    )
    return list_likely(session, row)
