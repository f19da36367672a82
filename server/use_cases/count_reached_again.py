"""Count anew when a visit last found somebody in each case, where what is kept of it says otherwise: an older release wrote beside this one.

Whoever would rank too low by it is found within the hour, and the log says how many there were.
"""

from __future__ import annotations

import logging

from server.store.reached import list_kept_otherwise
from server.store.reached_writes import keep_reached
from server.store.unit_of_work import read_snapshot, write_transaction

AT_ONCE = 500

log = logging.getLogger("doorstep.worker")


def count_reached_again() -> int:
    """How many were put right; looking for them keeps no writer waiting."""
    with read_snapshot() as session:
        case_ids = list_kept_otherwise(session)
    for first in range(0, len(case_ids), AT_ONCE):
        with write_transaction() as session:
            keep_reached(session, case_ids[first : first + AT_ONCE])
    if case_ids:
        log.warning("when somebody was last reached is counted anew for %d cases", len(case_ids))
    return len(case_ids)
