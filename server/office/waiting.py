"""How much waits behind an entry of the navigation: a number that is the length of a list, asked once for a page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.store.office_conflicts import count_open_conflicts
from server.store.proposals import count_proposals
from server.store.review_queue import count_items
from server.store.unit_of_work import read_snapshot

log = logging.getLogger(__name__)
# endpoint -> what is counted behind it
COUNTS: Mapping[str, Callable[[Session], int]] = {
    "office.conflicts_page": count_open_conflicts,
    "office.late_reports_page": count_items,
    "office.proposals_page": count_proposals,
}


def count_waiting(endpoint: str) -> int:
    """0 where nothing is counted, and where the store does not answer: the page that says so must still be drawn."""
    count = COUNTS.get(endpoint)
    if count is None:
        return 0
    try:
        with read_snapshot() as session:
            return count(session)
    except DBAPIError as error:
        log.warning("the navigation counts nothing: %s", type(error.orig).__name__)
        return 0
