"""Writes links to residents, inside the caller's transaction. Holds hashes of codes, never codes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.resident_link import LINK_DEVICE_ID
from server.store.inserting import insert_into
from server.store.resident_link_codes import is_opened_by
from server.store.tables import Device, ResidentLink


def save_link(session: Session, link_id: uuid.UUID, **values: Any) -> bool:
    """Add a link with these columns; False where its id is taken, also by somebody who adds it at this moment."""
    made = session.scalars(
        insert_into(session, ResidentLink)
        .values(id=link_id, **values)
        .on_conflict_do_nothing(index_elements=[ResidentLink.id])
        .returning(ResidentLink.id)
    ).all()
    return bool(made)


def lock_link(session: Session, link_id: uuid.UUID) -> ResidentLink | None:
    """The link, held until the transaction ends."""
    return session.scalar(select(ResidentLink).where(ResidentLink.id == link_id).with_for_update(key_share=True))


def lock_link_by_code(session: Session, code_hash: str) -> ResidentLink | None:
    """The link that this code opens, held until the transaction ends."""
    found = select(ResidentLink).where(is_opened_by(code_hash))
    return session.scalar(found.with_for_update(key_share=True))


def save_link_device(session: Session, now: dt.datetime) -> None:
    """The registration behind everything that comes by link, made once."""
    session.execute(
        insert_into(session, Device)
        .values(id=LINK_DEVICE_ID, label="Forms by link", registered_at=now)
        .on_conflict_do_nothing()
    )
