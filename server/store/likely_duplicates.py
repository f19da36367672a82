"""Reads who might be one person with whom, which records were merged into which, and what each list said. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from server.domain.matching import Person
from server.store.match_candidates import person_of_resident
from server.store.tables import (
    Address,
    ImportBatch,
    LikelyDuplicate,
    Operation,
    Resident,
    ResidentMerge,
    ResidentSource,
    User,
)

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two residents side by side with where they live."""

    found: LikelyDuplicate
    one: Resident
    one_address: Address | None
    other: Resident
    other_address: Address | None


def list_likely_pairs(session: Session, *, page: int) -> Sequence[LikelyPair]:
    """A page and one of the pairs that wait for a person, the longest known first."""
    one, other = aliased(Resident), aliased(Resident)
    one_address, other_address = aliased(Address), aliased(Address)
    waiting = (
        select(LikelyDuplicate, one, one_address, other, other_address)
        .join(one, one.id == LikelyDuplicate.one_id)
        .join(other, other.id == LikelyDuplicate.other_id)
        .outerjoin(one_address, one_address.id == one.address_id)
        .outerjoin(other_address, other_address.id == other.address_id)
        .where(LikelyDuplicate.different_at.is_(None), one.merged_into_id.is_(None), other.merged_into_id.is_(None))
        .order_by(LikelyDuplicate.found_at, LikelyDuplicate.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [LikelyPair(*row) for row in session.execute(waiting)]


def count_likely_pairs(session: Session) -> int:
    """How many pairs wait for a person."""
    one, other = aliased(Resident), aliased(Resident)
    waiting = (
        select(func.count())
        .select_from(LikelyDuplicate)
        .join(one, one.id == LikelyDuplicate.one_id)
        .join(other, other.id == LikelyDuplicate.other_id)
        .where(LikelyDuplicate.different_at.is_(None), one.merged_into_id.is_(None), other.merged_into_id.is_(None))
    )
    return session.scalar(waiting) or 0


def find_likely_pair(
    session: Session, one_id: uuid.UUID, other_id: uuid.UUID, *, lock: bool = False
) -> LikelyDuplicate | None:
    """What is known of these two, in either order."""
    first, second = sorted((one_id, other_id))
    found = select(LikelyDuplicate).where(LikelyDuplicate.one_id == first, LikelyDuplicate.other_id == second)
    return session.scalars(found.with_for_update(key_share=True) if lock else found).first()


def list_known_likely_pairs(session: Session) -> dict[tuple[str, str], dt.datetime | None]:
    """Every pair that was ever found, and when somebody told the two apart."""
    held = session.execute(select(LikelyDuplicate.one_id, LikelyDuplicate.other_id, LikelyDuplicate.different_at))
    return {(str(one), str(other)): different_at for one, other, different_at in held}


def list_likely_pairs_of(session: Session, resident_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Who else this resident might be, with the reason: pairs that nobody has decided."""
    found = []
    for ours, theirs in (
        (LikelyDuplicate.one_id, LikelyDuplicate.other_id),
        (LikelyDuplicate.other_id, LikelyDuplicate.one_id),
    ):
        waiting: ColumnElement[bool] = and_(
            ours == resident_id, LikelyDuplicate.different_at.is_(None), Resident.merged_into_id.is_(None)
        )
        rows = select(theirs, LikelyDuplicate.reason).join(Resident, Resident.id == theirs).where(waiting)
        found += [(row[0], row[1]) for row in session.execute(rows)]
    return found


def list_merges_into(session: Session, resident_id: uuid.UUID) -> Sequence[ResidentMerge]:
    """The merges into this record that stand, the newest first."""
    return session.scalars(
        select(ResidentMerge)
        .where(ResidentMerge.kept_id == resident_id, ResidentMerge.undone_at.is_(None))
        .order_by(ResidentMerge.merged_at.desc())
    ).all()


def load_everybody(session: Session) -> list[Person]:
    """The comparing values of every resident who is not merged into another."""
    rows = (
        select(Resident, Address)
        .outerjoin(Address, Address.id == Resident.address_id)
        .where(Resident.merged_into_id.is_(None))
        .execution_options(yield_per=1_000)
    )
    people = []
    for resident, address in session.execute(rows):
        people.append(person_of_resident(resident, address))
        session.expunge(resident)
    return people


def list_sources_of(session: Session, resident_id: uuid.UUID) -> list[tuple[ResidentSource, str | None]]:
    """What each list last said of the resident, with the name of a council's own list."""
    found = (
        select(ResidentSource, ImportBatch.mapping)
        .join(ImportBatch, ImportBatch.id == ResidentSource.last_batch_id)
        .where(ResidentSource.resident_id == resident_id)
        .order_by(ResidentSource.received_at.desc(), ResidentSource.id)
    )
    return [(source, mapping.get("list_name")) for source, mapping in session.execute(found)]


def find_desk_origin(session: Session, resident_id: uuid.UUID) -> tuple[str | None, dt.datetime] | None:
    """Who added the resident at a desk, and when; None for somebody whom a list or a proposal brought."""
    made = session.execute(
        select(User.name, Operation.received_at, Operation.envelope)
        .outerjoin(User, User.id == Operation.user_id)
        .where(
            Operation.entity_type == "resident", Operation.entity_id == resident_id, Operation.kind == "resident.create"
        )
    ).first()
    return (made[0], made[1]) if made is not None and made[2]["payload"].get("source") == "desk" else None
