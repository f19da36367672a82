"""Writes the rows a new installation begins with; each only when it is missing, so that a second run changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import CodeList


def save_first_code_list(session: Session, *, name: str, entries: list[Any]) -> bool:
    """Add the council-wide code list unless there is one of that name; True when it was added."""
    found = select(CodeList.id).where(CodeList.programme_id.is_(None), CodeList.name == name)
    if session.scalar(found) is not None:
        return False
    session.add(CodeList(programme_id=None, name=name, entries=entries))
    return True
