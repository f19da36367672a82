"""How much waits behind the entries of the menu, by the page that each opens."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from sqlalchemy.exc import DBAPIError

from server.store.menu_counts import Waiting
from server.store.menu_counts import count_waiting as count_in_store
from server.store.unit_of_work import read_columns

log = logging.getLogger(__name__)
# endpoint -> what is counted behind it
COUNTED: Mapping[str, Waiting] = {
    "office.conflicts_page": Waiting.CONFLICTS,
    "office.late_reports_page": Waiting.LATE_REPORTS,
    "office.proposals_page": Waiting.PROPOSALS,
    "office.markers_page": Waiting.MARKERS,
    "office.referrals_page": Waiting.REFERRALS,
    "office.evidence_page": Waiting.EVIDENCE,
}


def count_waiting(endpoints: Iterable[str]) -> dict[str, int]:
    """By endpoint; nothing where the store does not answer: the page that says so must be drawn."""
    wanted = {COUNTED[endpoint]: endpoint for endpoint in endpoints if endpoint in COUNTED}
    if not wanted:
        return {}
    try:
        with read_columns() as connection:
            counts = count_in_store(connection, frozenset(wanted))
    except DBAPIError as error:
        log.warning("the navigation counts nothing: %s", type(error.orig).__name__)
        return {}
    return {wanted[one]: count for one, count in counts.items()}
