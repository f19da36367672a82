"""A history is read a page at a time: everything once, in few statements, however much there is."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from server.store.database import db
from server.store.row_writes import append_server_operation
from server.store.timeline import MOST_EVENTS, Subject, list_timeline
from server.store.unit_of_work import read_snapshot
from tests.factories.borough import NOW, add_resident, add_server_device


@pytest.mark.usefixtures("context")
def test_every_event_is_on_one_page_also_where_many_came_in_one_instant(session: Session) -> None:
    add_server_device(session)
    resident = add_resident(session)
    resident_id = resident.id
    for number in range(2 * MOST_EVENTS + 30):
        heard = NOW - dt.timedelta(minutes=number if number < MOST_EVENTS - 20 else MOST_EVENTS + number // 60)
        append_server_operation(
            session, kind="note.add", entity_type="resident", entity_id=resident_id, user_id=None, now=heard,
            payload={"text": f"note {number}"},
        )  # fmt: skip
    session.commit()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    told: list[str] = []
    until, pages = None, 0
    while until is not None or not pages:
        with read_snapshot() as reading:
            page = list_timeline(reading, Subject(entity_ids=[resident_id]), until)
        told += [one.note or "" for one in page.events]
        until, pages = page.older, pages + 1
        assert len(page.events) <= MOST_EVENTS
    assert sorted(told) == sorted(f"note {number}" for number in range(2 * MOST_EVENTS + 30))
    assert told[:2] == ["note 0", "note 1"]
    assert pages <= 4
    assert len([one for one in statements if one.startswith("SELECT")]) <= pages * 12
