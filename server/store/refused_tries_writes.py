"""Counts refusals by source. Where people sign in only a refusal writes here: nobody who may come in costs or meets a row."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.domain.tries import Limit, Tries, count_try, wait_seconds
from server.store.inserting import insert_into
from server.store.tables import RefusedTries

KEPT_FOR = dt.timedelta(days=1)


def save_try(session: Session, source: str, limit: Limit, at: dt.datetime) -> tuple[Tries, bool]:
    """One more refusal of `source`; returns what is known of it now, and whether this one made it wait."""
    row = _lock_row(session, source, at)
    before = Tries(row.count, row.since_at, row.blocked_until_at)
    after = count_try(before, limit, at)
    row.count, row.since_at, row.blocked_until_at = after.count, after.since_at, after.blocked_until_at
    return after, after.blocked_until_at not in (None, before.blocked_until_at)


def begin_try(session: Session, source: str, limit: Limit, at: dt.datetime) -> bool:
    """Count a try before it is looked at, so that of many at once no more are looked at than `limit` allows; False: this one is not.

    Whoever turns out to be right has all of them forgotten.
    """
    row = _lock_row(session, source, at)
    if wait_seconds(Tries(row.count, row.since_at, row.blocked_until_at), at):
        return False
    save_try(session, source, limit, at)
    return True


def forget_tries(session: Session, source: str) -> None:
    """After a sign-in that worked there."""
    session.execute(delete(RefusedTries).where(RefusedTries.source == source))


def _lock_row(session: Session, source: str, at: dt.datetime) -> RefusedTries:
    """As it stands now, whatever this session has read of it before; made where there is none."""
    made = session.scalars(
        insert_into(session, RefusedTries)
        .values(source=source, count=0, since_at=at)
        .on_conflict_do_nothing()
        .returning(RefusedTries.source)
    ).all()
    if made:
        session.execute(delete(RefusedTries).where(RefusedTries.since_at < at - KEPT_FOR))
    held = select(RefusedTries).where(RefusedTries.source == source).with_for_update(key_share=True)
    return session.scalars(held.execution_options(populate_existing=True)).one()
