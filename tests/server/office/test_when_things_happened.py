"""The history of a visit says when things were done, not when the council heard of them."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy.orm import Session

from tests.factories.borough import NOW, add_phone
from tests.factories.operations import make_operation
from tests.factories.pushing import push
from tests.server.office.conftest import CameBack, SignIn


def _history(app: Flask, session: Session, sign_in: SignIn, came_back: CameBack, done_at: dt.datetime) -> str:
    phone = add_phone(session, came_back.officer)
    session.commit()
    told = {"payload": {"text": "Rang"}, "device_time": done_at.isoformat()}
    with app.app_context():
        push(phone, make_operation(phone, "note.add", "visit", came_back.visit.id, **told), now=NOW)
    page = sign_in(came_back.reviewer).get(f"/office/visits/{came_back.visit.id}").text
    line = page.partition("doorstep-timeline")[2].partition("Rang")[0]
    return " ".join(line.split())


def test_what_was_done_offline_stands_at_its_own_time_with_that_of_its_receipt(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    history = _history(app, session, sign_in, came_back, NOW - dt.timedelta(hours=2, minutes=18))
    done, received = f"{NOW - dt.timedelta(hours=2, minutes=18):%H:%M}", f"{NOW:%H:%M}"
    assert f"{done}, Olive Officer. Done then on a phone, received" in history
    assert f"{received}</p>" in history


def test_what_came_at_once_says_its_time_once(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    history = _history(app, session, sign_in, came_back, NOW - dt.timedelta(seconds=20))
    assert "Olive Officer" in history
    assert "received" not in history


def test_a_phone_whose_clock_is_wrong_is_not_believed_and_is_named(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    history = _history(app, session, sign_in, came_back, NOW + dt.timedelta(days=1))
    assert f"{NOW:%H:%M}, Olive Officer. Received then. The phone’s clock said" in history
