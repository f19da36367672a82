"""Reads what was said by telephone about markers that a phone may not show. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import MarkerCall, User


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One call, with the name of who rang."""

    call: MarkerCall
    by: str


def list_last_calls(
    session: Session, marker_ids: Collection[uuid.UUID], officer_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], ShownCall]:
    """By marker and officer the last call to that officer about that marker."""
    rows = session.execute(
        select(MarkerCall, User.name)
        .join(User, User.id == MarkerCall.called_by_id)
        .where(MarkerCall.marker_id.in_(marker_ids), MarkerCall.officer_id.in_(officer_ids))
        .order_by(MarkerCall.called_at, MarkerCall.id)
    )
    return {(call.marker_id, call.officer_id): ShownCall(call, by) for call, by in rows}
