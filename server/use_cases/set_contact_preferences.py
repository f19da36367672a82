"""Set how one resident may be reached: one set in place of scattered do-not flags. Of two people at once one wins, and the
other is told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Final

from server.store.audit_writes import record_audit
from server.store.preference_writes import lock_preference
from server.store.tables import ContactPreference
from server.store.unit_of_work import write_transaction

WAYS: Final = ("call", "text", "email", "visit", "safe_to_leave_message")


class PreferencesRefusedError(Exception):
    """Nothing was changed. `reason`: not_found or changed_meanwhile."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def set_contact_preferences(
    resident_id: uuid.UUID,
    wishes: Mapping[str, bool | None],
    *,
    seen: Mapping[str, bool | None],
    by_id: uuid.UUID,
    at: dt.datetime,
) -> bool:
    """`wishes` has each of WAYS; `seen` is what stood on the page. Whether anything changed. Raises PreferencesRefusedError."""
    with write_transaction() as session:
        resident, held = lock_preference(session, resident_id)
        if resident is None or resident.merged_into_id is not None:
            raise PreferencesRefusedError("not_found")
        stands = {way: getattr(held, way) if held is not None else None for way in WAYS}
        changed = {way: {"old": stands[way], "new": wishes[way]} for way in WAYS if stands[way] != wishes[way]}
        if not changed:
            return False
        if any(stands[way] != seen[way] for way in WAYS):
            raise PreferencesRefusedError("changed_meanwhile")
        if held is None:
            session.add(ContactPreference(resident_id=resident_id, changed_at=at, **wishes))
        else:
            for way in WAYS:
                setattr(held, way, wishes[way])
            held.changed_at = at
        record_audit(
            session, action="resident.preferences", at=at, user_id=by_id, entity_type="resident",
            entity_id=resident_id, fields=changed,
        )  # fmt: skip
        return True
