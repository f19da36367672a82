"""The queue of work for the worker: rows, queued in the fact's own transaction, claimed by UPDATE ... RETURNING under a lease.

A job runs at least once: two workers may run and either may be killed, so whatever a job does must bear being done twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.tables import Job

MOST_ATTEMPTS = 8


def queue_job(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    now: dt.datetime,
    run_after_at: dt.datetime | None = None,
    unique_key: str | None = None,
) -> None:
    """Queue work in the caller's transaction. A second job with a `unique_key` still waiting is dropped, not an error."""
    queue_jobs(session, kind, [payload], now=now, run_after_at=run_after_at, unique_key=unique_key)


def queue_jobs(
    session: Session,
    kind: str,
    payloads: Sequence[dict[str, Any]],
    *,
    now: dt.datetime,
    run_after_at: dt.datetime | None = None,
    unique_key: str | None = None,
) -> None:
    """A job for each of these, in one statement."""
    rows = [
        {
            "id": new_id(),
            "kind": kind,
            "payload": payload,
            "unique_key": unique_key,
            "run_after_at": run_after_at or now,
            "attempts": 0,
            "queued_at": now,
        }
        for payload in payloads
    ]
    if rows:
        session.execute(insert_into(session, Job).on_conflict_do_nothing(), rows)


def claim_job(session: Session, *, holder: str, now: dt.datetime, lease: dt.timedelta) -> Job | None:
    """Take the oldest job that is due and that nobody holds, or None. The lease lapses by itself if the holder dies."""
    due = (
        select(Job.id)
        .where(
            Job.done_at.is_(None),
            Job.given_up_at.is_(None),
            Job.run_after_at <= now,
            or_(Job.lease_until_at.is_(None), Job.lease_until_at < now),
        )
        .order_by(Job.run_after_at)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    claimed = (
        update(Job)
        .where(Job.id == due.scalar_subquery())
        .values(lease_until_at=now + lease, lease_holder=holder, attempts=Job.attempts + 1)
        .returning(Job)
    )
    return session.scalars(claimed).one_or_none()


def extend_lease(session: Session, job_id: uuid.UUID, *, holder: str, until_at: dt.datetime) -> bool:
    """Hold a long job longer; False when another worker has taken it meanwhile and the caller must stop."""
    held = (
        update(Job)
        .where(Job.id == job_id, Job.lease_holder == holder)
        .values(lease_until_at=until_at)
        .returning(Job.id)
    )
    return session.scalars(held).one_or_none() is not None


def finish_job(session: Session, job_id: uuid.UUID, *, holder: str, now: dt.datetime) -> None:
    """Mark a job done, if this holder still has it."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.lease_holder == holder)
        .values(done_at=now, lease_until_at=None, last_error=None)
    )


def fail_job(session: Session, job: Job, *, holder: str, now: dt.datetime, error: str) -> None:
    """Put a failed job back, later each time (1, 2, 4 ... minutes); after MOST_ATTEMPTS it is given up and stays for a person."""
    given_up = job.attempts >= MOST_ATTEMPTS
    later = now + dt.timedelta(minutes=2 ** min(job.attempts - 1, 6))
    session.execute(
        update(Job)
        .where(Job.id == job.id, Job.lease_holder == holder)
        .values(
            lease_until_at=None,
            lease_holder=None,
            last_error=error[:2000],
            run_after_at=job.run_after_at if given_up else later,
            given_up_at=now if given_up else None,
        )
    )
