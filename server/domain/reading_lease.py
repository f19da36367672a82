"""Until when a phone can be read: its app locks itself some hours after the last contact. Recording never lapses.

What a phone does is not known here; these are the bounds that its app keeps, where the app is new enough to keep them.
"""

from __future__ import annotations

import datetime as dt

# From this schema on an app has a lock, lapses, and says which orders it obeyed.
LOCKING_SCHEMA = 3


def has_lock(schema: int) -> bool:
    """Whether the phone's app encrypts under a PIN or passkey, locks, and lets reading lapse."""
    return schema >= LOCKING_SCHEMA


def find_lapse(schema: int, last_contact_at: dt.datetime | None, lapses_after_hours: int) -> dt.datetime | None:
    """When reading lapses by itself; None for an app that has no lock, and for a phone that was never heard of."""
    if not has_lock(schema) or last_contact_at is None:
        return None
    return last_contact_at + dt.timedelta(hours=lapses_after_hours)
