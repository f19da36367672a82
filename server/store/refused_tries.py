"""Reads how often a source was refused."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.domain.tries import Tries
from server.store.tables import RefusedTries


def find_tries(session: Session, source: str) -> Tries | None:
    """What was counted of this source; None for one that was never refused, or long ago."""
    row = session.get(RefusedTries, source)
    return None if row is None else Tries(row.count, row.since_at, row.blocked_until_at)
