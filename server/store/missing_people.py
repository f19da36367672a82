"""Reads whom a full extract no longer names: those for a decision, and what was decided. Writes nothing; nobody is closed by it.

A decision stands until it is undone or a later file of the list names the person again. People with no open or held case under the
list's programme are left out: there is nothing to decide.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from server.domain.missing_person import MissingChoice
from server.domain.words import OPEN_REFERRAL_STATUSES, UNDONE_VISIT_STATUSES, CaseStatus
from server.store.decision_ground import DecisionGround, lock_people
from server.store.import_batches import PAGE_SIZE
from server.store.tables import (
    Address,
    Case,
    ImportBatch,
    MissingDecision,
    Referral,
    Resident,
    ResidentSource,
    User,
    Visit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPerson:
    """One to decide about, with what closing the case would take along or leave."""

    resident: Resident
    address: Address | None
    case: Case
    visits: int
    referrals: int


@dataclass(frozen=True, slots=True)
class DecidedPerson:
    """One that was decided, by whom, and how the case stands now."""

    decision: MissingDecision
    resident: Resident
    case: Case
    by: str


@dataclass(frozen=True, slots=True)
class AskedCall:
    """Why somebody is rung whom a list no longer names: the decision, the file and who decided."""

    decision: MissingDecision
    file_name: str
    by: str


def list_missing(session: Session, batch: ImportBatch, *, page: int) -> Sequence[MissingPerson]:
    """A page and one of those whom nobody has decided about, by name."""
    visits = select(func.count()).where(Visit.case_id == Case.id, Visit.status.in_(UNDONE_VISIT_STATUSES))
    referrals = select(func.count()).where(Referral.case_id == Case.id, Referral.status.in_(OPEN_REFERRAL_STATUSES))
    rows = session.execute(
        _undecided(batch)
        .add_columns(Address, visits.scalar_subquery(), referrals.scalar_subquery())
        .outerjoin(Address, Address.id == Resident.address_id)
        .order_by(Resident.last_name, Resident.first_name, Resident.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [
        MissingPerson(resident=row[0], case=row[1], address=row[2], visits=row[3], referrals=row[4]) for row in rows
    ]


def list_missing_among(
    session: Session, batch: ImportBatch, resident_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID]:
    """Of these people those who are still to be decided, each with the case it is about."""
    rows = session.execute(
        _undecided(batch).with_only_columns(Resident.id, Case.id).where(Resident.id.in_(resident_ids))
    )
    return {row[0]: row[1] for row in rows}


def list_decided(session: Session, batch: ImportBatch, *, page: int) -> Sequence[DecidedPerson]:
    """A page and one of what was decided on this file's page and stands, the newest first."""
    rows = session.execute(
        select(MissingDecision, Resident, Case, User.name)
        .join(Resident, Resident.id == MissingDecision.resident_id)
        .join(Case, Case.id == MissingDecision.case_id)
        .join(User, User.id == MissingDecision.decided_by_id)
        .where(MissingDecision.batch_id == batch.id, MissingDecision.undone_at.is_(None))
        .order_by(MissingDecision.decided_at.desc(), MissingDecision.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [DecidedPerson(*row) for row in rows]


def count_missing(session: Session, batch: ImportBatch) -> int:
    """How many are still to be decided."""
    return (
        session.scalar(select(func.count()).select_from(_undecided(batch).with_only_columns(Resident.id).subquery()))
        or 0
    )


def count_decided(session: Session, batch: ImportBatch) -> int:
    """How many decisions of this file's page stand."""
    stand = (MissingDecision.batch_id == batch.id, MissingDecision.undone_at.is_(None))
    return session.scalar(select(func.count()).select_from(MissingDecision).where(*stand)) or 0


def lock_decision(session: Session, decision_id: uuid.UUID) -> tuple[MissingDecision, DecisionGround] | None:
    """The decision with its person and all that is theirs, locked in the order in which everybody locks them; None: there is none."""
    resident_id = session.scalar(select(MissingDecision.resident_id).where(MissingDecision.id == decision_id))
    if resident_id is None:
        return None
    ground = lock_people(session, {resident_id})
    return session.get_one(MissingDecision, decision_id, with_for_update={"key_share": True}), ground


def list_asked_calls(session: Session, reached: Mapping[uuid.UUID, dt.datetime | None]) -> dict[uuid.UUID, AskedCall]:
    """By case, the newest decision to ask by telephone that stands. `reached`: each case, with when they were last reached by
    telephone; whoever was since the decision has been asked, and is left out.
    """
    rows = session.execute(
        select(MissingDecision, ImportBatch.file_name, User.name)
        .join(ImportBatch, ImportBatch.id == MissingDecision.batch_id)
        .join(User, User.id == MissingDecision.decided_by_id)
        .where(MissingDecision.case_id.in_(reached), MissingDecision.undone_at.is_(None))
        .order_by(MissingDecision.decided_at)
    )
    newest = {row[0].case_id: AskedCall(*row) for row in rows}
    return {case_id: one for case_id, one in newest.items() if _still_asks(one.decision, reached[case_id])}


def _still_asks(decision: MissingDecision, reached_at: dt.datetime | None) -> bool:
    return decision.choice == MissingChoice.CALL and (reached_at is None or reached_at < decision.decided_at)


def list_undecided_lists(session: Session) -> list[tuple[uuid.UUID, int]]:
    """By list, its newest full extract and how many people it leaves for a decision; none where it leaves nobody."""
    full = select(ImportBatch).where(
        ImportBatch.status == "imported", ImportBatch.mapping["full_extract"].as_boolean().is_(True)
    )
    newest: dict[str | None, ImportBatch] = {}
    for batch in session.scalars(full.order_by(ImportBatch.uploaded_at)):
        newest[batch.layout] = batch
    counted = [(batch.id, count_missing(session, batch)) for batch in newest.values()]
    return [(batch_id, count) for batch_id, count in counted if count]


def _undecided(batch: ImportBatch) -> Select[Any]:
    """(resident, case) of each whom earlier files of this list named, and neither this one nor a later one does."""
    # From the few files before, along the index of what each named last: a list may name everybody the council knows.
    named = (
        select(ResidentSource.resident_id, func.max(ImportBatch.uploaded_at).label("named_at"))
        .join(ImportBatch, ImportBatch.id == ResidentSource.last_batch_id)
        .where(ImportBatch.layout == batch.layout, ImportBatch.uploaded_at < batch.uploaded_at)
        .where(ResidentSource.layout == batch.layout)
        .group_by(ResidentSource.resident_id)
        .subquery()
    )
    source, later_file = aliased(ResidentSource), aliased(ImportBatch)
    named_since = exists().where(
        source.resident_id == Resident.id,
        source.layout == batch.layout,
        later_file.id == source.last_batch_id,
        later_file.uploaded_at >= batch.uploaded_at,
    )
    at_file = aliased(ImportBatch)
    decided = exists().where(
        MissingDecision.resident_id == Resident.id,
        MissingDecision.undone_at.is_(None),
        at_file.id == MissingDecision.batch_id,
        at_file.layout == batch.layout,
        at_file.uploaded_at > named.c.named_at,
    )
    people: Any = select(Resident, Case)
    found: Select[Any] = (
        people.join(named, named.c.resident_id == Resident.id)
        .join(Case, and_(Case.resident_id == Resident.id, Case.programme_id == batch.programme_id))
        .where(Case.status != CaseStatus.CLOSED, Resident.merged_into_id.is_(None), ~named_since, ~decided)
    )
    return found
