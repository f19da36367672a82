"""Reads code lists. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.code_list import CodeListWords, list_offered
from server.store.tables import CodeList


def list_code_lists(session: Session) -> Sequence[CodeList]:
    """Every list, by name."""
    return session.scalars(select(CodeList).order_by(CodeList.name, CodeList.id)).all()


def find_code_list(session: Session, name: str) -> CodeList | None:
    """The council's list of this name, for every programme."""
    return session.scalar(select(CodeList).where(CodeList.programme_id.is_(None), CodeList.name == name))


def words_of(held: CodeList) -> CodeListWords:
    """What the list says, as the rules read it."""
    return CodeListWords(list(held.entries), list(held.retired_names), dict(held.only_programmes))


def find_offered(session: Session, name: str, programme_id: uuid.UUID) -> list[str] | None:
    """The codes of the council's list of this name that are offered in a programme; None where the list is not there."""
    held = find_code_list(session, name)
    return None if held is None else list_offered(words_of(held), str(programme_id))


def list_in_use(session: Session, name: str) -> list[str]:
    """The codes that are not retired, in the council's order, whatever programmes they are kept to; none where the list is not there."""
    held = find_code_list(session, name)
    return [entry["name"] for entry in held.entries if entry["name"] not in held.retired_names] if held else []
