"""How much waits behind the entries of the navigation: each the length of a list, all asked together once for a page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.store.evidence_list import count_for_review
from server.store.office_conflicts import count_open_conflicts
from server.store.office_referrals import count_open_referrals
from server.store.proposals import count_proposals
from server.store.review_queue import count_items
from server.store.unit_of_work import read_snapshot

log = logging.getLogger(__name__)
# endpoint -> what is counted behind it
COUNTS: Mapping[str, Callable[[Session], int]] = {
    "office.conflicts_page": count_open_conflicts,
    "office.late_reports_page": count_items,
    "office.proposals_page": count_proposals,
    "office.referrals_page": count_open_referrals,
    "office.evidence_page": count_for_review,
}


def count_waiting(endpoints: Iterable[str]) -> dict[str, int]:
    """By endpoint, as one instant shows them all; nothing where the store does not answer: the page that says so must be drawn."""
    counted = {endpoint: COUNTS[endpoint] for endpoint in endpoints if endpoint in COUNTS}
    if not counted:
        return {}
    try:
        with read_snapshot() as session:
            return {endpoint: count(session) for endpoint, count in counted.items()}
    except DBAPIError as error:
        log.warning("the navigation counts nothing: %s", type(error.orig).__name__)
        return {}
