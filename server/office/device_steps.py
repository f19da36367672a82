"""What a person does to one phone, each step asked first in words: lock, wipe, mark as lost, revoke, end the ticket, call back.

Says what will and will not happen, and what is only on the phone now. Decides nothing: the use cases do.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.reading_lease import has_lock
from server.domain.words import DeviceOrder
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.frame import now
from server.store.device_list import find_device_line
from server.store.device_orders import find_standing_order
from server.store.only_on_phones import list_unsent_visits
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.order_device import call_back, order_device
from server.use_cases.revoke_device import DeviceRefusedError, end_upload_ticket, mark_as_lost, revoke_device

MOST_SENTENCES = 9
_REACHES_THE_PHONE = ("lock", "wipe", "mark_lost", "revoke")
_FIELD_OF = {"lost_at_wrong": "lost_on"}

Answer = Response | tuple[str, int]


@office.get("/devices/<uuid:device_id>/lock")
@allowed("devices.order")
def confirm_lock(device_id: uuid.UUID) -> str:
    """What locking means for this phone."""
    return _ask(device_id, "lock", {})


@office.post("/devices/<uuid:device_id>/lock")
@allowed("devices.order")
def lock(device_id: uuid.UUID) -> Answer:
    """Order it to lock."""
    return _do(device_id, "lock", partial(order_device, kind=DeviceOrder.LOCK))


@office.get("/devices/<uuid:device_id>/wipe")
@allowed("devices.order")
def confirm_wipe(device_id: uuid.UUID) -> str:
    """What wiping means for this phone."""
    return _ask(device_id, "wipe", {})


@office.post("/devices/<uuid:device_id>/wipe")
@allowed("devices.order")
def wipe(device_id: uuid.UUID) -> Answer:
    """Order it to wipe."""
    return _do(device_id, "wipe", partial(order_device, kind=DeviceOrder.WIPE))


@office.get("/devices/<uuid:device_id>/call-back/<kind>")
@allowed("devices.order")
def confirm_call_back(device_id: uuid.UUID, kind: str) -> str:
    """What calling an order back means."""
    return _ask(device_id, f"call_back_{_read_kind(kind)}", {})


@office.post("/devices/<uuid:device_id>/call-back/<kind>")
@allowed("devices.order")
def call_order_back(device_id: uuid.UUID, kind: str) -> Answer:
    """Call it back."""
    order = _read_kind(kind)
    return _do(device_id, f"call_back_{order}", partial(call_back, kind=order))


@office.get("/devices/<uuid:device_id>/lost")
@allowed("devices.revoke")
def confirm_lost(device_id: uuid.UUID) -> str:
    """What marking this phone as lost means."""
    return _ask(device_id, "mark_lost", {})


@office.post("/devices/<uuid:device_id>/lost")
@allowed("devices.revoke")
def lose(device_id: uuid.UUID) -> Answer:
    """Wipe and revoke it in one."""
    return _do(device_id, "mark_lost", partial(mark_as_lost, lost_at=_read_lost_at()))


@office.get("/devices/<uuid:device_id>/revoke")
@allowed("devices.revoke")
def confirm_revoke(device_id: uuid.UUID) -> str:
    """What revoking means for this phone."""
    return _ask(device_id, "revoke", {})


@office.post("/devices/<uuid:device_id>/revoke")
@allowed("devices.revoke")
def revoke(device_id: uuid.UUID) -> Answer:
    """Revoke it."""
    return _do(device_id, "revoke", revoke_device)


@office.get("/devices/<uuid:device_id>/end-ticket")
@allowed("devices.end_ticket")
def confirm_end_ticket(device_id: uuid.UUID) -> str:
    """What ending the upload ticket gives up."""
    return _ask(device_id, "end_ticket", {})


@office.post("/devices/<uuid:device_id>/end-ticket")
@allowed("devices.end_ticket")
def end_ticket(device_id: uuid.UUID) -> Answer:
    """End it."""
    return _do(device_id, "end_ticket", end_upload_ticket)


def _ask(device_id: uuid.UUID, step: str, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line = find_device_line(session, str(device_id))
        if line is None:
            abort(404)
        unsent_visits = list_unsent_visits(session, line.device.id)
        kind = step.removeprefix("call_back_")
        order = find_standing_order(session, line.device.id, DeviceOrder(kind)) if kind != step else None
    here = now().astimezone(current_app.config["TIME_ZONE"])
    hours, old_app = current_app.config["READING_LAPSES_AFTER_HOURS"], not has_lock(line.device.schema)
    return render_template(
        "office/device_step.html",
        line=line,
        device=line.device,
        step=step,
        order=order,
        will=_sentences(step, "will", hours, old_app=old_app),
        will_not=_sentences(step, "not", hours, old_app=old_app) + _out_of_contact(step, hours, old_app=old_app),
        warn_of_old_app=old_app and has_text(f"device-{step}-old-app"),
        unsent_visits=unsent_visits,
        errors=errors,
        typed=request.form,
        lost_on=request.form.get("lost_on", f"{here:%d/%m/%Y}"),
        lost_time=request.form.get("lost_time", f"{here:%H:%M}"),
    )


def _sentences(step: str, part: str, hours: int, *, old_app: bool) -> list[str]:
    """Numbered in the catalogue, from 1; a step that does something else on an app without a lock has a list of its own."""
    stem = f"device-{step}-{part}"
    if old_app and has_text(f"{stem}-old-1"):
        stem = f"{stem}-old"
    names = [f"{stem}-{number}" for number in range(1, MOST_SENTENCES)]
    return [text(name, hours=hours) for name in names if has_text(name)]


def _out_of_contact(step: str, hours: int, *, old_app: bool) -> list[str]:
    """What a phone that cannot be reached goes on showing, for the steps that are carried out on the phone."""
    if step not in _REACHES_THE_PHONE or (old_app and step == "lock"):
        return []
    return [text("device-out-of-contact-old-app") if old_app else text("device-out-of-contact", hours=hours)]


def _do(device_id: uuid.UUID, step: str, use_case: Callable[..., Any]) -> Answer:
    try:
        use_case(str(device_id), reason=request.form.get("reason", ""), by_id=me().user_id, at=now())
    except DeviceRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        field = _FIELD_OF.get(refusal.reason, "reason")
        return _ask(device_id, step, {field: text(f"device-refused-{refusal.reason}")}), 422
    flash(text(f"device-done-{step}"))
    goes_on = step == "mark_lost" and i_may("devices.breach_list")
    return redirect(url_for("office.breach_page" if goes_on else "office.device_page", device_id=device_id), 303)


def _read_kind(kind: str) -> DeviceOrder:
    if kind not in tuple(DeviceOrder):
        abort(404)
    return DeviceOrder(kind)


def _read_lost_at() -> dt.datetime | None:
    """The day and time typed, in the council's zone; None where they are none."""
    day = typed_day(request.form.get("lost_on", ""))
    try:
        time = dt.datetime.strptime(request.form.get("lost_time", "").strip(), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        return None
    if day is None:
        return None
    return dt.datetime.combine(day, time, current_app.config["TIME_ZONE"]).astimezone(dt.UTC)
