"""The call list and the page of one call: whom one has, what they wish, and what a recorded call leads to."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitStatus
from server.store.database import new_id
from server.store.tables import CallTurn, ContactPreference, Resident, VisitProposal
from tests.factories.borough import add_user
from tests.factories.desk_line import NO_ANSWER, DeskLine, add_desk_user
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import SignIn

LIST = "/office/contacts"


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignIn) -> DeskLine:
    """The contact centre, and somebody whom nobody is to visit."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        line = lay_line(session)
    visit = line.visit()
    visit.status, visit.cancelled_reason = VisitStatus.CANCELLED, "a test"
    session.commit()
    user = add_desk_user(session)
    return DeskLine(line, sign_in(user), user, session)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])))


def _turn(desk: DeskLine) -> CallTurn:
    desk.session.rollback()
    return desk.session.get_one(CallTurn, desk.case_id, populate_existing=True)


def test_a_caller_takes_the_next_person_sees_the_wishes_first_and_a_colleague_is_refused(
    desk: DeskLine, sign_in: SignIn
) -> None:
    desk.session.add(ContactPreference(resident_id=desk.resident_id, safe_to_leave_message=False, changed_at=_now()))
    desk.session.commit()
    address = f"{LIST}/{desk.case_id}"
    assert f'href="{address}"' in desk.client.get(LIST).text
    assert "tel:" not in desk.client.get(address).text, "no number before one has this person"
    taken = desk.client.post(f"{LIST}/next", follow_redirects=True).text
    assert taken.index("Leave no message: it is not safe") < taken.index('href="tel:07700900001"')
    assert f'href="/office/desk/fill/case/{desk.case_id}/{desk.version_of("telephone_contact")}?begun=calls"' in taken
    colleague = sign_in(add_user(desk.session, "Col League", Role.CONTACT_CENTRE))
    assert f"With {desk.user.name}" in _words(colleague.get(LIST).text)
    refused = colleague.post(address)
    assert refused.status_code == 409
    assert f"{desk.user.name} has this person until" in _words(refused.text)
    assert "tel:" not in refused.text
    assert "Nobody is free to be called now." in colleague.post(f"{LIST}/next", follow_redirects=True).text


def test_calls_that_fail_wait_for_another_time_and_propose_a_visit_once(desk: DeskLine, sign_in: SignIn) -> None:
    desk.client.post(f"{LIST}/{desk.case_id}")
    for number in range(4):
        at = f"2026-11-{23 + number}T10:42:00.000Z"
        assert desk.send(desk.make(NO_ANSWER, finalised_at=at)).status_code == 200
    turn = _turn(desk)
    assert (turn.failed_calls, turn.failed_in_row, turn.tried, turn.claimed_by_id) == (4, 4, ["morning"], None)
    [proposal] = desk.session.scalars(select(VisitProposal)).all()
    assert (proposal.basis, proposal.resident_id, proposal.why) == (
        "failed_calls", desk.resident_id, "no_answer, no_answer, no_answer",
    )  # fmt: skip
    assert "Nobody is to be called now." in desk.client.get(LIST).text
    desk.session.rollback()
    supervisor = add_user(desk.session, "Sue Super", Role.SUPERVISOR)
    desk.session.commit()
    page = sign_in(supervisor).get(f"/office/proposals/{proposal.id}").text
    assert "No answer, No answer, No answer" in _words(page)
    assert re.search(rf'value="{desk.resident_id}" checked', page)


