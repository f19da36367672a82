"""Reads whom somebody new may be: namesakes and neighbours by the rules of an import. Chooses nobody and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.import_row import ReadRow
from server.domain.matching import MatchIndex, match_person, person_of
from server.store.match_candidates import load_known, person_of_resident
from server.store.tables import Address, Resident


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody it may be, and what they have in common."""

    resident: Resident
    address: Address | None
    why: str


def list_likely(session: Session, row: ReadRow) -> list[Suggestion]:
    """The likest first; none is chosen for anybody."""
    known = load_known(session, "", [row])
    people = [
        person_of_resident(resident, known.address_of(resident))
        for resident in known.residents.values()
        if resident.merged_into_id is None
    ]
    match = match_person(person_of(row, ""), MatchIndex(people))
    offers = [(candidate.person_id, candidate.reason) for candidate in match.candidates]
    if match.person_id:
        offers.insert(0, (match.person_id, match.reason))
    by_id = {str(resident.id): resident for resident in known.residents.values()}
    return [
        Suggestion(by_id[person_id], known.address_of(by_id[person_id]), why)
        for person_id, why in offers
        if person_id in by_id
    ]
