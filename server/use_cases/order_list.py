"""Change the order of an officer's day by hand, one stop up or down, or have it ordered anew by place and time window."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.day_order_writes import move_stop, order_day
from server.store.push_telling import queue_telling
from server.store.unit_of_work import write_transaction


def move_in_list(
    officer_id: uuid.UUID, day: dt.date, visit_id: uuid.UUID, *, earlier: bool, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """Move the stop of the visit past its neighbour; False when there is none, or the visit is not on this list any more."""
    with write_transaction() as session:
        moved = move_stop(session, officer_id, day, visit_id, earlier=earlier, by_id=by_id, at=at)
        if moved:
            queue_telling(session, [officer_id], at=at)
        return moved


def order_list_anew(officer_id: uuid.UUID, day: dt.date, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Forget what was put in order by hand."""
    with write_transaction() as session:
        order_day(session, officer_id, day, by_id=by_id, at=at, anew=True)
        queue_telling(session, [officer_id], at=at)
