"""Give an alert to another named owner, who is told by text message. It always has exactly one, and the history says who gave it and why."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from server.domain.permissions import may
from server.store.unit_of_work import write_transaction
from server.store.users import find_user
from server.use_cases.acknowledge_alert import AlertRefusedError, lock_open_alert, read_note
from server.use_cases.tell_of_alert import hand_alert


@dataclass(frozen=True, slots=True)
class HandedOver:
    """To whom, and whether a message tells them."""

    name: str
    is_told: bool


def own_alert(
    alert_id: uuid.UUID, owner_id: uuid.UUID | None, note: str, *, by_id: uuid.UUID, at: dt.datetime, address: str
) -> HandedOver:
    """Make that person the owner. `address` is where staff open Doorstep. Raises AlertRefusedError."""
    words = read_note(note)
    with write_transaction() as session:
        alert = lock_open_alert(session, alert_id)
        owner = find_user(session, owner_id) if owner_id else None
        if owner is None or not owner.active or not may(owner.role, "alerts.acknowledge"):
            raise AlertRefusedError("owner_missing")
        is_told = hand_alert(session, alert, owner, words, by_id=by_id, at=at, address=address)
        return HandedOver(owner.name, is_told or owner.id == by_id)
