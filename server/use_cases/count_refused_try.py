"""Count what was refused, by network address, as a wrong password is; says how long that address must wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.domain.resident_link import UNKNOWN_CODES
from server.domain.tries import SIGN_INS_OF_ADDRESS, Limit, source_of_address, wait_seconds
from server.store.audit_writes import record_audit
from server.store.refused_tries import find_tries
from server.store.refused_tries_writes import save_try
from server.store.unit_of_work import read_now, write_transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted apart from all else: how many may be refused, and what the audit calls it when an address begins to wait."""

    kind: str
    limit: Limit
    action: str


REFUSED_TOKENS = Counted("app_token", SIGN_INS_OF_ADDRESS, "token.too_many_tries")
LINK_CODES = Counted("link", UNKNOWN_CODES, "link.too_many_codes")


def count_refused_try(counted: Counted, address: str, at: dt.datetime) -> int:
    """Seconds to wait; 0 while there are few enough. An address that waits already costs no write."""
    source = source_of_address(counted.kind, address)
    with read_now() as session:
        wait = wait_seconds(find_tries(session, source), at)
    if wait:
        return wait
    with write_transaction() as session:
        tries, begins_to_wait = save_try(session, source, counted.limit, at)
        if begins_to_wait:
            record_audit(session, at=at, user_id=None, action=counted.action, entity_type="network", entity_id=source)
    return wait_seconds(tries, at)
