"""Count a request whose token nobody knows, by network address; says how long that address must wait."""

from __future__ import annotations

import datetime as dt

from server.domain.tries import UNKNOWN_TOKENS, source_of_address, wait_seconds
from server.store.refused_tries_writes import save_try
from server.store.unit_of_work import write_transaction


def count_unknown_token(address: str, at: dt.datetime) -> int:
    """Seconds to wait; 0 while there are few enough."""
    with write_transaction() as session:
        tries, _ = save_try(session, source_of_address("token", address), UNKNOWN_TOKENS, at)
    return wait_seconds(tries, at)
