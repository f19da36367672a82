"""Warning markers as the office proposes them: words that may stand, and one in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from server.domain.warning_marker import MarkerStatus, MarkerWords
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import WarningMarker
from tests.factories.borough import NOW, TODAY, add_user


def marker_words(**values: Any) -> MarkerWords:
    """What a marker says and rests on, without a mistake."""
    words: dict[str, Any] = {
        "instruction": "Ask for the dog to be shut in",
        "needs_pair": False,
        "incident_on": TODAY - dt.timedelta(days=3),
        "incident": "The dog bit the postman",
        "incident_source": "Royal Mail",
        "review_on": TODAY + dt.timedelta(days=90),
    }
    return MarkerWords(**words | values)


def add_marker(session: Session, **values: Any) -> WarningMarker:
    """A marker in force of two supervisors, for the `resident_id` or `address_id` that is given."""
    row: dict[str, Any] = {
        "id": new_id(),
        "instruction": "Visit in pairs",
        "incident_on": TODAY,
        "incident": "Words at the door",
        "status": MarkerStatus.APPROVED,
        "proposed_by_id": add_user(session, "Sue One", Role.SUPERVISOR).id,
        "proposed_at": NOW,
        "approved_by_id": add_user(session, "Sam Two", Role.SUPERVISOR).id,
        "approved_at": NOW,
        "told_at": NOW,
        "review_on": TODAY + dt.timedelta(days=90),
        "changed_at": NOW,
    }
    marker = WarningMarker(**row | values)
    session.add(marker)
    session.flush()
    return marker
