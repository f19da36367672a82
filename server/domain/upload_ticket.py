"""How long a phone may still deliver: an upload ticket outlives its phone's right to read, but not for ever."""

from __future__ import annotations

import datetime as dt

DELIVERS_AFTER_READING = dt.timedelta(days=30)


def find_last_delivery_at(
    revoked_at: dt.datetime | None, ended_at: dt.datetime | None, left_at: dt.datetime | None
) -> dt.datetime | None:
    """The instant from which nothing is taken from the phone any more; None while no such instant is set.

    `left_at`: when the phone's user left, which counts like a revocation.
    """
    bounds = [instant + DELIVERS_AFTER_READING for instant in (revoked_at, left_at) if instant is not None]
    if ended_at is not None:
        bounds.append(ended_at)
    return min(bounds, default=None)


def may_deliver(
    revoked_at: dt.datetime | None, ended_at: dt.datetime | None, left_at: dt.datetime | None, now: dt.datetime
) -> bool:
    """Whether what the phone sends is still taken in."""
    last_at = find_last_delivery_at(revoked_at, ended_at, left_at)
    return last_at is None or now < last_at
