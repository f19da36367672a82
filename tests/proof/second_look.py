"""A phone that holds too much or too little at the end: was it the check's reading, the server's answer or the phone? Asked again.

Runs only when a check has failed, before servers and database are gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date, make_phone_window
from server.domain.public_holidays import is_public_holiday
from server.store.tables import AuditEntry, Conflict, ConflictSide, Device, DeviceView
from server.store.views import unpack_view
from server.store.visible_rows import find_visible
from tests.proof.arena import Arena
from tests.proof.invariants import find_allowed
from tests.proof.model_phone import ModelPhone, RowKey, Send

_LAST_PULLS = 3


def look_again(arena: Arena, phones: Mapping[str, ModelPhone], send: Send) -> str:
    """What another session reads, what the product's own reader says, what the server noted, and what one more pull changes."""
    with arena.reading() as session:
        told = [line for phone in phones.values() for line in _compare(session, phone)]
    for phone in phones.values():
        before = set(phone.rows)
        try:
            phone.pull(send)
        except Exception as error:  # whatever it is, the others are asked as well
            told.append(f"{phone.name} cannot pull again: {error!r}")
        if phone.rows.keys() != before:
            told.append(f"{phone.name} pulls again: {_name(before ^ phone.rows.keys())} came or went")
    return "\n".join(["Asked again:", *told])


def _compare(session: Session, phone: ModelPhone) -> Iterator[str]:
    user_id = session.get_one(Device, phone.device_id).user_id
    view = session.get(DeviceView, phone.device_id)
    if user_id is None or view is None:
        return
    now = dt.datetime.now(dt.UTC)
    must, may = find_allowed(session, user_id, now)
    window = make_phone_window(find_council_date(now), is_public_holiday)
    visible, held = find_visible(session, user_id, window, phone.rows.__contains__), unpack_view(view.held)
    odd = (must - phone.rows.keys()) | (phone.rows.keys() - must - may) | (visible.keys() ^ phone.rows.keys())
    yield f"{phone.name}: view {phone.view}, the server's {view.view}, pending {view.pending_view} of {view.pending_at}"
    for key in sorted(odd):
        where = {
            "allowed": key in must | may,
            "visible": key in visible,
            "noted as held": key in held,
            "on the phone": key in phone.rows,
        }
        yield f"  {_name({key})} is {[name for name, is_there in where.items() if is_there]}"
        yield from _tell_of_conflict(session, key)
    if not odd:
        return
    pulls = select(AuditEntry).where(AuditEntry.device_id == phone.device_id, AuditEntry.action == "view.pull")
    for pull in session.scalars(pulls.order_by(AuditEntry.id.desc()).limit(_LAST_PULLS)):
        yield f"  pulled with news at {pull.at}: {pull.fields}"


def _tell_of_conflict(session: Session, key: RowKey) -> Iterator[str]:
    if key[0] != "conflict":
        return
    sides = select(Conflict, ConflictSide).join(ConflictSide, ConflictSide.conflict_id == Conflict.id)
    for conflict, side in session.execute(sides.order_by(ConflictSide.id)):
        if str(conflict.id) == key[1]:
            yield f"    {conflict.entity_type} {conflict.entity_id} opened {conflict.opened_at} settled {conflict.resolved_at}"
            yield f"    a side of {side.user_id} of {side.made_at}, replaced {side.replaced_at}, operation {side.op_id}"


def _name(keys: set[RowKey]) -> list[str]:
    return sorted(" ".join(key) for key in keys)
