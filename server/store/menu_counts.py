"""How much waits behind the entries of the office's menu: asked for on every page, so in one statement that is put together once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from enum import StrEnum

from sqlalchemy import Connection, Select, select

from server.store.evidence_list import select_count_for_review
from server.store.markers import select_count_of_proposed
from server.store.office_conflicts import select_count_of_open_conflicts
from server.store.office_referrals import select_count_of_open_referrals
from server.store.proposals import select_count_of_proposals
from server.store.review_queue import select_count_of_items


class Waiting(StrEnum):
    """What is counted: each the length of a list."""

    CONFLICTS = "conflicts"
    LATE_REPORTS = "late_reports"
    PROPOSALS = "proposals"
    MARKERS = "markers"
    REFERRALS = "referrals"
    EVIDENCE = "evidence"


_COUNTS: Mapping[Waiting, Callable[[], Select[int]]] = {
    Waiting.CONFLICTS: select_count_of_open_conflicts,
    Waiting.LATE_REPORTS: select_count_of_items,
    Waiting.PROPOSALS: select_count_of_proposals,
    Waiting.MARKERS: select_count_of_proposed,
    Waiting.REFERRALS: select_count_of_open_referrals,
    Waiting.EVIDENCE: select_count_for_review,
}


def count_waiting(connection: Connection, wanted: frozenset[Waiting]) -> dict[Waiting, int]:
    """Those that are wanted, as one instant shows them all."""
    return dict(zip(sorted(wanted), connection.execute(_select_together(wanted)).one(), strict=True)) if wanted else {}


@functools.lru_cache(maxsize=64)
def _select_together(wanted: frozenset[Waiting]) -> Select[*tuple[int, ...]]:
    return select(*(_COUNTS[one]().scalar_subquery() for one in sorted(wanted)))
