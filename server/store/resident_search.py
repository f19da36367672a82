"""Finds residents as the office types them (name, postcode, NHS number, date of birth, telephone, house) and reads one profile.

Residents merged into another are left out of a search. Writes nothing; the caller audits the view.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.resident_query import ResidentQuery
from server.domain.telephone import telephone_key
from server.domain.words import CaseStatus
from server.store.tables import Address, Alert, Case, ContactPreference, Hold, Programme, Resident, User, Visit

MOST_FOUND = 50
_ORDER = list(CaseStatus)


@dataclass(frozen=True, slots=True)
class FoundResident:
    """One line of a search; `case_states` are those of their cases, each once."""

    resident: Resident
    address: Address | None
    case_states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentProfile:
    """Everything the office shows of one resident; newest first where there is a when."""

    resident: Resident
    address: Address | None
    preference: ContactPreference | None
    cases: Sequence[tuple[Case, Programme]]
    visits: Sequence[tuple[Visit, str | None]]
    holds: Sequence[Hold]
    alerts: Sequence[Alert]
    others_here: Sequence[Resident]


def search_residents(
    session: Session, query: ResidentQuery, case_state: CaseStatus | None = None, *, page: int = 1
) -> Sequence[FoundResident]:
    """A page of MOST_FOUND residents by name, and one; the extra one says that there are more.

    `case_state`: only people with a case in that state; closed: only those who have no other.
    """
    found = select(Resident, Address).outerjoin(Address, Address.id == Resident.address_id)
    if query.nhs_number:
        found = found.where(Resident.nhs_number == query.nhs_number)
    if query.date_of_birth:
        found = found.where(Resident.date_of_birth == query.date_of_birth)
    if query.postcode:
        found = found.where(Address.postcode == query.postcode)
    if query.telephone:
        # Asked first, by the two indexes: SQLite else reads everybody in the order of their names.
        found = found.where(Resident.id.in_(_list_ids_with(session, query.telephone)))
    if query.house:
        doors = select(Address.id).where(Address.match_key.contains(query.house, autoescape=True))
        found = found.where(Resident.address_id.in_(doors))
    for word in query.name_words:
        found = found.where(Resident.search_text.contains(word, autoescape=True))
    if case_state is not None:
        found = found.where(exists().where(Case.resident_id == Resident.id, Case.status == case_state))
    if case_state is CaseStatus.CLOSED:
        found = found.where(~exists().where(Case.resident_id == Resident.id, Case.status != CaseStatus.CLOSED))
    found = found.where(Resident.merged_into_id.is_(None))
    ordered = found.order_by(Resident.last_name, Resident.first_name, Resident.id).limit(MOST_FOUND + 1)
    ordered = ordered.offset((page - 1) * MOST_FOUND)
    people = [(resident, address) for resident, address in session.execute(ordered)]
    states = _list_case_states(session, [resident.id for resident, _ in people])
    return [FoundResident(resident, address, tuple(states.get(resident.id, ()))) for resident, address in people]


def _list_case_states(session: Session, resident_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """By resident; those whom somebody is in touch with first."""
    states: dict[uuid.UUID, list[str]] = {}
    rows = session.execute(select(Case.resident_id, Case.status).where(Case.resident_id.in_(resident_ids)).distinct())
    for resident_id, state in sorted(rows, key=lambda row: _ORDER.index(row.status)):
        states.setdefault(resident_id, []).append(state)
    return states


def _list_ids_with(session: Session, telephone: str) -> Sequence[uuid.UUID]:
    """Whose number it is, as lists and desks keep it, and as phones send it."""
    digits = telephone_key(telephone)
    spelt = [telephone, digits, f"+44{digits[1:]}", f"+44 {telephone[1:]}", f"0044{digits[1:]}"]
    mobile, landline = (select(Resident.id).where(one.in_(spelt)) for one in (Resident.mobile, Resident.landline))
    return session.scalars(mobile.union(landline)).all()


def find_residents_by_id(session: Session, resident_ids: Sequence[uuid.UUID]) -> Sequence[FoundResident]:
    """Those of the residents that exist, as a search shows them."""
    found = select(Resident, Address).outerjoin(Address, Address.id == Resident.address_id)
    return [FoundResident(row[0], row[1]) for row in session.execute(found.where(Resident.id.in_(resident_ids)))]


def find_profile(session: Session, resident_id: uuid.UUID) -> ResidentProfile | None:
    """The resident's profile, or None."""
    resident = session.get(Resident, resident_id)
    if resident is None:
        return None
    cases = session.execute(
        select(Case, Programme)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Case.resident_id == resident_id)
        .order_by(Case.opened_at.desc(), Case.id)
    )
    visits = session.execute(
        select(Visit, User.name)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.resident_id == resident_id)
        .order_by(Visit.planned_on.desc(), Visit.id)
        .limit(MOST_FOUND)
    )
    here = select(Resident).where(
        Resident.address_id == resident.address_id, Resident.id != resident_id, Resident.merged_into_id.is_(None)
    )
    return ResidentProfile(
        resident=resident,
        address=session.get(Address, resident.address_id) if resident.address_id else None,
        preference=session.get(ContactPreference, resident_id),
        cases=[(case, programme) for case, programme in cases],
        visits=[(visit, name) for visit, name in visits],
        holds=session.scalars(
            select(Hold).where(Hold.resident_id == resident_id).order_by(Hold.placed_at.desc())
        ).all(),
        alerts=session.scalars(
            select(Alert).where(Alert.resident_id == resident_id).order_by(Alert.raised_at.desc(), Alert.id)
        ).all(),
        others_here=session.scalars(here.order_by(Resident.last_name, Resident.first_name, Resident.id).limit(20)).all()
        if resident.address_id
        else [],
    )
