"""Odd values in every field and address part of every office page: a page in words each time, never a crash."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from server.domain.words import Role
from server.store.tables import Alert
from tests.factories.borough import add_user
from tests.server.office.conftest import CameBack, SignIn

FIELDS = (
    "acknowledge_note", "address", "after", "case", "close_note", "confirm", "day", "decision", "email", "file",
    "first_name", "from", "full_extract", "last_name", "layout", "lost_on", "lost_time", "next", "note", "of_id", "officer", "op_id", "outcome",
    "overdue", "owner_id", "owner_note", "page", "pair_reason", "password", "person", "points", "postcode", "programme",
    "q", "reason", "review", "seen_state", "show", "state", "status", "telephone", "tick", "to", "type", "typed", "urgent", "verdict",
    "visit", "ward", "who", "words",
)  # fmt: skip
ODD = (
    "a\x00b", "9" * 5000, "²", "-1", "//[", "%_\\", "31/12/9999", "x" * 20_000,
    "0~2026-01-01~00000000-0000-0000-0000-000000000000",
    "0~0001-01-01T00:00:00+14:00~00000000-0000-0000-0000-000000000000",
    "1~0001-01-01~00000000-0000-0000-0000-000000000000",
    "2~0001-01-01~00000000-0000-0000-0000-000000000000",
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_is_typed_anywhere_a_page_answers(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert, method: str
) -> None:
    app.testing = False  # a crash becomes a page, as it would in service
    supervisor = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    browser = _carry(sign_in(supervisor))
    crashed = []
    for address in _addresses(app, method, came_back, alert):
        for odd in ODD:
            typed = dict.fromkeys(FIELDS, odd)
            if method == "GET":
                reply = browser.get(address, query_string=typed)
            else:
                # What is understood lets the rest be looked at: without it every form stops at its first field.
                sense = {"officer": str(came_back.officer.id), "day": "31/12/2026", "owner_id": str(supervisor.id)}
                reply = browser.post(address, data=typed | {"seen_state": "received"})
                if reply.status_code != HTTPStatus.NOT_FOUND:  # else there is no form to be looked at
                    again = browser.post(address, data=typed | sense | {"seen_state": "received"})
                    crashed += _crash(again, address, odd)
            crashed += _crash(reply, address, odd)
    assert not crashed


def _carry(signed_in: FlaskClient) -> FlaskClient:
    """The same session in a browser that keeps no cookies: working out whose they are takes longer than most of what is typed here."""
    app = signed_in.application
    cookie = signed_in.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    browser = app.test_client(use_cookies=False)
    browser.environ_base["HTTP_COOKIE"] = f"{cookie.key}={cookie.value}"
    assert browser.get("/office/").status_code == HTTPStatus.OK
    return browser


def _crash(reply: object, address: str, odd: str) -> list[tuple[str, str]]:
    return [(address, odd[:20])] if getattr(reply, "status_code", 500) >= 500 else []


def _addresses(app: Flask, method: str, came_back: CameBack, alert: Alert) -> Iterator[str]:
    known = {
        "visit_id": came_back.visit.id,
        "submission_id": came_back.submission.id,
        "officer_id": came_back.officer.id,
        "resident_id": came_back.visit.resident_id,
        "alert_id": alert.id,
        "action": "send_back",
        "size": 320,
        "line_number": 2**40,
        "unknown": "\x00",
    }
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("office.") and method in _of(rule)]
    with app.test_request_context():
        for rule in rules:
            if rule.endpoint != "office.sign_out":
                values = {name: known.get(name, uuid.uuid4()) for name in rule.arguments}
                yield app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def _of(rule: Rule) -> set[str]:
    return set(rule.methods or ())


@pytest.mark.parametrize(
    "next_page", ["//[", "https://evil.example/", "//evil.example", "/\\evil.example", "/office//evil"]
)
def test_sign_in_leads_nowhere_else(session: Session, sign_in: SignIn, came_back: CameBack, next_page: str) -> None:
    reply = sign_in(came_back.reviewer).get("/office/sign-in", query_string={"next": next_page})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/office/")
