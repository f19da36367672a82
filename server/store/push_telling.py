"""Queues that officers' phones are told of a changed list, in the transaction of the change. Sends nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy.orm import Session

from server.store.jobs import queue_jobs

TELL_PHONES_JOB = "tell_phones"
# What changes within this time of the first change is told together with it.
PAUSE = dt.timedelta(seconds=15)


def queue_telling(session: Session, officer_ids: Collection[uuid.UUID], *, at: dt.datetime) -> None:
    """One job an officer, however many visits have changed.

    Without a unique key: two supervisors who change the lists of the same officers would wait for each other's jobs.
    """
    officers = sorted(set(officer_ids), key=str)
    payloads = [{"user_id": str(officer_id), "changed_at": at.isoformat()} for officer_id in officers]
    queue_jobs(session, TELL_PHONES_JOB, payloads, now=at, run_after_at=at + PAUSE)
