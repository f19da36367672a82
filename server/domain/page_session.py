"""How long a page session lives: a desk nobody touches signs itself out, and no session outlives a working day. Pure."""

from __future__ import annotations

import datetime as dt

# Kept by the cookie's own signed time, which every answer renews: a copy that lies about opens nothing after this.
IDLE_LIMIT = dt.timedelta(hours=1)
# Kept by the server from the moment of sign-in, however busy the desk is.
LONGEST = dt.timedelta(hours=12)


def is_too_old(started_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a session that began then has had its time."""
    return at - started_at >= LONGEST
