"""The office's board and list of referrals, and the page of one: what stands there, for whom, and what it leaves behind."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date
from server.domain.words import ReferralStatus, Role
from server.store.tables import AuditEntry, User
from tests.factories.borough import add_case, add_referral, add_resident, add_team, add_user
from tests.factories.desk_line import REACHED, DeskLine, add_desk_user
from tests.factories.filled_forms import SEEN_NEEDS
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import CameBack, SignIn

BOARD, LIST = "/office/referrals", "/office/referrals/list"


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignIn) -> DeskLine:
    """The back office, and an officer whose check has told of an urgent need of food."""
    with app.app_context():
        line = lay_line(session)
        assert [receipt.verdict for receipt in line.push(line.make(SEEN_NEEDS))] == ["applied"]
    user = add_desk_user(session)
    return DeskLine(line, sign_in(user), user, session)


def _words(page: str) -> str:
    """What a page says, without its marks."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def test_the_board_and_the_list_say_what_is_needed_by_whom_and_who_has_it(desk: DeskLine) -> None:
    [referral] = desk.referrals()
    for address in (BOARD, LIST):
        page = desk.client.get(address).text
        said = _words(page)
        for words in ("Food parcel", "Urgent", "Test Person", "ZZ99 3WZ", "Ward unknown", "Food hub", "To do"):
            assert words in said
        for there in (f"{BOARD}/{referral.id}", f"/office/visits/{desk.line.visit_id}"):
            assert f'href="{there}"' in page
        assert f'href="/office/residents/{desk.resident_id}"' in page
        assert "Person" not in page[: page.index("</title>")]


def test_one_referral_shows_its_own_answers_in_words_and_what_it_was_made_from(desk: DeskLine) -> None:
    [referral] = desk.referrals()
    page = desk.client.get(f"{BOARD}/{referral.id}").text
    said = _words(page)
    assert "Food parcel" in said
    assert re.search(r"Handed to Food hub", said)
    assert "Halal, Diabetic" in said
    assert "Filled in by Olive Officer" in said
    assert "07700 900002" not in said, "an answer that is not this need's, unless the record has it"
    assert f'href="/office/visits/{desk.line.visit_id}"' in page
    assert "corrected since" not in said


def test_a_referral_made_at_the_desk_leads_to_its_form_and_says_when_that_was_corrected(desk: DeskLine) -> None:
    desk.send(desk.make(REACHED, bases=desk.mobile_base("07700 900002", 2)))
    [_, call] = sorted(desk.submissions(), key=lambda one: one.visit_id is None)
    referral = next(one for one in desk.referrals() if one.submission_id == call.id)
    page = desk.client.get(f"{BOARD}/{referral.id}").text
    assert "Filled in at the office by Dee Desk" in page
    assert f'href="/office/submissions/{call.id}"' in page
    for address in (BOARD, LIST, f"/office/submissions/{call.id}"):
        assert f'href="{BOARD}/{referral.id}"' in desk.client.get(address).text
    for_three = REACHED | {"needs": REACHED["needs"] | {"food_people": "3"}}
    desk.send(desk.make(for_three, corrects_id=str(call.id), reason="It is for three."))
    later = next(one for one in desk.submissions() if one.corrects_id == call.id)
    corrected = desk.client.get(f"{BOARD}/{referral.id}").text
    assert "has been corrected since, by Dee Desk" in corrected
    assert f'href="/office/submissions/{later.id}"' in corrected


def test_the_visits_page_leads_to_its_referrals_whoever_may_read_them(desk: DeskLine, sign_in: SignIn) -> None:
    [referral] = desk.referrals()
    visit = f"/office/visits/{desk.line.visit_id}"
    there = f'href="{BOARD}/{referral.id}"'
    assert there in desk.client.get(visit).text
    own = sign_in(desk.session.get_one(User, desk.line.visit().officer_id))
    assert "Food parcel: handed to Food hub, to do" in own.get(visit).text
    assert there not in own.get(visit).text
    assert own.get(f"{BOARD}/{referral.id}").status_code == 403


