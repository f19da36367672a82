"""Reads who said that they want no visits. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import ContactPreference


def list_unwilling(session: Session, resident_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them; who was not asked is none of them."""
    wants_none = ContactPreference.visit.is_(False)
    found = select(ContactPreference.resident_id).where(ContactPreference.resident_id.in_(resident_ids), wants_none)
    return set(session.scalars(found))
