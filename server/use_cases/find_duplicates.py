"""Look through all residents for records that might be one person, and offer each pair to a person. Merges nobody.

A pair that somebody told apart is not offered again; one that no longer looks alike is offered no more.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.matching import find_likely_duplicates
from server.store.likely_duplicate_writes import add_likely_pairs, drop_likely_pairs
from server.store.likely_duplicates import list_known_likely_pairs, load_everybody
from server.store.unit_of_work import read_snapshot, write_transaction

DUPLICATES_JOB = "find_duplicates"
CHUNK = 200


def find_duplicates(at: dt.datetime) -> int:
    """Bring the list of pairs up to date; returns how many pairs look alike now. Doing it twice is doing it once."""
    with read_snapshot() as session:
        found = {_ids(pair): pair[2] for pair in find_likely_duplicates(load_everybody(session))}
        known = list_known_likely_pairs(session)
    gone = [pair for pair, different_at in known.items() if different_at is None and pair not in found]
    fresh = [pair for pair in found if pair not in known]
    for start in range(0, len(gone), CHUNK):
        with write_transaction() as session:
            drop_likely_pairs(
                session, [(uuid.UUID(one), uuid.UUID(other)) for one, other in gone[start : start + CHUNK]]
            )
    for start in range(0, len(fresh), CHUNK):
        chunk = fresh[start : start + CHUNK]
        with write_transaction() as session:
            add_likely_pairs(session, [(uuid.UUID(pair[0]), uuid.UUID(pair[1]), found[pair]) for pair in chunk], at)
    return len(found)


def _ids(pair: tuple[str, str, str]) -> tuple[str, str]:
    one, other = sorted(pair[:2])
    return one, other
