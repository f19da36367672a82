"""Everybody on hold for a reported death, with what is still handed on and planned; of the confirmed all of it is cancelled at once."""

from __future__ import annotations

import datetime as dt
import html
import re

from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import Hold
from tests.factories.borough import (
    NOW,
    add_case,
    add_referral,
    add_resident,
    add_server_device,
    add_team,
    add_user,
    add_visit,
)
from tests.server.office.conftest import SignIn

HOLDS = "/office/residents/holds"


def test_who_is_on_hold_is_listed_with_what_is_open_and_the_confirmed_one_is_settled_at_once(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    add_server_device(session)
    food = add_team(session)
    holds = {}
    for name, values in (
        ("Una", {"source": "operation x", "details": {"op_id": "x"}}),
        ("Dora", {"source": "import", "details": {"batch_id": "x", "died_on": "2026-11-20"}, "confirmed_at": NOW}),
        ("Lena", {"source": "operation y", "details": {}, "lifted_at": NOW}),
    ):
        person = add_resident(session, first_name=name, on_hold=name != "Lena")
        holds[name] = Hold(id=new_id(), resident_id=person.id, kind="death_reported", placed_at=NOW, **values)
        session.add(holds[name])
        case = add_case(session, person)
        add_visit(session, None, case)
        if name == "Dora":
            open_ones = [add_referral(session, food, case), add_referral(session, food, case, status="blocked")]
            add_referral(session, food, case, status="complete")
    sue, cara = add_user(session, "Sue Super", Role.SUPERVISOR), add_user(session, "Cara Centre", Role.CONTACT_CENTRE)
    session.commit()
    dora, una = holds["Dora"].id, holds["Una"].id
    client = sign_in(sue)
    assert f'href="{HOLDS}"' in client.get("/office/").text
    waiting, confirmed = client.get(HOLDS).text, client.get(f"{HOLDS}?show=confirmed").text
    assert [name in waiting for name in ("Una", "Dora", "Lena")] == [True, False, False]
    assert [name in confirmed for name in ("Una", "Dora", "Lena")] == [False, True, False]
    for words in ("died on 20/11/2026", "Food parcel: handed to Food hub, blocked", f"{HOLDS}/{dora}/referrals"):
        assert words in confirmed
    session.rollback()
    centre = sign_in(cara)
    assert f"{HOLDS}/{dora}/referrals" not in centre.get(f"{HOLDS}?show=confirmed").text
    assert centre.get(f"{HOLDS}/{dora}/referrals").status_code == 403
    assert client.get(f"{HOLDS}/{una}/referrals").status_code == 404, "not confirmed"
    assert client.post(f"{HOLDS}/{dora}/referrals", data={"words": " "}).status_code == 422
    unconfirmed = client.post(f"{HOLDS}/{una}/referrals", data={"words": "Died"}, follow_redirects=True)
    assert "The death is not confirmed" in unconfirmed.text
    done = client.post(f"{HOLDS}/{dora}/referrals", data={"words": "Died 20 November"}, follow_redirects=True).text
    assert "2 referrals were cancelled." in done
    session.rollback()
    assert {(one.status, one.status_reason) for one in open_ones} == {("cancelled", "Died 20 November")}
    session.rollback()
    undo = re.search(r'action="([^"]+/undo[^"]*)".*?name="at" value="([^"]+)"', done, re.S)
    assert undo is not None
    client.post(html.unescape(undo[1]), data={"at": undo[2]})
    session.rollback()
    assert [one.status for one in open_ones] == ["to_do", "blocked"]
    assert dt.datetime.fromisoformat(undo[2]) > NOW
