"""Reads programmes, and holds one whose settings are about to change or that stands for all imports. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from server.domain.words import CaseStatus
from server.store.tables import Case, DocumentType, Programme


def list_programmes(session: Session) -> Sequence[Programme]:
    """Every programme, by name."""
    return session.scalars(select(Programme).order_by(Programme.name, Programme.id)).all()


def lock_programme(session: Session, programme_id: uuid.UUID) -> Programme | None:
    """The programme, held against another change of its settings until the transaction ends."""
    return session.scalar(select(Programme).where(Programme.id == programme_id).with_for_update(key_share=True))


def lock_gate_of_imports(session: Session) -> None:
    """Until the transaction ends no other import names or removes people: two at once would each bring the same newcomer.

    One programme's row is the gate for all.
    """
    session.execute(select(Programme.id).order_by(Programme.id).limit(1).with_for_update(key_share=True))


def find_programme_by_code(session: Session, code: str) -> uuid.UUID | None:
    """Its id, or None."""
    return session.scalar(select(Programme.id).where(Programme.code == code))


def list_without_document_types(session: Session) -> Sequence[uuid.UUID]:
    """Programmes that ask residents for nothing yet."""
    without = ~exists().where(DocumentType.programme_id == Programme.id)
    return session.scalars(select(Programme.id).where(without)).all()


def count_cases(session: Session) -> dict[uuid.UUID, int]:
    """By programme, how many cases are not closed."""
    counted = (
        select(Case.programme_id, func.count()).where(Case.status != CaseStatus.CLOSED).group_by(Case.programme_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
