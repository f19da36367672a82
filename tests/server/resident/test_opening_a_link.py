"""A link as a stranger and as the resident meet it: one question, nothing of anybody before it, one answer for all that opens nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.resident_link import UNKNOWN_CODES, VerifyQuestion
from server.impersonal_logs import hide_tokens
from server.store.tables import AuditEntry
from server.use_cases.send_link import close_link, resend_link
from tests.factories.resident_links import Asked, ask_resident, link_of, resident_of
from tests.server.resident.conftest import BORN, Opened

PERSONAL = ("Test", "Person", "07700", "ZZ99 3WZ", "1941", "Shielding", "How are you")


def test_the_first_page_says_who_asks_and_names_nobody(client: FlaskClient, asked: Asked) -> None:
    page = client.get(asked.address)
    words = re.sub(r"<[^>]*>", " ", page.text).replace("ZZ99 3WZ", "").replace("27 3 1941", "")
    assert page.status_code == 200
    assert "What is your date of birth?" in words
    assert "To check that this is really from us, ring" in words
    assert [word for word in PERSONAL if word in words] == []
    assert "<script" not in page.text


def test_it_is_there_in_welsh_too(client: FlaskClient, asked: Asked) -> None:
    page = client.get(f"{asked.address}?lang=cy").text
    assert 'lang="cy"' in page
    assert "Beth yw eich dyddiad geni?" in page
    wrong = client.post(asked.address, data={"lang": "cy", "day": "1", "month": "", "year": ""}).text
    assert "Rhaid i&#39;ch dyddiad geni gynnwys mis" in wrong


def test_the_right_answer_leads_to_the_form_without_the_code_in_its_address(client: FlaskClient, asked: Asked) -> None:
    reply = client.post(asked.address, data=BORN)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/e/form?lang=en")
    cookie = reply.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/e/", "Max-Age=7200"))
    assert asked.made.code not in cookie
    form = client.get("/e/form")
    assert form.status_code == 200
    assert "how_are_you" in form.text
    assert [word for word in PERSONAL[:5] if word in form.text] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter your date of birth"),
        ({"day": "6", "year": "1941"}, "must include a month"),
        ({"day": "31", "month": "2", "year": "1941"}, "Enter a real date"),
        ({"day": "6", "month": "5", "year": "41"}, "Enter a real date"),
        ({"day": "6", "month": "5", "year": "2941"}, "Enter a real date"),
        ({"day": "٦", "month": "5", "year": "1941"}, "Enter a real date"),
        ({"day": "6" * 5000, "month": "5", "year": "1941"}, "Enter a real date"),
    ],
)
def test_what_is_no_date_costs_no_try(
    session: Session, client: FlaskClient, asked: Asked, typed: dict[str, str], words: str
) -> None:
    for _ in range(6):
        reply = client.post(asked.address, data=typed)
    assert (reply.status_code, words in reply.text) == (422, True)
    assert link_of(session, asked).wrong_tries == 0


@pytest.mark.parametrize(("month", "marked"), [("", ["born-month"]), ("13", ["born-day", "born-month", "born-year"])])
def test_only_the_part_that_is_missing_is_marked(
    client: FlaskClient, asked: Asked, month: str, marked: list[str]
) -> None:
    page = client.post(asked.address, data={**BORN, "month": month}).text
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if "govuk-input--error" in box]
    assert re.findall(r'id="(born-\w+)"', " ".join(boxes)) == marked


def test_wrong_answers_pause_it_and_the_right_one_must_wait(client: FlaskClient, asked: Asked) -> None:
    wrong = {**BORN, "day": "7"}
    pages = [client.post(asked.address, data=wrong).text for _ in range(5)]
    assert ["not what we have on record" in page for page in pages] == [True] * 4 + [False]
    assert "Try again in 30 minutes" in pages[4]
    assert "Try again in 30 minutes" in client.post(asked.address, data=BORN).text
    assert "Try again in 30 minutes" in client.get(asked.address).text


def test_a_postcode_is_asked_where_the_office_chose_it(app: Flask, session: Session) -> None:
    with app.app_context():
        asked = ask_resident(session, question=VerifyQuestion.POSTCODE)
    client = app.test_client()
    assert "What is your postcode?" in client.get(asked.address).text
    assert "Enter a full postcode" in client.post(asked.address, data={"postcode": "here"}).text
    assert client.post(asked.address, data={"postcode": "zz993wz"}).status_code == 303


def test_every_code_that_opens_nothing_gets_the_same_answer(app: Flask, session: Session, asked: Asked) -> None:
    """Never made, expired, closed, replaced, of somebody whose death is reported: nobody can tell which."""
    client, now = app.test_client(), dt.datetime.now(dt.UTC)
    answers = {"never made": client.get("/e/AAAAAAAAAAAAAAAAAAAAAA")}
    link = link_of(session, asked)
    expires_at, link.expires_at = link.expires_at, now - dt.timedelta(days=1)
    session.commit()
    answers["expired"] = client.get(asked.address)
    answers["expired, answered"] = client.post(asked.address, data=BORN)
    link_of(session, asked).expires_at = expires_at
    resident_of(session, asked).on_hold = True
    session.commit()
    answers["held"] = client.get(asked.address)
    resident_of(session, asked).on_hold = False
    session.commit()
    with app.app_context():
        again = resend_link(asked.made.link_id, expires_at, by_id=asked.sender.id, at=now)
        answers["replaced"] = client.get(asked.address)
        close_link(asked.made.link_id, by_id=asked.sender.id, at=now)
        answers["closed"] = client.get(f"/e/{again.code}")
    assert {reply.status_code for reply in answers.values()} == {404}
    assert len({reply.data for reply in answers.values()}) == 1
    assert "020 7946 0000" in answers["closed"].text
    headers = [{name: value for name, value in reply.headers if "Security" not in name} for reply in answers.values()]
    assert all(one == headers[0] for one in headers)


def test_whoever_tries_codes_waits_and_who_has_one_does_not(
    session: Session, client: FlaskClient, asked: Asked
) -> None:
    codes = [client.get(f"/e/{number:022d}") for number in range(UNKNOWN_CODES.most + 1)]
    assert (codes[0].status_code, codes[-1].status_code) == (404, 429)
    assert int(codes[-1].headers["Retry-After"]) > 0
    session.rollback()
    assert "link.too_many_codes" in session.scalars(select(AuditEntry.action)).all()
    assert client.get(asked.address).status_code == 200


@pytest.mark.parametrize("is_closed", [False, True])
def test_another_code_or_a_closed_link_ends_what_the_old_one_opened(
    app: Flask, session: Session, asked: Asked, opened: Opened, is_closed: bool
) -> None:
    client = opened(asked)
    assert client.get("/e/form").status_code == 200
    now = dt.datetime.now(dt.UTC)
    with app.app_context():
        if is_closed:
            close_link(asked.made.link_id, by_id=asked.sender.id, at=now)
        else:
            resend_link(asked.made.link_id, now + dt.timedelta(days=3), by_id=asked.sender.id, at=now)
    assert client.get("/e/form").status_code == 403
    assert client.post("/e/form/send", data={}).status_code == 403


def test_what_is_too_large_for_an_answer_is_a_page_with_the_number(client: FlaskClient, asked: Asked) -> None:
    for address, status in ((asked.address, 413), ("/e/AAAAAAAAAAAAAAAAAAAAAA", 404)):
        reply = client.post(address, data={"lang": "cy", "day": "6" * 20_000})
        assert (reply.status_code, "020 7946 0000" in reply.text) == (status, True)


def test_a_page_that_was_open_too_long_is_left_with_words(client: FlaskClient) -> None:
    left = client.post("/e/form/leave")
    assert (left.status_code, left.mimetype, "<h1" in left.text) == (403, "text/html", True)


def test_nobody_reaches_the_form_without_the_answer(client: FlaskClient, asked: Asked) -> None:
    assert client.get("/e/form").status_code == 403
    client.set_cookie("doorstep_resident", "forged.value", path="/e/")
    assert client.get("/e/form").status_code == 403


def test_removed_from_this_device_the_question_is_asked_again(asked: Asked, opened: Opened) -> None:
    client = opened(asked)
    assert "Nothing of the form is left" in client.post("/e/form/leave", follow_redirects=True).text
    assert client.get("/e/form").status_code == 403


def test_a_links_code_stands_in_no_log(asked: Asked) -> None:
    line = f'"GET {asked.address}?lang=cy HTTP/1.1" 200 "http://127.0.0.1:8000{asked.address}"'
    assert asked.made.code not in hide_tokens(line)
    for ours in ("POST /e/form/send", "GET /e/form?lang=cy", "GET /e/left"):
        assert hide_tokens(ours) == ours
    assert hide_tokens("GET /e/form-AAAAAAAAAAAAAAAAA") == "GET /e/…"


def test_a_crash_is_a_page_with_the_number_and_logs_no_code(
    app: Flask, client: FlaskClient, asked: Asked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash() -> None:
        raise RuntimeError

    monkeypatch.setattr("server.resident.opening._read_typed", crash)
    reply = client.post(asked.address, data=BORN)
    assert (reply.status_code, "Something went wrong" in reply.text) == (500, True)
    assert caplog.messages == ["POST /e/<code> failed"]
    assert asked.made.code not in caplog.text
