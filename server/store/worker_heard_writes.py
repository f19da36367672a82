"""Writes down that a line of the worker was heard of. Decides nothing, opens no transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.worker_line import WorkerLine
from server.store.inserting import insert_into
from server.store.tables import ServerFact
from server.store.worker_heard import NAME_OF


def save_heard(session: Session, line: WorkerLine, at: dt.datetime) -> None:
    """Of two workers the one that was heard last stands there."""
    value = at.isoformat()
    session.execute(
        insert_into(session, ServerFact)
        .values(name=NAME_OF[line], value=value)
        .on_conflict_do_update(index_elements=[ServerFact.name], set_={"value": value})
    )
