"""What is covered of a file is covered of its copies: files of the very same bytes, which show the very same picture.

Those for the same resident are covered with it, whether they came before or come later; those for somebody else when whoever covers
it says so. Each has its own cover and its own line in the audit trail, and is taken back on its own.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.picture import (
    MOST_AREAS,
    MOST_COPIES_AT_ONCE,
    MOST_COPIES_ELSEWHERE,
    Area,
    CoverKind,
    PictureRefusedError,
)
from server.store.attachment_writes import lock_attachment
from server.store.audit_writes import record_audit
from server.store.file_place import list_copy_ids, list_covers_of_copies
from server.store.jobs import queue_job
from server.store.pictures import area_of, list_all_covers, list_covers, list_picture_keys
from server.store.tables import Attachment, Cover
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.judge_upload import DERIVATIVES_JOB

ENTITY = "attachment"
_STEPS = {CoverKind.AREA: "black_out", CoverKind.WHOLE: "hide"}


@dataclass(frozen=True, slots=True)
class Covering:
    """An area of the upright picture, or (None) the whole file; who covers it and why. `audited_id` None: it came by itself."""

    area: Area | None
    reason: str
    by_id: uuid.UUID
    at: dt.datetime
    audited_id: uuid.UUID | None

    @property
    def kind(self) -> CoverKind:
        """What is covered."""
        return CoverKind.WHOLE if self.area is None else CoverKind.AREA


def lock_with_copies(session: Session, attachment_id: uuid.UUID, *, elsewhere: bool) -> dict[uuid.UUID, Attachment]:
    """The file and its copies by id, locked in everybody's order: of this resident's the first MOST_COPIES_AT_ONCE, among which is one
    that whoever covers any of them locks as well. Raises PictureRefusedError (not_found, too_many_copies).
    """
    locked: dict[uuid.UUID, Attachment] = {}
    while (ids := {attachment_id, *_list_copies(session, attachment_id, elsewhere=elsewhere)}) - locked.keys():
        for one in sorted(ids):
            attachment = lock_attachment(session, one)
            if attachment is None or attachment.status != "received" or attachment.purpose != "file":
                if one == attachment_id:
                    raise PictureRefusedError("not_found")
                continue
            locked[one] = attachment
    return locked


def cover(
    session: Session, files: Mapping[uuid.UUID, Attachment], covering: Covering, *, of_id: uuid.UUID
) -> frozenset[uuid.UUID]:
    """Those of these locked files that were covered now; what is covered so already stays as it is. Raises PictureRefusedError."""
    standing = list_covers(session, files.keys())
    done = set()
    for one, attachment in files.items():
        covers = standing.get(one, [])
        if any(each.kind == covering.kind and area_of(each) == covering.area for each in covers):
            continue
        if covering.area and sum(each.kind == CoverKind.AREA for each in covers) >= MOST_AREAS:
            raise PictureRefusedError("too_many_areas")
        _add(session, attachment, covering, of_id=of_id)
        done.add(one)
    return frozenset(done)


def cover_as_copies(attachment_id: uuid.UUID, *, at: dt.datetime) -> None:
    """What has come and was never drawn is covered as its copies for the same resident are, before anybody is shown it."""
    with read_now() as session:
        if not list_covers_of_copies(session, attachment_id):
            return
    with write_transaction() as session:
        files = lock_with_copies(session, attachment_id, elsewhere=False)
        this = files[attachment_id]
        is_drawn = this.picture_version > 0 or list_picture_keys(session, attachment_id)
        if is_drawn or list_all_covers(session, attachment_id):
            return
        for each in list_covers_of_copies(session, attachment_id):
            copy_covers(session, this, [each], of_id=each.attachment_id, at=at, audited_id=None)


def copy_covers(
    session: Session, attachment: Attachment, covers: Iterable[Cover], *, of_id: uuid.UUID, at: dt.datetime,
    audited_id: uuid.UUID | None,
) -> int:  # fmt: skip
    """Cover a locked file as another of its bytes is; how many covers were added. Raises PictureRefusedError."""
    added = 0
    for each in covers:
        covering = Covering(area_of(each), each.reason, audited_id or each.made_by_id, at, audited_id)
        added += len(cover(session, {attachment.id: attachment}, covering, of_id=of_id))
        session.flush()
    return added


def draw_anew(session: Session, attachment: Attachment, at: dt.datetime) -> None:
    """From the end of this transaction nobody is shown what was drawn before; the worker draws it as it is to be shown now."""
    attachment.picture_version += 1
    attachment.picture_fault = None
    queue_job(
        session, DERIVATIVES_JOB, {"attachment_id": str(attachment.id), "version": attachment.picture_version}, now=at,
        unique_key=f"{DERIVATIVES_JOB}:{attachment.id}:{attachment.picture_version}",
    )  # fmt: skip


def _list_copies(session: Session, attachment_id: uuid.UUID, *, elsewhere: bool) -> list[uuid.UUID]:
    copies = list_copy_ids(session, attachment_id, elsewhere=False, limit=MOST_COPIES_AT_ONCE)
    if elsewhere:
        others = list_copy_ids(session, attachment_id, elsewhere=True, limit=MOST_COPIES_ELSEWHERE + 1)
        if len(others) > MOST_COPIES_ELSEWHERE:
            raise PictureRefusedError("too_many_copies")
        copies += others
    return copies


def _add(session: Session, attachment: Attachment, covering: Covering, *, of_id: uuid.UUID) -> None:
    area = covering.area
    lengths = [area.left, area.top, area.width, area.height] if area else [None] * 4
    session.add(
        Cover(
            attachment_id=attachment.id, kind=covering.kind, from_left=lengths[0], from_top=lengths[1], width=lengths[2],
            height=lengths[3], reason=covering.reason, made_by_id=covering.by_id, made_at=covering.at,
        )
    )  # fmt: skip
    said: dict[str, Any] = {"reason": {"old": None, "new": covering.reason}}
    if area:
        said["area"] = {"old": None, "new": lengths}
        if covering.audited_id is not None:  # else it was never drawn, and is about to be
            draw_anew(session, attachment, covering.at)
    if of_id != attachment.id:
        said["copy_of"] = {"old": None, "new": str(of_id)}
    record_audit(
        session, action=f"picture.{_STEPS[covering.kind]}", at=covering.at, user_id=covering.audited_id, entity_type=ENTITY,
        entity_id=attachment.id, fields=said,
    )  # fmt: skip