def test_the_list_has_what_is_open_unless_another_status_is_asked_for_with_its_reason(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    food = add_team(session)
    add_referral(session, food)
    add_referral(session, food, status=ReferralStatus.BLOCKED, status_reason="No <flour> left")
    add_referral(session, food, status=ReferralStatus.CANCELLED, status_reason="corrected")
    add_referral(session, add_user(session, "Lena Left", active=False), status=ReferralStatus.IN_PROGRESS)
    client = sign_in(came_back.reviewer)
    assert f'href="{LIST}?to=nobody"' in client.get("/office/").text
    for query, count, said in (
        ("", 3, "Blocked No <flour> left"),
        ("?status=blocked", 1, "Blocked No <flour> left"),
        ("?status=cancelled", 1, "Cancelled A correction of the form no longer says this need"),
        ("?status=any", 4, "Cancelled"),
        ("?to=nobody", 1, "In progress"),
    ):
        words = _words(client.get(LIST + query).text)
        assert f"{count} referral{'s' if count > 1 else ''}" in words
        assert said in words
    assert "No <flour> left" in _words(client.get(BOARD).text)


def test_a_start_that_has_passed_is_told_from_one_to_come(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    food, today = add_team(session), find_council_date(dt.datetime.now(dt.UTC))
    for days in (-3, 0, 3):
        add_referral(session, food, start_on=today + dt.timedelta(days=days))
    client = sign_in(came_back.reviewer)
    for address in (BOARD, LIST):
        words = _words(client.get(address).text)
        assert (words.count("Was to start"), words.count("Starts today"), words.count("Starts ")) == (1, 1, 2)


def test_the_way_to_the_other_one_keeps_the_filter_and_each_part_can_be_taken_off(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    food, other = add_team(session), add_team(session, "Repairs team", referral_types=["repairs"])
    add_referral(session, food, urgent=True)
    add_referral(session, other, add_case(session, add_resident(session, first_name="Una")), type="repairs")
    client = sign_in(came_back.reviewer)
    query = f"to={food.id}&type=food&urgent=1"
    for address, others in ((BOARD, LIST), (LIST, BOARD)):
        page = html.unescape(client.get(f"{address}?{query}").text)
        assert "Una" not in page
        assert f'href="{others}?{query}"' in page
        for left in ("type=food&urgent=1", f"to={food.id}&urgent=1", f"to={food.id}&type=food"):
            assert f'href="{address}?{left}"' in page


def test_a_name_narrows_the_list_and_stands_in_no_address(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    food, reviewer = add_team(session), came_back.reviewer
    una = add_case(session, add_resident(session, first_name="Una", search_text="una person"))
    add_referral(session, food, una)
    add_referral(
        session, reviewer, add_case(session, add_resident(session, first_name="Otto", search_text="otto person"))
    )
    client = sign_in(reviewer)
    typed = {"view": "list", "name": "Una", "start_by": "2999-01-01", "status": "to_do"}
    found = client.post("/office/referrals/find", data=typed, follow_redirects=True)
    assert ("Una Person" in found.text, "Otto" in found.text, "Una" in found.request.full_path) == (True, False, False)
    assert "Name: Una" in _words(found.text)
    mine = client.get(f"{LIST}?whose=me").text
    assert ("Otto Person" in mine, "Una" in mine) == (True, False)


def test_a_filter_that_makes_no_sense_is_said_and_narrows_nothing(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    add_referral(session, add_team(session))
    client = sign_in(came_back.reviewer)
    wrong = dict.fromkeys(("ward", "programme", "whose", "start_by", "type", "status"), "nonsense")
    wrong |= {"to": str(uuid.uuid4()), "urgent": "perhaps"}
    for name, value in wrong.items():
        for address in (BOARD, LIST) if name != "status" else (LIST,):
            page = client.get(address, query_string={name: value}).text
            assert "There is a problem" in page
            assert f'href="#{name}"' in page
            assert f'id="{name}"' in page
            assert "Food parcel" in _words(page).replace("Any Food parcel", "")
    for after in ("x", "2~2026-11-23~" + str(uuid.uuid4()), "1~yesterday~" + str(uuid.uuid4()), "1~2026-11-23~x"):
        assert client.get(LIST, query_string={"after": after}).status_code == 404


def test_where_there_is_nothing_the_page_says_what_to_expect(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    client = sign_in(came_back.reviewer)
    for address in (BOARD, LIST):
        assert "No referral is open." in client.get(address).text
    assert "Referrals (" not in client.get(BOARD).text
    add_referral(session, add_team(session))
    session.commit()
    assert "No open referral fits these filters." in client.get(f"{BOARD}?type=repairs").text
    assert "No referral fits these filters." in client.get(f"{LIST}?type=repairs").text
    assert "Referrals (1)" in client.get("/office/visits").text


def test_a_column_and_a_page_that_are_full_lead_on(session: Session, sign_in: SignIn, came_back: CameBack) -> None:
    food, case = add_team(session), add_case(session, add_resident(session))
    for _ in range(60):
        add_referral(session, food, case, urgent=True)
    client = sign_in(came_back.reviewer)
    board = client.get(f"{BOARD}?urgent=1").text
    assert board.count('class="doorstep-board__card"') == 20
    assert "Show all 60 that are to do" in board
    assert f'href="{LIST}?urgent=1&amp;status=to_do"' in board
    first = client.get(f"{LIST}?urgent=1&status=to_do").text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = client.get(html.unescape(following.group(1))).text
    rows = [set(re.findall(rf'href="{BOARD}/([0-9a-f-]{{36}})"', page)) for page in (first, second)]
    assert [len(found) for found in rows] == [50, 10]
    assert not rows[0] & rows[1]


def test_whoever_calls_hears_first_of_a_death_that_was_reported(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    referral = add_referral(session, came_back.reviewer, add_case(session, add_resident(session, on_hold=True)))
    client = sign_in(came_back.reviewer)
    for address in (BOARD, LIST, f"{BOARD}/{referral.id}"):
        words = _words(client.get(address).text)
        assert "On hold" in words
        assert "Ben Back" in words, "who has it"


def test_reading_leaves_a_view_in_the_audit_and_nothing_else(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    ada = add_resident(session)
    referral = add_referral(session, add_team(session), add_case(session, ada))
    client = sign_in(came_back.reviewer)
    before = referral.version
    for address in (BOARD, LIST, f"{BOARD}/{referral.id}"):
        assert client.get(address).status_code == 200
    assert client.get(f"{BOARD}/{uuid.uuid4()}").status_code == 404
    session.rollback()
    seen = session.query(AuditEntry).filter_by(user_id=came_back.reviewer.id).order_by(AuditEntry.id)
    assert [(entry.action, entry.entity_id) for entry in seen] == [
        ("referrals.list", None), ("referrals.list", None), ("resident.view", str(ada.id)),
    ]  # fmt: skip
    session.refresh(referral)
    assert referral.version == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.RECEIVING_TEAM, Role.INFORMATION_GOVERNANCE])
def test_who_may_not_see_a_residents_record_sees_no_referral(session: Session, sign_in: SignIn, role: Role) -> None:
    referral = add_referral(session, add_team(session))
    client = sign_in(add_user(session, "Some Body", role))
    for address in (BOARD, LIST, f"{BOARD}/{referral.id}"):
        assert client.get(address).status_code == 403
    assert "Referrals" not in client.get("/office/").text
