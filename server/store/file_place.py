"""Reads where a file hangs: its resident, and the visit, the case, the submission or the asked-for document it came for.

And what else came with the very same bytes, wherever it hangs. Writes nothing; the caller audits the view.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from sqlalchemy import Select, case, false, func, select
from sqlalchemy.orm import Session, aliased

from server.domain.picture import CoverKind
from server.store.pictures import find_covered, list_covers
from server.store.tables import (
    Attachment,
    Case,
    Cover,
    EvidenceFile,
    EvidenceItem,
    Submission,
    Visit,
)

MOST_SAME = 20  # of one file: a council's own leaflet may come often


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """One file and what it hangs on; None where it hangs on none. `resident_id` None: of nobody that is known."""

    attachment_id: uuid.UUID
    at: dt.datetime
    resident_id: uuid.UUID | None
    case_id: uuid.UUID | None
    visit_id: uuid.UUID | None
    submission_id: uuid.UUID | None
    item_id: uuid.UUID | None
    request_id: uuid.UUID | None


class Nearness(IntEnum):
    """Where the same bytes came as well, the nearest first."""

    DOCUMENT = 0
    REQUEST = 1
    RESIDENT = 2
    ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class SameBytes:
    """Another file of the same bytes; `is_first`: it came before. `covered` is what is covered of that one now."""

    place: FilePlace
    nearness: Nearness
    is_first: bool
    covered: CoverKind | None = None


def find_place(session: Session, attachment_id: uuid.UUID) -> FilePlace | None:
    """Where this file hangs; None where there is no such file."""
    row = session.execute(_places(Attachment).where(Attachment.id == attachment_id)).one_or_none()
    return None if row is None else FilePlace(**row._mapping)


def list_same_bytes(session: Session, attachment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[SameBytes]]:
    """For each file, what else came with its bytes, the nearest and then the oldest first. Whoever is asked, bytes are bytes."""
    own = {row.attachment_id: FilePlace(**row._mapping) for row in session.execute(_list_places(attachment_ids))}
    found: dict[uuid.UUID, list[SameBytes]] = {}
    for row in session.execute(_list_nearest_pairs(attachment_ids)):
        values = dict(row._mapping)
        this_place = own[values.pop("same_as_id")]
        other = FilePlace(**values)
        is_first = (other.at, other.attachment_id) < (this_place.at, this_place.attachment_id)
        found.setdefault(this_place.attachment_id, []).append(SameBytes(other, _nearness(this_place, other), is_first))
    nearest = {
        one: sorted(same, key=lambda each: (each.nearness, each.place.at, each.place.attachment_id))[:MOST_SAME]
        for one, same in found.items()
    }
    covers = list_covers(session, {each.place.attachment_id for same in nearest.values() for each in same})
    return {
        one: [replace(each, covered=find_covered(covers.get(each.place.attachment_id, ()))) for each in same]
        for one, same in nearest.items()
    }


def list_copy_ids(
    session: Session,
    attachment_id: uuid.UUID,
    *,
    elsewhere: bool,
    limit: int | None = None,
    from_id: uuid.UUID | None = None,
) -> list[uuid.UUID]:
    """Received files of its very bytes: for the same resident, or (`elsewhere`) for anybody else; by id, from `from_id` on."""
    found = _select_copies(session, attachment_id, elsewhere=elsewhere)
    if found is None:
        return []
    if from_id is not None:
        found = found.where(found.selected_columns.attachment_id >= from_id)
    return list(session.scalars(found.order_by(found.selected_columns.attachment_id).limit(limit)))


def list_covers_of_copies(session: Session, attachment_id: uuid.UUID) -> list[Cover]:
    """What is covered now of any of its copies for the same resident, each once: of ten thousand covered alike the oldest."""
    copies = _select_copies(session, attachment_id, elsewhere=False)
    if copies is None:
        return []
    alike = (Cover.kind, Cover.from_left, Cover.from_top, Cover.width, Cover.height)
    nth = func.row_number().over(partition_by=alike, order_by=(Cover.made_at, Cover.id)).label("nth")
    standing = select(Cover.id, nth).where(Cover.attachment_id.in_(copies), Cover.taken_back_at.is_(None)).subquery()
    first = select(standing.c.id).where(standing.c.nth == 1)
    return list(session.scalars(select(Cover).where(Cover.id.in_(first)).order_by(Cover.made_at, Cover.id)))


def _select_copies(session: Session, attachment_id: uuid.UUID, *, elsewhere: bool) -> Select[uuid.UUID] | None:
    this = session.execute(
        select(Attachment.sha256, Attachment.size).where(Attachment.id == attachment_id, Attachment.purpose == "file")
    ).one_or_none()
    if this is None:
        return None
    own = find_place(session, attachment_id)
    same = (Attachment.sha256 == this.sha256, Attachment.size == this.size, Attachment.status == "received")
    copies = _places(Attachment).where(*same, Attachment.id != attachment_id).subquery()
    resident_id = own.resident_id if own else None
    if resident_id is None and not elsewhere:
        return None
    is_theirs = copies.c.resident_id == resident_id
    found = select(copies.c.attachment_id).distinct()
    if resident_id is not None:
        found = found.where(~func.coalesce(is_theirs, false()) if elsewhere else is_theirs)
    return found


def _list_nearest_pairs(attachment_ids: Collection[uuid.UUID]) -> Any:
    """MOST_SAME for each file, chosen where they lie: of one file there may be ten thousand."""
    this, own = aliased(Attachment), _list_places(attachment_ids).subquery()
    pair = (
        _places(Attachment)
        .join(this, (this.sha256 == Attachment.sha256) & (this.size == Attachment.size) & (this.id != Attachment.id))
        .where(this.id.in_(attachment_ids), Attachment.status.in_(("received", "quarantined")))
        .add_columns(this.id.label("same_as_id"))
        .subquery()
    )
    nearness = case(
        *((pair.c[name] == own.c[name], order) for order, name in enumerate(("item_id", "request_id", "resident_id"))),
        else_=len(Nearness) - 1,
    )
    nth = func.row_number().over(partition_by=pair.c.same_as_id, order_by=(nearness, pair.c.at, pair.c.attachment_id))
    ranked = select(*pair.c, nth.label("nth")).join(own, own.c.attachment_id == pair.c.same_as_id).subquery()
    return select(*(column for column in ranked.c if column.name != "nth")).where(ranked.c.nth <= MOST_SAME)


def _nearness(this: FilePlace, other: FilePlace) -> Nearness:
    if this.item_id is not None and this.item_id == other.item_id:
        return Nearness.DOCUMENT
    if this.request_id is not None and this.request_id == other.request_id:
        return Nearness.REQUEST
    is_same_person = this.resident_id is not None and this.resident_id == other.resident_id
    return Nearness.RESIDENT if is_same_person else Nearness.ELSEWHERE


def _list_places(attachment_ids: Collection[uuid.UUID]) -> Any:
    return _places(Attachment).where(Attachment.id.in_(attachment_ids))


def _places(of: type[Attachment]) -> Any:
    """A submission is found by its instance as well: a file may come before it, and is tied to it by that name."""
    case, visit, submission = aliased(Case), aliased(Visit), aliased(Submission)
    return (
        select(
            of.id.label("attachment_id"),
            func.coalesce(of.received_at, of.created_at).label("at"),
            func.coalesce(case.resident_id, visit.resident_id, submission.resident_id).label("resident_id"),
            func.coalesce(of.case_id, visit.case_id, submission.case_id).label("case_id"),
            func.coalesce(of.visit_id, submission.visit_id).label("visit_id"),
            submission.id.label("submission_id"),
            EvidenceFile.item_id,
            EvidenceItem.request_id,
        )
        .outerjoin(case, case.id == of.case_id)
        .outerjoin(submission, submission.instance_id == of.instance_id)
        .outerjoin(visit, visit.id == func.coalesce(of.visit_id, submission.visit_id))
        .outerjoin(EvidenceFile, EvidenceFile.attachment_id == of.id)
        .outerjoin(EvidenceItem, EvidenceItem.id == EvidenceFile.item_id)
        .where(of.purpose == "file")
    )
