"""Writes devices: registration, the end of their tokens, and what a phone says of itself. Holds hashes, never tokens."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.store.audit_writes import record_audit
from server.store.tables import Device


def save_new_device(session: Session, device_id: str, user_id: uuid.UUID, now: dt.datetime) -> Device:
    """Add a device without tokens."""
    device = Device(id=device_id, user_id=user_id, label="", registered_at=now)
    session.add(device)
    return device


def lock_device(session: Session, device_id: str) -> Device | None:
    """The device, locked until the transaction ends; None when there is none."""
    return session.scalars(select(Device).where(Device.id == device_id).with_for_update(key_share=True)).one_or_none()


def end_tokens(session: Session, device_id: str, now: dt.datetime) -> None:
    """Make both tokens of a device unknown: it has signed out."""
    session.execute(
        update(Device)
        .where(Device.id == device_id)
        .values(device_token_hash=None, upload_ticket_hash=None, signed_out_at=now)
    )


def end_device_token(session: Session, device_id: str, now: dt.datetime) -> bool:
    """Make the device token unknown, and leave the upload ticket: the phone said that it has signed out. False: it was."""
    ended = session.scalars(
        update(Device)
        .where(Device.id == device_id, Device.device_token_hash.is_not(None))
        .values(device_token_hash=None, signed_out_at=now)
        .returning(Device.id)
        .execution_options(synchronize_session=False)
    )
    return ended.one_or_none() is not None


def save_contact(session: Session, device_id: str, now: dt.datetime, state: DeviceState | None = None) -> None:
    """Note when the device was last heard of, and what it said of itself if it said anything."""
    if state is None or not state.said:
        save_contacts(session, {device_id: now})
        return
    values: dict[str, object] = {name: value for name, value in state.said.items() if name != "lost_count"}
    values |= {"last_contact_at": now, "state_reported_at": now}
    if state.lost_count is None:  # as nearly always: not by way of the ORM, which costs more than the write
        session.connection().execute(update(_DEVICES).where(_DEVICES.c.id == device_id).values(**values))
        return
    values["lost_count_said"] = state.lost_count
    if state.lost_count:
        values |= _find_lost(session, device_id, state.lost_count, now)
    session.execute(update(Device).where(Device.id == device_id).values(**values))


_DEVICES = cast("Table", Device.__table__)
_HEARD = update(_DEVICES).where(_DEVICES.c.id == bindparam("device")).values(last_contact_at=bindparam("at"))


def save_contacts(session: Session, heard: Mapping[str, dt.datetime]) -> None:
    """Note of several devices, which say nothing of themselves, when each was last heard of; in the order of their ids."""
    if heard:
        session.connection().execute(_HEARD, [{"device": one, "at": heard[one]} for one in sorted(heard)])


def list_reachable_device_ids(session: Session, user_id: uuid.UUID) -> list[str]:
    """The user's phones that may still call, held until the transaction ends, in the order of their ids."""
    return list(
        session.scalars(
            select(Device.id)
            .where(Device.user_id == user_id, Device.upload_ticket_hash.is_not(None))
            .order_by(Device.id)
            .with_for_update(key_share=True)
        )
    )


def save_offered_epoch(session: Session, device_id: str, epoch: uuid.UUID) -> None:
    """Note under which epoch the device has offered what it holds."""
    session.execute(
        update(Device)
        .where(Device.id == device_id, Device.offered_epoch.is_distinct_from(epoch))
        .values(offered_epoch=epoch)
    )


def _find_lost(session: Session, device_id: str, said: int, now: dt.datetime) -> dict[str, object]:
    """What a report of lost work adds. The phone repeats its report until it hears an answer; only what is new counts."""
    device = lock_device(session, device_id)
    if device is None or said <= device.lost_count_said:
        return {}
    total = min(device.lost_count + said - device.lost_count_said, 2**31 - 1)
    record_audit(
        session, action="device.lost_work", at=now, user_id=device.user_id, device_id=device_id, entity_type="device",
        entity_id=device_id, fields={"lost_count": {"old": device.lost_count, "new": total}},
    )  # fmt: skip
    return {"lost_count": total, "lost_reported_at": now}
