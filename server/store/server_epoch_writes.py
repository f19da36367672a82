"""Makes the server's epoch, once for each life of a database. Never replaces one that stands."""

from __future__ import annotations

import uuid

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from server.store.server_epoch import NAME
from server.store.tables import ServerFact


def save_first_server_epoch(session: Session) -> None:
    """Store a new epoch unless there is one; of two who do so at once, the first wins."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(ServerFact).values(name=NAME, value=str(uuid.uuid4())).on_conflict_do_nothing())
