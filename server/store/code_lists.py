"""Reads code lists. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import CodeList


def list_code_lists(session: Session) -> Sequence[CodeList]:
    """Every list, by name."""
    return session.scalars(select(CodeList).order_by(CodeList.name, CodeList.id)).all()
