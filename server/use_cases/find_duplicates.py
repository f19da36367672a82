"""Look through all residents for records that might be one person, and offer each pair to a person. Merges nobody.

A pair that somebody told apart is not offered again; one that no longer looks alike is offered no more.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, select

from server.domain.matching import find_likely_duplicates
from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.likely_duplicates import load_everybody
from server.store.tables import LikelyDuplicate, Resident
from server.store.unit_of_work import read_snapshot, write_transaction

DUPLICATES_JOB = "find_duplicates"
CHUNK = 200


def find_duplicates(at: dt.datetime) -> int:
    """Bring the list of pairs up to date; returns how many pairs look alike now. Doing it twice is doing it once."""
    with read_snapshot() as session:
        found = {tuple(sorted(pair[:2])): pair[2] for pair in find_likely_duplicates(load_everybody(session))}
        held = session.execute(select(LikelyDuplicate.one_id, LikelyDuplicate.other_id, LikelyDuplicate.different_at))
        known = {(str(one), str(other)): different_at for one, other, different_at in held}
    gone = [pair for pair, different_at in known.items() if different_at is None and pair not in found]
    fresh = [pair for pair in found if pair not in known]
    for start in range(0, len(gone), CHUNK):
        with write_transaction() as session:
            for one, other in gone[start : start + CHUNK]:
                pair = (LikelyDuplicate.one_id == uuid.UUID(one), LikelyDuplicate.other_id == uuid.UUID(other))
                session.execute(delete(LikelyDuplicate).where(*pair, LikelyDuplicate.different_at.is_(None)))
    for start in range(0, len(fresh), CHUNK):
        with write_transaction() as session:
            pairs = [(uuid.UUID(pair[0]), uuid.UUID(pair[1]), found[pair]) for pair in fresh[start : start + CHUNK]]
            named = {one for pair in pairs for one in pair[:2]}
            # Somebody may have been removed since, by an import that was undone.
            there = select(Resident.id).where(Resident.id.in_(named)).with_for_update(key_share=True)
            still = set(session.scalars(there))
            values = [
                {"id": new_id(), "one_id": one, "other_id": other, "reason": reason, "found_at": at}
                for one, other, reason in pairs
                if {one, other} <= still
            ]
            if values:
                session.execute(insert_into(session, LikelyDuplicate).values(values).on_conflict_do_nothing())
    return len(found)
