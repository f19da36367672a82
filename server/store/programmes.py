"""Reads programmes, and holds one whose settings are about to change. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.words import CaseStatus
from server.store.tables import Case, Programme


def list_programmes(session: Session) -> Sequence[Programme]:
    """Every programme, by name."""
    return session.scalars(select(Programme).order_by(Programme.name, Programme.id)).all()


def lock_programme(session: Session, programme_id: uuid.UUID) -> Programme | None:
    """The programme, held against another change of its settings until the transaction ends."""
    return session.scalar(select(Programme).where(Programme.id == programme_id).with_for_update(key_share=True))


def count_cases(session: Session) -> dict[uuid.UUID, int]:
    """By programme, how many cases are not closed."""
    counted = (
        select(Case.programme_id, func.count()).where(Case.status != CaseStatus.CLOSED).group_by(Case.programme_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
