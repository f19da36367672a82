"""Keep account of the orders to a phone: which it says it has obeyed, and which the answer under way tells it.

What a phone says is evidence for people: it stops the order from being repeated, and gives no reading back.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.store.device_order_writes import note_obeyed, note_told
from server.store.device_writes import save_contact
from server.store.devices import DeviceStanding
from server.store.unit_of_work import write_transaction


def note_orders(session: Session, device: DeviceStanding, state: DeviceState | None, now: dt.datetime) -> None:
    """For the answer that carries `device.orders`. A phone without orders costs nothing."""
    if not device.orders_open:
        return
    if state is not None and state.obeyed:
        note_obeyed(session, device.device_id, state.obeyed, now)
    note_told(session, device.device_id, device.orders_open, now)


def refuse_reading(device: DeviceStanding, state: DeviceState | None, now: dt.datetime) -> tuple[str, ...]:
    """The orders with which a phone that may not read is sent away; it has been heard of all the same."""
    with write_transaction() as session:
        save_contact(session, device.device_id, now, state)
        note_orders(session, device, state, now)
    return device.reading_refused_with