def test_after_a_call_one_is_back_in_the_list_and_reads_what_was_recorded(desk: DeskLine, sign_in: SignIn) -> None:
    taken = desk.client.post(f"{LIST}/next", follow_redirects=True).text
    form = re.search(r'href="(/office/desk/fill/case/[^"]+)"', taken)
    assert form is not None
    page = html.unescape(desk.client.get(form.group(1)).text)
    [to] = re.findall(r'"submit": "([^"]+)"', page)
    assert f'"leave": "{LIST}/{desk.case_id}"' in page
    listed = desk.send(desk.make(NO_ANSWER), to=to).json["next"]  # type: ignore[index]
    assert listed.startswith(f"{LIST}?recorded=")
    assert "The call is recorded Test Person: No answer." in _words(desk.client.get(listed).text)
    colleague = sign_in(add_user(desk.session, "Col League", Role.CONTACT_CENTRE))
    assert "The call is recorded" not in colleague.get(listed).text, "it is said to whoever rang"
    resident = f"/office/residents/{desk.resident_id}"
    [called] = re.findall(rf'href="({LIST}/[^"]+begun=resident)"', desk.client.get(resident).text)
    taken = desk.client.post(called, follow_redirects=True).text
    [form_address] = re.findall(r'href="(/office/desk/fill/case/[^"]+)"', taken)
    [to] = re.findall(r'"submit": "([^"]+)"', desk.client.get(form_address).text)
    assert desk.send(desk.make(NO_ANSWER), to=to).json["next"] == resident  # type: ignore[index]


def test_a_call_back_comes_up_at_its_time_and_says_by_how_much_it_is_overdue(desk: DeskLine) -> None:
    asked = {
        "direction": "outgoing", "contact_outcome": "call_rescheduled", "call_again_on": "2026-11-24",
        "call_again_time": "T143000",
    }  # fmt: skip
    assert desk.send(desk.make({"call": asked})).status_code == 200
    turn = _turn(desk)
    assert (turn.callback_on, turn.callback_time) == (dt.date(2026, 11, 24), "14:30")
    turn.callback_on = _now().date() + dt.timedelta(days=3)
    desk.session.commit()
    assert "Nobody who is to be called now" in desk.client.get(f"{LIST}?only=callbacks").text
    to_come = desk.client.get(f"{LIST}?only=to-come").text
    assert re.search(r'scope="rowgroup".*Asked to be called [^<]+ at 14:30<', to_come, re.DOTALL)
    turn = _turn(desk)
    turn.callback_on = _now().date() - dt.timedelta(days=3)
    proposal = VisitProposal(  # takes nobody off the list who asked to be called back
        id=new_id(), op_id=new_id(), basis="failed_calls", resident_id=desk.resident_id, why="no_answer", status="proposed",
        created_at=_now(), changed_at=_now(),
    )  # fmt: skip
    desk.session.add(proposal)
    desk.session.commit()
    words = _words(desk.client.get(f"{LIST}?only=callbacks").text)
    assert re.search(r"Asked to be called \w+ \d+ \w+ at 14:30: overdue for [234] days|overdue for \d+ hours", words)


def test_who_is_on_hold_has_no_number_and_wishes_are_changed_on_one_page(desk: DeskLine) -> None:
    wishes = f"/office/residents/{desk.resident_id}/preferences"
    assert f'href="{wishes}"' in desk.client.get(f"/office/residents/{desk.resident_id}").text
    said = {"seen": ",,,,", "call": "no", "text": "yes", "email": "", "visit": "", "safe_to_leave_message": ""}
    assert desk.client.post(wishes, data=said).status_code == 303
    late = desk.client.post(wishes, data=said | {"call": "yes"})
    assert (late.status_code, "Somebody else changed this" in late.text) == (409, True)
    assert desk.client.post(wishes, data=said | {"call": "perhaps"}).status_code == 400
    assert "1 person does not want to be called" in _words(desk.client.get(LIST).text)
    assert "They do not want to be called" in desk.client.post(f"{LIST}/{desk.case_id}").text
    desk.session.rollback()
    desk.session.get_one(Resident, desk.resident_id).on_hold = True
    desk.session.commit()
    page = desk.client.get(f"{LIST}/{desk.case_id}").text
    assert "A death was reported. Nobody calls this person." in page
    assert "07700" not in page
    for wrong in ("?programme=x", "?only=x"):
        assert "There is a problem" in desk.client.get(LIST + wrong).text
    assert desk.client.get(f"{LIST}?page=0").status_code == 404


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
