"""Locks what a resident wishes, inside the caller's transaction. Decides nothing."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import ContactPreference, Resident


def lock_preference(session: Session, resident_id: uuid.UUID) -> tuple[Resident | None, ContactPreference | None]:
    """The resident, held until the transaction ends, so that no second set is made; and what stands."""
    query = select(Resident).where(Resident.id == resident_id).with_for_update(key_share=True)
    resident = session.scalar(query.execution_options(populate_existing=True))
    return resident, session.get(ContactPreference, resident_id, populate_existing=True)
