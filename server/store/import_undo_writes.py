"""Takes back what an import made: residents with all that the import hung on them, doors, cases, and what a feed said last.

Removes nobody of whom the caller has not made sure that no work hangs on them; opens no transaction.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from server.store.import_undo import list_pointing_at
from server.store.tables import Address, Case, Hold, ImportRow, LikelyDuplicate, Resident, ResidentSource


def lock_residents_to_undo(session: Session, resident_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Resident]:
    """By id, held until the transaction ends."""
    held = select(Resident).where(Resident.id.in_(resident_ids)).order_by(Resident.id)
    return {resident.id: resident for resident in session.scalars(held.with_for_update(key_share=True))}


def remove_residents(session: Session, resident_ids: Collection[uuid.UUID]) -> None:
    """Delete residents with their sources, holds and cases."""
    if not resident_ids:
        return
    session.execute(update(ImportRow).where(ImportRow.resident_id.in_(resident_ids)).values(resident_id=None))
    for column in (LikelyDuplicate.one_id, LikelyDuplicate.other_id):
        session.execute(delete(LikelyDuplicate).where(column.in_(resident_ids)))
    for table in (ResidentSource, Hold, Case):
        session.execute(delete(table).where(table.resident_id.in_(resident_ids)))
    session.execute(delete(Resident).where(Resident.id.in_(resident_ids)))


def remove_empty_doors(session: Session, address_ids: Collection[uuid.UUID]) -> None:
    """Delete those of the addresses to which nothing points any more."""
    if not address_ids:
        return
    empty = [
        ~exists().where(column == Address.id)
        for _, column in list_pointing_at(Address.__table__)  # type: ignore[arg-type]  # a declared class has a Table
    ]
    session.execute(delete(Address).where(Address.id.in_(address_ids), *empty))


def remove_case(session: Session, case_id: uuid.UUID) -> None:
    """Delete a case with which nobody has worked."""
    session.execute(delete(Case).where(Case.id == case_id))


def put_source_back(session: Session, before: Mapping[str, Any]) -> None:
    """Let the feed have said last what it said before the import; a source the import made goes."""
    source_id = uuid.UUID(before["id"])
    if before.get("made"):
        session.execute(delete(ResidentSource).where(ResidentSource.id == source_id))
        return
    values: dict[str, Any] = {"last_batch_id": uuid.UUID(before["last_batch_id"])}
    if "received" in before:
        values |= {
            "resident_id": uuid.UUID(before["resident_id"]),
            "received": before["received"],
            "row_hash": before["row_hash"],
            "received_at": dt.datetime.fromisoformat(before["received_at"]),
        }
    session.execute(update(ResidentSource).where(ResidentSource.id == source_id).values(values))
