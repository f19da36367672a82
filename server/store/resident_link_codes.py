"""Codes of later messages about one link, as hashes, inside the caller's transaction: which link a code opens, one more, none."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, delete, select, union_all
from sqlalchemy.orm import Session

from server.store.tables import ResidentLink, ResidentLinkCode


def is_opened_by(code_hash: str) -> ColumnElement[bool]:
    """Whether a link is the one that this code opens: by its own code, or by that of a message about it."""
    first = select(ResidentLink.id).where(ResidentLink.code_hash == code_hash)
    later = select(ResidentLinkCode.link_id).where(ResidentLinkCode.code_hash == code_hash)
    return ResidentLink.id.in_(union_all(first, later))


def save_code(session: Session, link_id: uuid.UUID, code_hash: str, at: dt.datetime) -> None:
    """It opens the link beside every other one."""
    session.add(ResidentLinkCode(code_hash=code_hash, link_id=link_id, made_at=at))
    session.flush()


def end_codes(session: Session, link_id: uuid.UUID) -> None:
    """Only the link's own code opens it from now on."""
    session.execute(delete(ResidentLinkCode).where(ResidentLinkCode.link_id == link_id))
