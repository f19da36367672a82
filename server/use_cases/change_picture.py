"""Turn a picture, black out an area of it, hide a file, or take a cover back. The original stays as it came.

From the moment that this is committed the picture drawn before is shown to nobody; the worker draws it anew, and where it cannot,
that is said with the file. Who, when and why stand with the cover and in the audit trail.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.operation import clean_text
from server.domain.picture import LONGEST_REASON, QUARTERS, Area, PictureRefusedError, as_turned
from server.store.attachment_writes import lock_attachment
from server.store.audit_writes import record_audit
from server.store.pictures import area_of, list_covers
from server.store.tables import Attachment, Cover
from server.store.unit_of_work import write_transaction
from server.use_cases.cover_copies import ENTITY, Covering, copy_covers, cover, draw_anew, lock_with_copies
from server.use_cases.cover_further_copies import queue_further_copies


@dataclass(frozen=True, slots=True)
class CoveredCopies:
    """How many copies were covered with a file; `is_more`: the worker covers the others, which are shown until then."""

    count: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes which picture, and the version of it that they saw."""

    attachment_id: uuid.UUID
    seen_version: int
    by_id: uuid.UUID
    at: dt.datetime


def turn_picture(change: Change, quarters: int) -> None:
    """By so many quarters clockwise; -1 is to the left. Raises PictureRefusedError, as do all of these."""
    with write_transaction() as session:
        attachment = _lock(session, change.attachment_id)
        _check_seen(attachment, change)
        before = attachment.turns
        attachment.turns = (before + quarters) % QUARTERS
        draw_anew(session, attachment, change.at)
        _audit(session, change, "turn", {"turns": {"old": before, "new": attachment.turns}})


def black_out(change: Change, area: Area, reason: str, *, elsewhere: bool = False) -> CoveredCopies:
    """An area of the picture as it is turned now, and of its copies. `elsewhere`: those of others too."""
    why = _read_reason(reason)
    with write_transaction() as session:
        files = lock_with_copies(session, change.attachment_id, elsewhere=elsewhere)
        attachment = files[change.attachment_id]
        _check_seen(attachment, change)
        covering = Covering(as_turned(area, -attachment.turns), why, change.by_id, change.at, change.by_id)
        count = len(cover(session, files, covering, of_id=attachment.id) - {attachment.id})
        return CoveredCopies(count, queue_further_copies(session, attachment.id, covering, files))


def hide_file(change: Change, reason: str, *, elsewhere: bool = False) -> CoveredCopies:
    """Nobody is shown it or its copies, until that is taken back. What was seen of it plays no part."""
    why = _read_reason(reason)
    with write_transaction() as session:
        files = lock_with_copies(session, change.attachment_id, elsewhere=elsewhere)
        covering = Covering(None, why, change.by_id, change.at, change.by_id)
        hidden = cover(session, files, covering, of_id=change.attachment_id)
        if change.attachment_id not in hidden:
            raise PictureRefusedError("hidden_already")
        return CoveredCopies(len(hidden) - 1, queue_further_copies(session, change.attachment_id, covering, files))


def cover_as(change: Change, other_id: uuid.UUID) -> None:
    """What is covered of another file of the same bytes is covered of this one, for the reasons that stand there."""
    with write_transaction() as session:
        locked = {one: _lock(session, one) for one in sorted({change.attachment_id, other_id})}
        attachment, other = locked[change.attachment_id], locked[other_id]
        if other is attachment or (other.sha256, other.size) != (attachment.sha256, attachment.size):
            raise PictureRefusedError("not_found")
        covers = list_covers(session, [other_id]).get(other_id, [])
        if not copy_covers(session, attachment, covers, of_id=other_id, at=change.at, audited_id=change.by_id):
            raise PictureRefusedError("nothing_to_cover")


def draw_again(change: Change) -> None:
    """Have the worker try again what it could not draw."""
    with write_transaction() as session:
        attachment = _lock(session, change.attachment_id)
        if attachment.picture_fault is None:
            raise PictureRefusedError("drawn_already")
        said = {"picture_fault": {"old": attachment.picture_fault, "new": None}}
        draw_anew(session, attachment, change.at)
        _audit(session, change, "draw_again", said)


def take_back_cover(change: Change, cover_id: uuid.UUID, reason: str) -> None:
    """What it covered is shown again, here and not of its copies. The cover stays on record, with who took it back and why."""
    why = _read_reason(reason)
    with write_transaction() as session:
        attachment = _lock(session, change.attachment_id)
        taken = session.get(Cover, cover_id, populate_existing=True)
        if taken is None or taken.attachment_id != attachment.id:
            raise PictureRefusedError("not_found")
        if taken.taken_back_at is not None:
            raise PictureRefusedError("taken_back_already")
        taken.taken_back_at, taken.taken_back_by_id, taken.taken_back_reason = change.at, change.by_id, why
        if area_of(taken) is not None:
            draw_anew(session, attachment, change.at)
        said = {"cover_id": {"old": str(cover_id), "new": None}, "reason": {"old": taken.reason, "new": why}}
        _audit(session, change, "take_back", said)


def _check_seen(attachment: Attachment, change: Change) -> None:
    if attachment.picture_version != change.seen_version:
        raise PictureRefusedError("changed_meanwhile")


def _lock(session: Session, attachment_id: uuid.UUID) -> Attachment:
    attachment = lock_attachment(session, attachment_id)
    if attachment is None or attachment.status != "received" or attachment.purpose != "file":
        raise PictureRefusedError("not_found")
    return attachment


def _read_reason(reason: str) -> str:
    why = clean_text(reason).strip()
    if not why:
        raise PictureRefusedError("reason_missing")
    if len(why) > LONGEST_REASON:
        raise PictureRefusedError("reason_too_long")
    return why


def _audit(session: Session, change: Change, step: str, fields: dict[str, Any]) -> None:
    record_audit(
        session, action=f"picture.{step}", at=change.at, user_id=change.by_id, entity_type=ENTITY,
        entity_id=change.attachment_id, fields=fields,
    )  # fmt: skip
