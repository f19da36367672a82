"""Reads whole sealed files that are kept while they arrive sealed anew. Never changes a row."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import KeptUpload


def list_kept_for_key(session: Session, key_ids: Collection[str]) -> list[int]:
    """Those that were sealed with one of these keys, the oldest first."""
    return list(
        session.scalars(select(KeptUpload.id).where(KeptUpload.sealing_key_id.in_(key_ids)).order_by(KeptUpload.id))
    )


def find_kept(session: Session, kept_id: int) -> KeptUpload | None:
    """One of them; None when it is needed no more."""
    return session.get(KeptUpload, kept_id)
