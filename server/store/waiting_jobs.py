"""Reads whether a piece of work is still with the worker: queued, in hand or to be tried again. Writes nothing."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.store.tables import Job


def has_waiting_job(session: Session, key: str) -> bool:
    """Whether a job whose `unique_key` begins with `key` is neither done nor given up."""
    waiting = (Job.done_at.is_(None), Job.given_up_at.is_(None), Job.unique_key.startswith(key, autoescape=True))
    return bool(session.scalar(select(exists().where(*waiting))))
