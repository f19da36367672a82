"""Writes what a device was sent and what it acknowledged, and the log of rows that came and went. Never forgets a view early."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
import zlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Insert, bindparam, insert, select, update
from sqlalchemy.orm import Session

from server.domain.phone_rows import PERSONAL_TYPES
from server.domain.view import RowKey
from server.store.id_lists import find_dialect, list_as_table, write_list
from server.store.inserting import insert_into
from server.store.tables import DeviceView, ViewMembership
from server.store.views import find_device_view

_FAST = 1


def pack_lines(lines: str) -> bytes:
    """The lines of a view as they are stored."""
    return zlib.compress(lines.encode(), _FAST)


def lock_device_view(session: Session, device_id: str) -> DeviceView:
    """The device's row, made on its first pull, held until the transaction ends."""
    found = find_device_view(session, device_id, lock=True)
    if found is None:
        session.execute(insert_into(session, DeviceView).values(device_id=device_id, view=0).on_conflict_do_nothing())
        found = find_device_view(session, device_id, lock=True)
    assert found is not None  # made a line above
    return found


def save_entered(session: Session, device_id: str, keys: Sequence[RowKey], view: int, now: dt.datetime) -> None:
    """Log that the rows about people among `keys` were sent to the device under this view number."""
    dialect = find_dialect(session)
    for entity_type in PERSONAL_TYPES:
        ids = [row_id for row_type, row_id in keys if row_type == entity_type]
        if ids:
            session.connection().execute(
                _enter(dialect),
                {
                    "device_id": device_id,
                    "entity_type": entity_type,
                    "entered_view": view,
                    "entered_at": now,
                    "ids": write_list(ids, dialect),
                },
            )


@functools.cache
def _enter(dialect: str) -> Insert:
    """One statement for all rows of a type: a placeholder for each would cost more than the rows."""
    rows, row_id = list_as_table("ids", dialect)
    fixed = ("device_id", "entity_type", "entered_view", "entered_at")
    columns = ViewMembership.__table__.c
    values = [bindparam(name, type_=columns[name].type).label(name) for name in fixed]
    return insert(ViewMembership).from_select([*fixed, "entity_id"], select(*values, row_id).select_from(rows))


def save_left(session: Session, device_id: str, reasons: Mapping[RowKey, str], view: int, now: dt.datetime) -> None:
    """Log that the device was told to drop these rows, each with its reason."""
    by_reason: dict[str, list[uuid.UUID]] = {}
    for (row_type, row_id), reason in reasons.items():
        if row_type in PERSONAL_TYPES:
            by_reason.setdefault(reason, []).append(uuid.UUID(row_id))
    for reason, ids in by_reason.items():
        session.execute(
            update(ViewMembership)
            .where(
                ViewMembership.device_id == device_id,
                ViewMembership.entity_id.in_(ids),
                ViewMembership.left_view.is_(None),
            )
            .values(left_view=view, left_at=now, left_reason=reason)
            .execution_options(synchronize_session=False)
        )
