"""Tries a PostgreSQL connection before use when it has rested, since servers and firewalls drop idle ones behind our back.

One that was just used is not asked: the question costs a round trip, and a pull needs few of its own.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED_SECONDS = 5.0
_RESTS_SINCE = "doorstep_rests_since"


def try_rested_connections(engine: Engine) -> None:
    """Call once per engine. A connection found dead is replaced, with all that were opened before it."""

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: Any, record: Any) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        rests_since = record.info.get(_RESTS_SINCE)
        if rests_since is None or time.monotonic() - rests_since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
