"""Reads what the council has of the work a phone offers: its own and its officer's. What others sent says nothing to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from server.domain.upload import HASH_DIFFERS
from server.store.tables import Attachment, Operation


def find_known_op_ids(
    session: Session, op_ids: Collection[uuid.UUID], device_id: str, user_id: uuid.UUID
) -> set[uuid.UUID]:
    """Those of the operations that the log has of this device, or of its officer by another one.

    What somebody else sent under such an id is other work: this phone's is wanted, and kept apart from that.
    """
    if not op_ids:
        return set()
    own = or_(Operation.device_id == device_id, Operation.user_id == user_id)
    return set(session.scalars(select(Operation.op_id).where(Operation.op_id.in_(op_ids), own)))


def find_known_attachments(
    session: Session, attachment_ids: Collection[uuid.UUID], device_id: str, user_id: uuid.UUID
) -> dict[uuid.UUID, str]:
    """{id: SHA-256} of those of this device or its officer whose bytes are here, whole: received, or kept apart for what they are."""
    if not attachment_ids:
        return {}
    own = or_(Attachment.device_id == device_id, Attachment.uploaded_by_id == user_id)
    refused = and_(Attachment.status == "quarantined", Attachment.quarantine_reason != HASH_DIFFERS)
    rows = session.execute(
        select(Attachment.id, Attachment.sha256).where(
            Attachment.id.in_(attachment_ids), or_(Attachment.status == "received", refused), own
        )
    )
    return {row[0]: row[1] for row in rows}
