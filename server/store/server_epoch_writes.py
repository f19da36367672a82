"""Makes the server's epoch: once for each life of a database, and anew when an older life of it was brought back."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.store.inserting import insert_into
from server.store.server_epoch import NAME, RENEWED_NAME
from server.store.tables import ServerFact


def save_first_server_epoch(session: Session) -> None:
    """Store a new epoch unless there is one; of two who do so at once, the first wins."""
    session.execute(
        insert_into(session, ServerFact).values(name=NAME, value=str(uuid.uuid4())).on_conflict_do_nothing()
    )


def save_new_server_epoch(session: Session, now: dt.datetime) -> str:
    """Store a new epoch in place of any; phones then offer what they hold. Only for a database that forgot something."""
    epoch = str(uuid.uuid4())
    for name, value in ((NAME, epoch), (RENEWED_NAME, now.isoformat())):
        session.execute(
            insert_into(session, ServerFact)
            .values(name=name, value=value)
            .on_conflict_do_update(index_elements=[ServerFact.name], set_={"value": value})
        )
    return epoch
