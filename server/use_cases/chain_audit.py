"""Chain what the audit trail has got since, apart from those who wrote it: a view waits for no lock of a chain."""

from __future__ import annotations

from server.store.audit_chain_writes import chain_next
from server.store.unit_of_work import write_transaction

AT_ONCE = 1000
MOST_AT_A_TIME = 20  # transactions of one round; a trail of years is chained in many


def chain_audit() -> int:
    """How many entries were chained. Two at once chain nothing twice; killed anywhere, the next round goes on."""
    chained = 0
    for _round in range(MOST_AT_A_TIME):
        with write_transaction() as session:
            found = chain_next(session, AT_ONCE)
        chained += found
        if found < AT_ONCE:
            break
    return chained
