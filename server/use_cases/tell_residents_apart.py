"""A person says that two records are two people: the pair is remembered and not offered again."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.audit_writes import record_audit
from server.store.likely_duplicates import find_likely_pair
from server.store.tables import LikelyDuplicate, Resident
from server.store.unit_of_work import write_transaction


class ResidentsNotFoundError(LookupError):
    """One of the two is not there."""


def tell_residents_apart(one_id: uuid.UUID, other_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Remember it, with who said it; saying it twice changes nothing. Raises ResidentsNotFoundError."""
    first, second = sorted((one_id, other_id))
    with write_transaction() as session:
        if first == second or any(session.get(Resident, one) is None for one in (first, second)):
            raise ResidentsNotFoundError
        pair = find_likely_pair(session, first, second, lock=True)
        if pair is None:
            pair = LikelyDuplicate(one_id=first, other_id=second, reason="", found_at=at)
            session.add(pair)
        if pair.different_at is None:
            pair.different_at, pair.different_by_id = at, by_id
            record_audit(
                session,
                action="resident.different",
                at=at,
                user_id=by_id,
                entity_type="resident",
                entity_id=first,
                fields={"other_id": {"old": None, "new": str(second)}},
            )
