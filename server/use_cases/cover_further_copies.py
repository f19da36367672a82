"""Cover what is too much for one transaction: of ten thousand copies of one file those after the first, in rounds of the worker.

A round that is done twice covers nothing twice; each queues the next in its own transaction.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Container
from dataclasses import replace

from sqlalchemy.orm import Session

from server.domain.picture import MOST_COPIES_AT_ONCE, PictureRefusedError
from server.store.attachment_writes import lock_attachment
from server.store.file_place import list_copy_ids
from server.store.jobs import queue_job
from server.store.pictures import area_of, list_covers
from server.store.tables import Cover
from server.store.unit_of_work import write_transaction
from server.use_cases.cover_copies import Covering, cover

COVER_JOB = "attachment.cover_copies"


def queue_further_copies(
    session: Session, attachment_id: uuid.UUID, covering: Covering, covered: Container[uuid.UUID]
) -> bool:
    """Whether there are more copies for the same resident than those `covered` here, in the transaction that covers these."""
    copies = list_copy_ids(session, attachment_id, elsewhere=False, limit=MOST_COPIES_AT_ONCE + 1)
    from_id = next((one for one in copies if one not in covered), None)
    if from_id is None:
        return False
    session.flush()
    standing = list_covers(session, [attachment_id])[attachment_id]
    of = next(one for one in standing if one.kind == covering.kind and area_of(one) == covering.area)
    _queue(session, of.id, from_id, covering.at)
    return True


def cover_further_copies(cover_id: uuid.UUID, from_id: uuid.UUID, *, at: dt.datetime) -> None:
    """One round: the copies from this id on. One that can take no more areas is hidden whole: shown to nobody is the safe side."""
    with write_transaction() as session:
        of = session.get(Cover, cover_id)
        if of is None:
            return
        covering = Covering(area_of(of), of.reason, of.made_by_id, at, of.made_by_id)
        copies = list_copy_ids(
            session, of.attachment_id, elsewhere=False, limit=MOST_COPIES_AT_ONCE + 1, from_id=from_id
        )
        for one in copies[:MOST_COPIES_AT_ONCE]:
            attachment = lock_attachment(session, one)
            if attachment is None or attachment.status != "received":
                continue
            try:
                cover(session, {one: attachment}, covering, of_id=of.attachment_id)
            except PictureRefusedError:
                cover(session, {one: attachment}, replace(covering, area=None), of_id=of.attachment_id)
        if len(copies) > MOST_COPIES_AT_ONCE:
            _queue(session, cover_id, copies[-1], at)


def _queue(session: Session, cover_id: uuid.UUID, from_id: uuid.UUID, at: dt.datetime) -> None:
    queue_job(
        session, COVER_JOB, {"cover_id": str(cover_id), "from_id": str(from_id)}, now=at,
        unique_key=f"{COVER_JOB}:{cover_id}:{from_id}",
    )  # fmt: skip
