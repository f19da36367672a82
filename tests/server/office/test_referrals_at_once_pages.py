"""Many needs on one page: ticked and changed at once by the office and by a team, moved on the board, and saved as files."""

from __future__ import annotations

import html
import re
import uuid

from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from tests.factories.borough import add_case, add_referral, add_resident, add_server_device, add_team, add_user
from tests.server.office.conftest import SignIn

LIST, HANDED = "/office/referrals/list", "/office/handed"


def _undo(page: str) -> tuple[str, dict[str, str]]:
    """The address and the fields of the notice's button."""
    form = re.search(r'<form method="post" action="([^"]+/undo[^"]*)">(.*?)</form>', page, re.S)
    assert form is not None
    return html.unescape(form[1]), dict(re.findall(r'name="(at|from)" value="([^"]+)"', form[2]))


def test_those_ticked_are_changed_the_rest_is_said_row_by_row_and_all_is_undone(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    add_server_device(session)
    food = add_team(session)
    ada, bob = (
        add_referral(session, food, add_case(session, add_resident(session, first_name=name)))
        for name in ("Ada", "Bob")
    )
    client = sign_in(add_user(session, "Bea Back", Role.BACK_OFFICE))
    asked = f"{LIST}/together?to={food.id}&_external=1"
    assert client.get(f"{LIST}?tick=all").text.count(" checked") == 2
    for data, field in (
        ({"status": "complete"}, "#referrals"),
        ({"referral": f"{ada.id}~1"}, "#together_status"),
        ({"referral": f"{ada.id}~1", "status": "blocked"}, "#words"),
    ):
        wrong = client.post(asked, data=data)
        assert (wrong.status_code, f'href="{field}"' in wrong.text, f'id="{field[1:]}"' in wrong.text) == (
            422,
            True,
            True,
        )
    assert client.post(asked, data={"referral": "nonsense", "status": "complete"}).status_code == 400
    moved = {"referral": f"{ada.id}~1", "status": "in_progress", "from": "board"}
    on_board = client.post(asked, data=moved, follow_redirects=True)
    assert on_board.request.full_path == f"/office/referrals?to={food.id}", "back to the board, narrowed as it was"
    told = client.post(asked, data={"referral": [f"{ada.id}~1", f"{bob.id}~1"], "status": "complete"})
    assert told.status_code == 409
    for words in (
        "1 referral is complete.",
        "Food parcel for Ada Person: somebody else changed it",
        f'href="#row-{ada.id}"',
    ):
        assert words in told.text
    assert re.search(rf'value="{ada.id}~2" id="row-{ada.id}" checked', told.text), "ticked as it stands now"
    address, fields = _undo(told.text)
    assert "Undone: 1 referral" in client.post(address, data=fields, follow_redirects=True).text
    session.rollback()
    assert (ada.status, bob.status) == ("in_progress", "to_do")


def test_a_team_changes_its_own_at_once_and_finds_its_files(app: Flask, session: Session, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    add_server_device(session)
    food, other = add_team(session), add_team(session, "Repairs")
    own, theirs = add_referral(session, food), add_referral(session, other)
    client = sign_in(add_user(session, "Tam Team", Role.RECEIVING_TEAM, team_id=food.id))
    files = f"/office/referrals/teams/{food.id}/files"
    assert client.get("/office/referrals/files").location == files
    assert "for a file of today: 1" in client.get(files).text
    assert client.get(f"/office/referrals/teams/{other.id}/files").status_code == 404
    wrong = client.post("/office/referrals/export", data={"start_by": "soon"})
    assert (wrong.status_code, 'href="#start_by"' in wrong.text) == (422, True)
    assert "Ward" not in client.post("/office/referrals/export").text, "the team's columns are as they were"
    again = re.search(r'action="([^"]+/again)"', client.get(files).text)
    assert again is not None
    assert str(own.id) in client.post(again[1]).text
    assert client.post(f"/office/referrals/export/{uuid.uuid4()}/again").status_code == 404
    assert "In the file of today" in client.get(HANDED).text
    told = client.post(f"{HANDED}/together", data={"referral": [f"{own.id}~1", f"{theirs.id}~1"], "status": "complete"})
    assert (told.status_code, "it is with somebody else by now" in told.text) == (409, True)
    address, fields = _undo(told.text)
    assert "Undone: 1 referral" in client.post(address, data=fields, follow_redirects=True).text
    session.rollback()
    office = sign_in(add_user(session, "Sue Super", Role.SUPERVISOR))
    for address in (f"/office/teams/{food.id}", f"{LIST}?to={food.id}"):
        assert f'href="{files}"' in office.get(address).text
    assert 'href="/office/referrals/files"' in office.get(LIST).text
    assert f'href="{files}"' in office.get("/office/referrals/files").text
