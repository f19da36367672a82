"""Reads when each line of the worker was last heard of. Writes nothing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.worker_line import WorkerLine
from server.store.tables import ServerFact

NAME_OF = {line: f"worker_heard_at.{line}" for line in WorkerLine}


def find_heard(session: Session) -> dict[WorkerLine, dt.datetime]:
    """By line; one that was never heard of is not there."""
    found = session.execute(select(ServerFact.name, ServerFact.value).where(ServerFact.name.in_(NAME_OF.values())))
    at = {name: dt.datetime.fromisoformat(value) for name, value in found}
    return {line: at[name] for line, name in NAME_OF.items() if name in at}
