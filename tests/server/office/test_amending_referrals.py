"""A need that somebody amends at the desk, with words to whoever has it; its form may be corrected afterwards."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.use_cases.export_referrals import export_referrals
from tests.factories.borough import TODAY, add_user
from tests.factories.desk_line import REACHED, DeskLine, add_desk_user
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import SignIn

BOARD = "/office/referrals"


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignIn) -> DeskLine:
    """The back office, and an officer's visit."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        line = lay_line(session)
    user = add_desk_user(session)
    return DeskLine(line, sign_in(user), user, session)


def test_what_is_amended_is_told_to_the_team_comes_into_its_next_file_and_outlives_a_correction(
    app: Flask, desk: DeskLine, sign_in: SignIn
) -> None:
    desk.send(desk.make(REACHED, bases=desk.mobile_base()))
    [call], [referral] = desk.submissions(), desk.referrals()
    team_id = referral.team_id
    assert team_id is not None
    amend, handed = f"{BOARD}/{referral.id}/amend", f"/office/handed/{referral.id}"
    tam = sign_in(add_user(desk.session, "Tam Team", Role.RECEIVING_TEAM, team_id=team_id))
    with app.app_context():
        export_referrals(team_id, TODAY, by_id=desk.user_id, at=referral.made_at)
    page = desk.client.get(amend).text
    assert f'href="{amend}"' in desk.client.get(f"{BOARD}/{referral.id}").text
    seen = re.search(r'name="seen_version" value="(\d+)"', page)
    assert seen is not None
    assert re.search(r'name="detail_people"[^>]*value="2"', page)
    typed = {
        "seen_version": seen[1], "detail_people": "5", "detail_priority": "week", "detail_delivery_note": "Bell <broken>",
        "start_on": f"{TODAY:%d/%m/%Y}", "words": "They are five by now.",
    }  # fmt: skip
    wrong = desk.client.post(amend, data=typed | {"detail_people": "many", "start_on": "soon"})
    assert wrong.status_code == 422
    for field in ("detail_people", "start_on"):
        assert f'href="#{field}"' in wrong.text
    done = desk.client.post(amend, data=typed, follow_redirects=True)
    assert "Need corrected: urgent, day on which it starts, What should the driver know?" in done.text
    late = desk.client.post(amend, data=typed | {"detail_delivery_note": "Typed late"})
    assert (late.status_code, "Typed late" in late.text, "Somebody else changed this" in late.text) == (409, True, True)
    told = tam.get(handed).text
    for words in ("They are five by now.", "Dee Desk", "Bell &lt;broken&gt;", ">5<"):
        assert words in re.sub(r">\s+|\s+<", lambda space: space[0].strip(), told)
    assert tam.post(f"{handed}/note", data={"seen_version": "2", "note": " "}).status_code == 422
    assert (
        "Two bags."
        in tam.post(f"{handed}/note", data={"seen_version": "2", "note": "Two bags."}, follow_redirects=True).text
    )
    assert tam.post(f"{handed}/note", data={"seen_version": "2", "note": "Two bags."}).status_code == 409
    assert "Two bags." in desk.client.get(f"{BOARD}/{referral.id}").text
    with app.app_context():
        again = export_referrals(team_id, TODAY, by_id=desk.user_id, at=referral.made_at)
    assert again is not None
    assert [line.referral.id for line in again.changed] == [referral.id]
    for people, came_to in (("2", "5"), ("3", "3")):
        heating = REACHED["wellbeing_page"] | {"heating": "cold" if people == "2" else "broken"}
        answers = REACHED | {"wellbeing_page": heating, "needs": REACHED["needs"] | {"food_people": people}}
        standing = desk.submissions()[-1]
        desk.send(desk.make(answers, corrects_id=str(standing.id), reason="It is cold."))
        details = desk.referrals()[0].details
        assert (str(details["people"]), details["delivery_note"]) == (came_to, "Bell <broken>")
    assert call.id != desk.submissions()[-1].id
