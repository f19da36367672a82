"""Count a refused token of another program by network address, as a wrong password is; says how long that address must wait."""

from __future__ import annotations

import datetime as dt

from server.domain.tries import SIGN_INS_OF_ADDRESS, source_of_address, wait_seconds
from server.store.audit_writes import record_audit
from server.store.refused_tries import find_tries
from server.store.refused_tries_writes import save_try
from server.store.unit_of_work import read_now, write_transaction


def count_refused_token(address: str, at: dt.datetime) -> int:
    """Seconds to wait; 0 while there are few enough. An address that waits already costs no write."""
    source = source_of_address("app_token", address)
    with read_now() as session:
        wait = wait_seconds(find_tries(session, source), at)
    if wait:
        return wait
    with write_transaction() as session:
        tries, begins_to_wait = save_try(session, source, SIGN_INS_OF_ADDRESS, at)
        if begins_to_wait:
            record_audit(
                session, at=at, user_id=None, action="token.too_many_tries", entity_type="network", entity_id=source
            )
    return wait_seconds(tries, at)
