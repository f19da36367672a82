"""Reads the server's epoch: the UUID that tells a phone whether this is still the server it knew."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import ServerFact

NAME = "server_epoch"
SERVER_EPOCH = select(ServerFact.value).where(ServerFact.name == NAME)


def find_server_epoch(session: Session) -> str | None:
    """The epoch, or None on a database that has never answered a phone."""
    return session.scalar(SERVER_EPOCH)
