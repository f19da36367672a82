"""The office's list of evidence requests, page by page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.store.tables import Case, EvidenceRequest
from tests.factories.evidence import AskedEvidence, ask_case, ask_for_evidence
from tests.server.office.conftest import SignIn


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


def test_a_long_list_has_pages_and_none_is_left_out(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.evidence_list.PAGE_SIZE", 2)
    with app.app_context():
        made = [asked] + [ask_case(session, session.get_one(Case, asked.case_id), asked.sender) for _ in range(4)]
    client, address, seen = sign_in(asked.sender), "/office/evidence?state=any", list[str]()
    for _ in range(3):
        page = client.get(address).text
        seen += re.findall(r'<th[^>]*>.*?/office/evidence/([\w-]{36})"', page)
        address = (re.findall(r'href="([^"]*after=[^"]*)"', page) or [""])[0].replace("&amp;", "&")
    assert (address, seen) == ("", [str(one.request_id) for one in made])


def test_what_is_decided_between_two_pages_hides_no_other_request(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.evidence_list.PAGE_SIZE", 2)
    with app.app_context():
        made = [asked] + [ask_case(session, session.get_one(Case, asked.case_id), asked.sender) for _ in range(3)]
    client = sign_in(asked.sender)
    page = client.get("/office/evidence?state=any").text
    session.get_one(EvidenceRequest, made[1].request_id).status_at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    session.commit()
    address = re.findall(r'href="([^"]*after=[^"]*)"', page)[0].replace("&amp;", "&")
    rest = client.get(address).text
    assert [str(one.request_id) in rest for one in made] == [False, False, True, True]
    assert client.get("/office/evidence?after=yesterday").status_code == 404
