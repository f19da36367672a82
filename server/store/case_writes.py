"""Opens a case for a resident under a programme. Opens no transaction and never a second case of one programme."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import CaseStatus
from server.store.row_writes import create_row
from server.store.tables import Case


def open_case(
    session: Session,
    resident_id: uuid.UUID,
    programme_id: uuid.UUID,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    origin: dict[str, Any],
) -> Case:
    """Open it; `origin` says in the log what it comes from."""
    case = Case(resident_id=resident_id, programme_id=programme_id, status=CaseStatus.OPEN, opened_at=now)
    create_row(
        session,
        case,
        kind="case.open",
        entity_type="case",
        user_id=user_id,
        now=now,
        values={"status": CaseStatus.OPEN},
        payload=origin,
    )
    return case


def find_case_not_closed(session: Session, resident_id: uuid.UUID, programme_id: uuid.UUID) -> Case | None:
    """The one case of the resident under the programme that is not closed."""
    return session.scalar(
        select(Case).where(
            Case.resident_id == resident_id, Case.programme_id == programme_id, Case.status != CaseStatus.CLOSED
        )
    )


def list_residents_with_case(
    session: Session, resident_ids: Collection[uuid.UUID], programme_id: uuid.UUID | None
) -> set[uuid.UUID]:
    """Those of them who have a case under the programme, open or not."""
    found = select(Case.resident_id).where(Case.programme_id == programme_id, Case.resident_id.in_(resident_ids))
    return set(session.scalars(found))


def has_case(session: Session, resident_id: uuid.UUID, programme_id: uuid.UUID) -> bool:
    """Whether the resident has a case under the programme, open or not."""
    found = select(Case.id).where(Case.resident_id == resident_id, Case.programme_id == programme_id).limit(1)
    return session.scalar(found) is not None
