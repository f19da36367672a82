"""Phones that the Devices pages must show: work not sent and numbers missing, lost work, revoked, silent, locked, wiped, shared."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Device, DeviceView, OrderToDevice, User, ViewMembership, Visit
from tests.live.staff import COLLEAGUE, SUPERVISOR


def stage_phones(session: Session, officer: User, visits: list[Visit], now: dt.datetime) -> None:
    """The officer's phones, one of them shared with a colleague; none can be signed in with."""
    staff = {user.email: user for user in session.scalars(select(User).where(User.email.in_([COLLEAGUE, SUPERVISOR])))}
    officer.telephone = officer.telephone or "07700 900123"
    unsent = _phone(
        session, officer, "Pixel of the morning", now - dt.timedelta(minutes=20), unsent_count=3, photos_unsent=2, unfinished_count=1,
        oldest_unsent_at=now - dt.timedelta(hours=5), unsent_visit_ids=[str(visit.id) for visit in visits[:2]],
        last_device_seq=31, persisted=False, storage_used_bytes=180 * 2**20, storage_quota_bytes=6 * 2**30,
        needs_attention_count=1,
    )  # fmt: skip
    _phone(session, officer, "Phone of the stores", now - dt.timedelta(hours=2), lost_count=4, lost_reported_at=now)
    _phone(session, officer, "Lost phone", now - dt.timedelta(days=3), revoked_at=now - dt.timedelta(days=1),
           revoked_reason="Left on the bus", unsent_count=1, oldest_unsent_at=now - dt.timedelta(days=4))  # fmt: skip
    _phone(session, officer, "Old phone", now - dt.timedelta(hours=30), schema=2)
    _phone(session, officer, "Phone in the drawer", now - dt.timedelta(days=4))
    session.add(DeviceView(device_id=unsent.id, view=2))
    _phone(session, staff[COLLEAGUE], "Phone of two", now - dt.timedelta(hours=1), beside_device_id=unsent.id)
    wiped = _phone(session, officer, "Phone under repair", now - dt.timedelta(minutes=50))
    _order(session, wiped, "wipe", now - dt.timedelta(hours=2), ordered_by_id=staff[SUPERVISOR].id, told_at=now - dt.timedelta(minutes=51),
           obeyed_at=now - dt.timedelta(minutes=50))  # fmt: skip
    _hold(session, unsent, visits[:3], now)
    _hold(session, wiped, visits[3:5], now)


def _hold(session: Session, device: Device, visits: list[Visit], now: dt.datetime) -> None:
    """The first still; the others were given to somebody else an hour ago."""
    for number, visit in enumerate(visits):
        for entity_type, entity_id in (("visit", visit.id), ("resident", visit.resident_id)):
            session.add(
                ViewMembership(
                    device_id=device.id, entity_type=entity_type, entity_id=entity_id, entered_view=1,
                    entered_at=now - dt.timedelta(days=1), left_view=2 if number else None,
                    left_at=now - dt.timedelta(hours=1) if number else None,
                    left_reason="reassigned" if number else None,
                )
            )  # fmt: skip


def _order(session: Session, device: Device, kind: str, at: dt.datetime, **more: object) -> None:
    values = {"reason": "Cracked glass, goes to the workshop.", "ordered_at": at, **more}
    session.add(OrderToDevice(device_id=device.id, kind=kind, **values))


def _phone(session: Session, officer: User, label: str, heard_at: dt.datetime, **said: object) -> Device:
    values: dict[str, object] = {"schema": 3, "app_version": "1", **said}
    device = Device(
        id=str(uuid.uuid4()), user_id=officer.id, label=label, registered_at=heard_at - dt.timedelta(days=9),
        last_contact_at=heard_at, state_reported_at=heard_at,
        device_token_hash=uuid.uuid4().hex, upload_ticket_hash=uuid.uuid4().hex, **values,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return device
