"""Look whether the audit trail is as it was written: every link of its chain, from the first. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from server.domain.audit_chain import ChainHead, ChainProblem, ChainReader
from server.store.audit_chain import find_chain_head, find_oldest_unchained, list_links
from server.store.unit_of_work import read_snapshot

SAY_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What was read: up to which link, what is wrong, and what is not chained yet."""

    head: ChainHead
    problems: list[ChainProblem]
    waiting: int
    waiting_since: dt.datetime | None


def verify_audit(kept: list[ChainHead], say: Callable[[int], None]) -> AuditVerdict:
    """`kept`: heads written down before, which must still stand in the chain. `say` hears how many were read, now and then."""
    with read_snapshot() as session:
        reader = ChainReader(find_chain_head(session), *kept)
        for link in list_links(session):
            reader.read(link)
            if link.number % SAY_EVERY == 0:
                say(link.number)
        reader.end()
        waiting, since = find_oldest_unchained(session)
    return AuditVerdict(reader.head, reader.faults, waiting, since)
