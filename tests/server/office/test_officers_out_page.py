"""Who is out: alarms on top, who is out until when, and what an officer says by telephone."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import CheckIn, Shift
from server.use_cases.watch_lone_workers import watch_lone_workers
from tests.factories.borough import add_server_device, add_user
from tests.server.office.conftest import SignIn


def test_who_is_out_is_listed_with_alarms_on_top_and_a_call_is_recorded_with_by_whom(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    now = dt.datetime.now(dt.UTC)
    add_server_device(session)
    manager = add_user(session, "Dee Duty", Role.DUTY_MANAGER)
    late, out = add_user(session, "Lia Late", telephone="07700 900001"), add_user(session, "Ola Out")
    hours = dt.timedelta(hours=1)
    shifts = [
        Shift(user_id=late.id, kind="visiting", starts_at=now - 8 * hours, expected_end_at=now - hours),
        Shift(user_id=out.id, kind="visiting", starts_at=now - hours, expected_end_at=now + hours, place="Purley"),
    ]
    session.add_all(shifts)
    session.commit()
    with app.app_context():
        assert watch_lone_workers(now, ZoneInfo("Europe/London")) == 1
    client = sign_in(manager)
    page = client.get("/office/officers-out").text
    assert page.index('id="alarms"') < page.index("Lia Late") < page.index("Ola Out")
    assert "Not heard from" in page
    assert "Purley" in page
    found = re.search(r"/office/alerts/[0-9a-f-]{36}", page)
    assert found is not None
    alarm = client.get(found[0])
    assert "Last contact" in alarm.text
    assert "07700 900001" in alarm.text
    where = f"/office/officers-out/{shifts[0].id}"
    wrong = client.post(where, data={"note": "x" * 501})
    assert (wrong.status_code, "Choose what the officer says" in wrong.text) == (422, True)
    done = client.post(where, data={"kind": "finish", "note": "Home, phone was flat"}, follow_redirects=True).text
    assert "What Lia Late said is recorded." in done
    session.rollback()
    said = session.query(CheckIn).one()
    assert (said.kind, said.recorded_by_id, said.note) == ("finish", manager.id, "Home, phone was flat")
    assert client.get(where).status_code == 404  # out no more
    assert sign_in(out).get("/office/officers-out").status_code == 403
