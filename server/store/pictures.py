"""Reads which pictures may be shown: derivatives, as drawn last, of whole attachments that are neither quarantined nor hidden.

Every page and every export asks here. Knows no bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from server.domain.picture import Area, CoverKind, Drawing
from server.store.tables import Attachment, Cover, Derivative, Visit


def list_shown_pictures(
    session: Session, attachment_ids: Collection[uuid.UUID], longest_side: int
) -> frozenset[uuid.UUID]:
    """Those of which a picture of this size may be shown."""
    sizes = list_sizes(session, attachment_ids) if attachment_ids else {}
    return frozenset(attachment_id for attachment_id, sides in sizes.items() if longest_side in sides)


def find_picture(session: Session, attachment_id: uuid.UUID, longest_side: int) -> Derivative | None:
    """The derivative of this size, or None."""
    return session.scalar(
        select(Derivative)
        .join(Attachment, Attachment.id == Derivative.attachment_id)
        .where(Attachment.id == attachment_id, Derivative.longest_side == longest_side, *_shown())
    )


def list_sizes(session: Session, attachment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[int]]:
    """In which sizes each can be shown; what is not named cannot."""
    made = select(Derivative.attachment_id, Derivative.longest_side).join(
        Attachment, Attachment.id == Derivative.attachment_id
    )
    found: dict[uuid.UUID, set[int]] = {}
    for attachment_id, side in session.execute(made.where(Attachment.id.in_(attachment_ids), *_shown())):
        found.setdefault(attachment_id, set()).add(side)
    return {attachment_id: frozenset(sides) for attachment_id, sides in found.items()}


def list_covers(session: Session, attachment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Cover]]:
    """What is covered of each now, the oldest first."""
    found: dict[uuid.UUID, list[Cover]] = {}
    for cover in session.scalars(
        _in_order().where(Cover.attachment_id.in_(attachment_ids), Cover.taken_back_at.is_(None))
    ):
        found.setdefault(cover.attachment_id, []).append(cover)
    return found


def list_all_covers(session: Session, attachment_id: uuid.UUID) -> Sequence[Cover]:
    """What is and was covered of it, the oldest first."""
    return session.scalars(_in_order().where(Cover.attachment_id == attachment_id)).all()


def find_drawing(session: Session, attachment: Attachment) -> Drawing:
    """How its picture is to be drawn now."""
    covers = list_covers(session, [attachment.id]).get(attachment.id, [])
    return Drawing(attachment.turns, tuple(area for cover in covers if (area := area_of(cover)) is not None))


def find_covered(covers: Iterable[Cover]) -> CoverKind | None:
    """What standing covers come to: the whole file, an area, or nothing."""
    kinds = {CoverKind(cover.kind) for cover in covers}
    return next((kind for kind in (CoverKind.WHOLE, CoverKind.AREA) if kind in kinds), None)


def area_of(cover: Cover) -> Area | None:
    """The area that a cover blacks out; None for a file that is hidden whole."""
    if cover.from_left is None or cover.from_top is None or cover.width is None or cover.height is None:
        return None
    return Area(cover.from_left, cover.from_top, cover.width, cover.height)


def _in_order() -> Select[Cover]:
    return select(Cover).order_by(Cover.made_at, Cover.id)


def _shown() -> tuple[ColumnElement[bool], ...]:
    is_hidden = select(Cover.id).where(
        Cover.attachment_id == Attachment.id, Cover.kind == CoverKind.WHOLE, Cover.taken_back_at.is_(None)
    )
    return Attachment.status == "received", Derivative.version == Attachment.picture_version, ~is_hidden.exists()


def find_visit_of_attachment(session: Session, attachment_id: uuid.UUID) -> Visit | None:
    """The visit that an attachment belongs to, or None."""
    return session.scalar(
        select(Visit).join(Attachment, Attachment.visit_id == Visit.id).where(Attachment.id == attachment_id)
    )


def list_picture_keys(session: Session, attachment_id: uuid.UUID) -> set[str]:
    """Where the bytes of its pictures rest, shown or not."""
    made = select(Derivative.storage_key).where(Derivative.attachment_id == attachment_id)
    return set(session.scalars(made))
