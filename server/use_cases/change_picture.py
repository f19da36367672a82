"""Turn a picture, black out an area of it, hide a file, or take a cover back. The original stays as it came.

From the moment that this is committed the picture drawn before is shown to nobody; it is drawn anew at once, and by the worker
where that is interrupted. Who, when and why stand with the cover and in the audit trail.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore, MissingBytesError
from server.attachments.render_apart import RenderInterruptedError
from server.domain.operation import clean_text
from server.domain.picture import (
    LONGEST_REASON,
    MOST_AREAS,
    QUARTERS,
    Area,
    CoverKind,
    PictureRefusedError,
    as_turned,
)
from server.store.attachment_writes import lock_attachment
from server.store.audit_writes import record_audit
from server.store.jobs import queue_job
from server.store.pictures import area_of, list_covers
from server.store.tables import Attachment, Cover
from server.store.unit_of_work import write_transaction
from server.use_cases.judge_upload import DERIVATIVES_JOB
from server.use_cases.make_derivatives import make_derivatives

ENTITY = "attachment"
WORKER_WAITS = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes which picture, and the version of it that they saw."""

    attachment_id: uuid.UUID
    seen_version: int
    by_id: uuid.UUID
    at: dt.datetime


def turn_picture(store: ByteStore, change: Change, quarters: int) -> None:
    """By so many quarters clockwise; -1 is to the left. Raises PictureRefusedError, as do all of these."""
    with write_transaction() as session:
        attachment = _lock_seen(session, change)
        before = attachment.turns
        attachment.turns = (before + quarters) % QUARTERS
        _draw_anew(session, attachment, change.at)
        _audit(session, change, "turn", {"turns": {"old": before, "new": attachment.turns}})
    _draw(store, change)


def black_out(store: ByteStore, change: Change, area: Area, reason: str) -> None:
    """An area of the picture as it is turned now."""
    why = _read_reason(reason)
    with write_transaction() as session:
        attachment = _lock_seen(session, change)
        covers = list_covers(session, [attachment.id]).get(attachment.id, [])
        if sum(cover.kind == CoverKind.AREA for cover in covers) >= MOST_AREAS:
            raise PictureRefusedError("too_many_areas")
        upright = as_turned(area, -attachment.turns)
        session.add(
            Cover(
                attachment_id=attachment.id, kind=CoverKind.AREA, from_left=upright.left, from_top=upright.top,
                width=upright.width, height=upright.height, reason=why, made_by_id=change.by_id, made_at=change.at,
            )
        )  # fmt: skip
        _draw_anew(session, attachment, change.at)
        lengths = [upright.left, upright.top, upright.width, upright.height]
        said = {"area": {"old": None, "new": lengths}, "reason": {"old": None, "new": why}}
        _audit(session, change, "black_out", said)
    _draw(store, change)


def hide_file(change: Change, reason: str) -> None:
    """Nobody is shown it, until that is taken back. What was seen of it plays no part."""
    why = _read_reason(reason)
    with write_transaction() as session:
        attachment = _lock(session, change.attachment_id)
        covers = list_covers(session, [attachment.id]).get(attachment.id, [])
        if any(cover.kind == CoverKind.WHOLE for cover in covers):
            raise PictureRefusedError("hidden_already")
        session.add(
            Cover(
                attachment_id=attachment.id, kind=CoverKind.WHOLE, reason=why, made_by_id=change.by_id,
                made_at=change.at,
            )
        )  # fmt: skip
        _audit(session, change, "hide", {"reason": {"old": None, "new": why}})


def take_back_cover(store: ByteStore, change: Change, cover_id: uuid.UUID, reason: str) -> None:
    """What it covered is shown again. The cover stays on record, with who took it back and why."""
    why = _read_reason(reason)
    with write_transaction() as session:
        attachment = _lock(session, change.attachment_id)
        cover = session.get(Cover, cover_id, populate_existing=True)
        if cover is None or cover.attachment_id != attachment.id:
            raise PictureRefusedError("not_found")
        if cover.taken_back_at is not None:
            raise PictureRefusedError("taken_back_already")
        cover.taken_back_at, cover.taken_back_by_id, cover.taken_back_reason = change.at, change.by_id, why
        if area_of(cover) is not None:
            _draw_anew(session, attachment, change.at)
        said = {"cover_id": {"old": str(cover_id), "new": None}, "reason": {"old": cover.reason, "new": why}}
        _audit(session, change, "take_back", said)
        is_area = cover.kind == CoverKind.AREA
    if is_area:
        _draw(store, change)


def _lock_seen(session: Session, change: Change) -> Attachment:
    attachment = _lock(session, change.attachment_id)
    if attachment.picture_version != change.seen_version:
        raise PictureRefusedError("changed_meanwhile")
    return attachment


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


def _draw_anew(session: Session, attachment: Attachment, at: dt.datetime) -> None:
    attachment.picture_version += 1
    queue_job(
        session, DERIVATIVES_JOB, {"attachment_id": str(attachment.id)}, now=at, run_after_at=at + WORKER_WAITS,
        unique_key=f"{DERIVATIVES_JOB}:{attachment.id}:{attachment.picture_version}",
    )  # fmt: skip


def _draw(store: ByteStore, change: Change) -> None:
    """At once; what interrupts this is the worker's."""
    try:
        make_derivatives(store, change.attachment_id, now=change.at)
    except (RenderInterruptedError, MissingBytesError, OSError):
        return


def _audit(session: Session, change: Change, step: str, fields: dict[str, Any]) -> None:
    record_audit(
        session, action=f"picture.{step}", at=change.at, user_id=change.by_id, entity_type=ENTITY,
        entity_id=change.attachment_id, fields=fields,
    )  # fmt: skip
