"""Count a link's code that opens nothing, by network address; says how long that address must wait before it is answered again."""

from __future__ import annotations

import datetime as dt

from server.domain.resident_link import UNKNOWN_CODES
from server.domain.tries import source_of_address, wait_seconds
from server.store.audit_writes import record_audit
from server.store.refused_tries import find_tries
from server.store.refused_tries_writes import save_try
from server.store.unit_of_work import read_now, write_transaction


def count_unknown_code(address: str, at: dt.datetime) -> int:
    """Seconds to wait; 0 while there are few enough. An address that waits already costs no write."""
    source = source_of_address("link", address)
    with read_now() as session:
        wait = wait_seconds(find_tries(session, source), at)
    if wait:
        return wait
    with write_transaction() as session:
        tries, begins_to_wait = save_try(session, source, UNKNOWN_CODES, at)
        if begins_to_wait:
            record_audit(
                session, at=at, user_id=None, action="link.too_many_codes", entity_type="network", entity_id=source
            )
    return wait_seconds(tries, at)
