"""Reads the server's epoch: the UUID that tells a phone whether this is still the server it knew."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import ServerFact

NAME = "server_epoch"
RENEWED_NAME = "server_epoch_renewed_at"
SERVER_EPOCH = select(ServerFact.value).where(ServerFact.name == NAME)


def find_server_epoch(session: Session) -> str | None:
    """The epoch, or None on a database that has never answered a phone."""
    return session.scalar(SERVER_EPOCH)


def find_epoch_renewed_at(session: Session) -> dt.datetime | None:
    """When the database was last brought back from an older life of it; None where it never was."""
    found = session.scalar(select(ServerFact.value).where(ServerFact.name == RENEWED_NAME))
    return dt.datetime.fromisoformat(found) if found else None
