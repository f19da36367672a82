"""Keeps the list of records that might be one person up to date. Opens no transaction; what looks alike, the domain says."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.tables import LikelyDuplicate, Resident

Ids = tuple[uuid.UUID, uuid.UUID]


def drop_likely_pairs(session: Session, pairs: Sequence[Ids]) -> None:
    """They look alike no more; those that somebody told apart are remembered."""
    for one, other in pairs:
        pair = (LikelyDuplicate.one_id == one, LikelyDuplicate.other_id == other)
        session.execute(delete(LikelyDuplicate).where(*pair, LikelyDuplicate.different_at.is_(None)))


def add_likely_pairs(session: Session, pairs: Sequence[tuple[uuid.UUID, uuid.UUID, str]], at: dt.datetime) -> None:
    """(one, other, reason) of each that is not known. Somebody may have been removed since, by an import that was undone."""
    named = {one for pair in pairs for one in pair[:2]}
    there = select(Resident.id).where(Resident.id.in_(named)).with_for_update(key_share=True)
    still = set(session.scalars(there))
    values = [
        {"id": new_id(), "one_id": one, "other_id": other, "reason": reason, "found_at": at}
        for one, other, reason in pairs
        if {one, other} <= still
    ]
    if values:
        session.execute(insert_into(session, LikelyDuplicate).values(values).on_conflict_do_nothing())
