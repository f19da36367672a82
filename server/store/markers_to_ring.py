"""Reads whom to ring about a marker: a phone holds a visit there and has not acknowledged the marker. Writes nothing.

A push may not arrive and a phone may have no signal, so nothing but a view that the phone acknowledged ends the line.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from server.domain.warning_marker import MarkerStatus
from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.markers import stands_before, with_marked
from server.store.tables import Device, DeviceView, Resident, User, ViewMembership, Visit, WarningMarker


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerToRing:
    """One officer and one marker that their phone may not show; `last_contact_at` is when that phone was last heard."""

    marker: WarningMarker
    visit_id: uuid.UUID
    planned_on: dt.date
    first_name: str | None
    last_name: str | None
    officer_id: uuid.UUID
    officer: str
    telephone: str | None
    last_contact_at: dt.datetime | None


def list_officers_to_ring(session: Session, limit: int) -> list[OfficerToRing]:
    """The marker that was approved last stands last: who has waited longest is rung first. One line an officer and marker.

    By what phones hold, not by whose visit it is: an officer out of reach goes to a door that was given to somebody else, too.
    """
    holds = aliased(ViewMembership)
    rows = session.execute(
        with_marked(
            select(
                WarningMarker,
                Visit.id,
                Visit.planned_on,
                Resident.first_name,
                Resident.last_name,
                User,
                Device.last_contact_at,
            )
        )
        .join(Visit, stands_before(Visit.resident_id, Visit.address_id))
        .join(Resident, Resident.id == Visit.resident_id)
        .join(holds, and_(holds.entity_id == Visit.id, holds.entity_type == "visit"))
        .join(Device, Device.id == holds.device_id)
        .join(DeviceView, DeviceView.device_id == Device.id)
        .join(User, User.id == Device.user_id)
        .where(
            WarningMarker.status == MarkerStatus.APPROVED,
            Visit.status.in_(UNDONE_VISIT_STATUSES),
            Device.device_token_hash.is_not(None),
            Device.revoked_at.is_(None),
            _has_not_left(holds),
            ~_has_acknowledged(),
        )
        .order_by(WarningMarker.approved_at, User.name, Visit.planned_on, Visit.id)
        .limit(limit)
    )
    lines: dict[tuple[uuid.UUID, uuid.UUID], OfficerToRing] = {}
    for marker, visit_id, planned_on, first_name, last_name, user, last_contact_at in rows:
        line = OfficerToRing(
            marker=marker,
            visit_id=visit_id,
            planned_on=planned_on,
            first_name=first_name,
            last_name=last_name,
            officer_id=user.id,
            officer=user.name,
            telephone=user.telephone,
            last_contact_at=last_contact_at,
        )
        lines.setdefault((marker.id, user.id), line)
    return list(lines.values())


def _has_not_left(holds: type[ViewMembership]) -> ColumnElement[bool]:
    """The phone was sent the row and has not acknowledged that it is gone."""
    return or_(holds.left_view.is_(None), holds.left_view > DeviceView.view)


def _has_acknowledged() -> ColumnElement[bool]:
    """The phone has pulled again since it was sent the marker, and named that view."""
    return exists().where(
        ViewMembership.entity_id == WarningMarker.id,
        ViewMembership.device_id == Device.id,
        ViewMembership.entered_view <= DeviceView.view,
        or_(ViewMembership.left_view.is_(None), ViewMembership.left_view > DeviceView.view),
    )
