"""Phones that the Devices pages must show: one with work not sent and numbers missing, one that lost work, one revoked, one silent."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.store.tables import Device, User, ViewMembership, Visit


def stage_phones(session: Session, officer: User, visits: list[Visit], now: dt.datetime) -> None:
    """Four phones of the officer's; none can be signed in with."""
    officer.telephone = officer.telephone or "07700 900123"
    unsent = _phone(
        session, officer, "Pixel of the morning", now - dt.timedelta(minutes=20), unsent_count=3, photos_unsent=2,
        oldest_unsent_at=now - dt.timedelta(hours=5), unsent_visit_ids=[str(visit.id) for visit in visits[:2]],
        last_device_seq=31, persisted=False, storage_used_bytes=180 * 2**20, storage_quota_bytes=6 * 2**30,
        needs_attention_count=1,
    )  # fmt: skip
    _phone(session, officer, "Phone of the stores", now - dt.timedelta(hours=2), lost_count=4, lost_reported_at=now)
    _phone(session, officer, "Lost phone", now - dt.timedelta(days=3), revoked_at=now - dt.timedelta(days=1),
           revoked_reason="Left on the bus", unsent_count=1, oldest_unsent_at=now - dt.timedelta(days=4))  # fmt: skip
    for number, visit in enumerate(visits[:3]):
        session.add(
            ViewMembership(
                device_id=unsent.id, entity_type="visit", entity_id=visit.id, entered_view=1,
                entered_at=now - dt.timedelta(days=1), left_view=2 if number else None,
                left_at=now - dt.timedelta(hours=1) if number else None, left_reason="reassigned" if number else None,
            )
        )  # fmt: skip


def _phone(session: Session, officer: User, label: str, heard_at: dt.datetime, **said: object) -> Device:
    device = Device(
        id=str(uuid.uuid4()), user_id=officer.id, label=label, registered_at=heard_at - dt.timedelta(days=9),
        last_contact_at=heard_at, state_reported_at=heard_at, schema=2, app_version="1",
        device_token_hash=uuid.uuid4().hex, upload_ticket_hash=uuid.uuid4().hex, **said,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return device
