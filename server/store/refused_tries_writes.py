"""Counts refusals by source. Only a refusal writes here: nobody who may come in costs or meets a row of this table."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.domain.tries import Limit, Tries, count_try
from server.store.inserting import insert_into
from server.store.tables import RefusedTries

KEPT_FOR = dt.timedelta(days=1)


def save_try(session: Session, source: str, limit: Limit, at: dt.datetime) -> tuple[Tries, bool]:
    """One more refusal of `source`; returns what is known of it now, and whether this one made it wait."""
    made = session.scalars(
        insert_into(session, RefusedTries)
        .values(source=source, count=0, since_at=at)
        .on_conflict_do_nothing()
        .returning(RefusedTries.source)
    ).all()
    if made:
        session.execute(delete(RefusedTries).where(RefusedTries.since_at < at - KEPT_FOR))
    row = session.scalars(
        select(RefusedTries).where(RefusedTries.source == source).with_for_update(key_share=True)
    ).one()
    before = Tries(row.count, row.since_at, row.blocked_until_at)
    after = count_try(before, limit, at)
    row.count, row.since_at, row.blocked_until_at = after.count, after.since_at, after.blocked_until_at
    return after, after.blocked_until_at not in (None, before.blocked_until_at)


def forget_tries(session: Session, source: str) -> None:
    """After a sign-in that worked there."""
    session.execute(delete(RefusedTries).where(RefusedTries.source == source))
