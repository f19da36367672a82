"""Devices: how each phone is, what exists only on one, what it was ordered to do. Shows what phones said, decides nothing by it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.domain.reading_lease import find_lapse, has_lock
from server.domain.upload_ticket import find_last_delivery_at
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.page_number import get_page
from server.store.device_list import (
    PAGE_SIZE,
    DeviceFilter,
    find_device_line,
    list_device_users,
    list_devices,
    list_held_visits,
    list_same_phone,
)
from server.store.device_orders import list_orders
from server.store.only_on_phones import list_only_on_phones
from server.store.tables import Device
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.revoke_device import DeviceRefusedError, dismiss_lost_work

SILENT = dt.timedelta(days=1)
MAY_HOLD_WORK_AFTER = dt.timedelta(hours=4)
FIELDS = ("officer", "unsent", "silent")


@office.get("/devices")
@allowed("devices.read")
def devices_page() -> str:
    """One page of phones; for supervisors, above it, what exists only on phones."""
    chosen = {name: request.args.get(name, "").strip() for name in FIELDS}
    at, page = now(), get_page()
    wanted = DeviceFilter(
        officer_id=parse_id(chosen["officer"]),
        has_unsent=bool(chosen["unsent"]),
        silent_since=at - SILENT if chosen["silent"] else None,
    )
    today = at.astimezone(current_app.config["TIME_ZONE"]).date()
    with read_snapshot() as session:
        lines, count = list_devices(session, wanted, page)
        users = list_device_users(session)
        only = (
            list_only_on_phones(session, today=today, silent_since=at - MAY_HOLD_WORK_AFTER)
            if i_may("devices.revoke")
            else []
        )
    if only:
        record_view(action="devices.only_on_phones", at=at, user_id=me().user_id, entity_type="visit")
    filters = {name: value for name, value in chosen.items() if value}
    return render_template(
        "office/devices.html",
        lines=lines,
        count=count,
        users=users,
        chosen=chosen,
        filters=filters,
        only=only,
        silent_hours=int(MAY_HOLD_WORK_AFTER.total_seconds() // 3600),
        silent_since=at - SILENT,
        is_lapsed=lambda device: (find_lapse_of(device) or at) < at,
        previous_url=_address(filters, page - 1) if page > 1 else None,
        next_url=_address(filters, page + 1) if page * PAGE_SIZE < count else None,
    )


@office.get("/devices/<uuid:device_id>")
@allowed("devices.read")
def device_page(device_id: uuid.UUID) -> str:
    """One phone, and whose data is or was on it."""
    with read_snapshot() as session:
        line = find_device_line(session, str(device_id))
        if line is None:
            abort(404)
        device = line.device
        held, held_count = list_held_visits(session, device.id)
        orders = list_orders(session, device.id)
        people = [person for order in orders for person in (order.ordered_by_id, order.ended_by_id)]
        names = names_of_users(session, [device.revoked_by_id, device.ticket_ended_by_id, *people])
        same_phone = list_same_phone(session, device)
    record_view(action="device.view", at=now(), user_id=me().user_id, entity_type="device", entity_id=device.id)
    return render_template(
        "office/device.html",
        line=line,
        device=device,
        held=held,
        held_count=held_count,
        names=names,
        orders=orders,
        standing={order.kind: order for order in line.orders},
        same_phone=same_phone,
        lapses_at=find_lapse_of(device),
        has_lock=has_lock(device.schema),
        delivers_until=find_last_delivery_at(device.revoked_at, device.ticket_ended_at, line.user_left_at),
        now=now(),
    )


@office.post("/devices/<uuid:device_id>/lost-work")
@allowed("devices.revoke")
def dismiss_lost(device_id: uuid.UUID) -> Response:
    """Put away a report of lost work."""
    seen = request.form.get("seen_count", "")
    try:
        done = dismiss_lost_work(
            str(device_id), int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            by_id=me().user_id, at=now(),
        )  # fmt: skip
    except DeviceRefusedError:
        abort(404)
    flash(text("device-lost-dismissed" if done else "device-lost-changed"), "message" if done else "important")
    return redirect(url_for("office.device_page", device_id=device_id), 303)


def find_lapse_of(device: Device) -> dt.datetime | None:
    """When reading on this phone lapses, or lapsed, by itself; None: never, or it was never heard of."""
    return find_lapse(device.schema, device.last_contact_at, current_app.config["READING_LAPSES_AFTER_HOURS"])


def _address(filters: dict[str, str], page: int) -> str:
    values: dict[str, Any] = filters | ({"page": str(page)} if page > 1 else {})
    return url_for("office.devices_page", **values)
