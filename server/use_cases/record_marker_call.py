"""Record that somebody rang an officer about a marker that their phone may not show. It ends nothing: the phone's own word does.

Whoever was told wrong, or rang again, records another: the last one stands on Today, every one in the audit trail.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.change_refusal import NOT_FOUND, ChangeRefusedError, read_line
from server.store.audit_writes import record_audit
from server.store.tables import MarkerCall, User, WarningMarker
from server.store.unit_of_work import write_transaction

LONGEST_WORDS = 500
_REACHED = {"yes": True, "no": False}


def record_marker_call(
    marker_id: uuid.UUID,
    officer_id: uuid.UUID,
    reached: str,
    words: str,
    *,
    page_id: uuid.UUID,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> str:
    """The officer's name. A second press of one page's button records nothing more. Raises ChangeRefusedError."""
    mistakes: dict[str, str] = {}
    said = read_line(words)
    if reached not in _REACHED:
        mistakes["reached"] = "missing"
    if len(said) > LONGEST_WORDS:
        mistakes["words"] = "too_long"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    with write_transaction() as session:
        officer = session.get(User, officer_id)
        if officer is None or session.get(WarningMarker, marker_id) is None:
            raise ChangeRefusedError(NOT_FOUND)
        if session.get(MarkerCall, page_id) is None:
            session.add(
                MarkerCall(
                    id=page_id, marker_id=marker_id, officer_id=officer_id, called_at=at, called_by_id=by_id,
                    reached=_REACHED[reached], words=said or None,
                )
            )  # fmt: skip
            record_audit(
                session, action="marker.call", at=at, user_id=by_id, entity_type="warning_marker", entity_id=marker_id,
                fields={"officer_id": {"old": None, "new": str(officer_id)}, "reached": {"old": None, "new": reached}},
            )  # fmt: skip
        return officer.name
