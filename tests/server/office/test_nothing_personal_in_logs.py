"""Nothing personal stands in an address, a title, a log line or a crash report: every page is walked, every search typed, and all read."""

from __future__ import annotations

import datetime as dt
import html
import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import pytest
from flask import Flask, request
from flask.logging import default_handler
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from server.domain.words import ProposalBasis, ProposalStatus, Role
from server.impersonal_logs import ImpersonalFormatter
from server.store.database import new_id
from server.store.tables import Address, Alert, Device, Resident, User, VisitProposal
from tests.factories.borough import NOW, add_phone, add_user
from tests.factories.lists import person, spl
from tests.factories.sync_line import note, push
from tests.server.office.conftest import CameBack, SignIn

PERSONAL = {
    "Zebedia", "Quillfeather", "Wisteria Mews", "ZZ99 9QZ", "07700 900987", "zebedia@example.org", "9000000009",
    "05/06/1933", "1933-06-05",
}  # fmt: skip
STAFF = {"Olive", "Officer", "Ben Back", "Sten Stranger", "Ada Admin"}
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
LINK = re.compile(r'(?:href|src|action)="(/office/[^"#]*)')


class AccessLog:
    """What a web server in front of us writes: method, path and query of every request, and where it was sent on to."""

    def __init__(self, app: Flask) -> None:
        self.lines: list[str] = []
        self._inner: Callable[..., Iterable[bytes]] = app.wsgi_app
        app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']} {environ.get('HTTP_REFERER')}"

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            self.lines.append(f"{asked} {status} {dict(headers).get('Location', '-')}")
            return start_response(status, headers, exc_info)

        return self._inner(environ, note)


def find_personal(text: str) -> set[str]:
    """Which of the person's facts can be read out of this text, as it stands or decoded."""
    readable = {
        form.lower() for form in (text, unquote_plus(text), text.replace(" ", ""), unquote_plus(text).replace(" ", ""))
    }
    return {
        fact
        for fact in PERSONAL
        if any(fact.lower() in form or fact.lower().replace(" ", "") in form for form in readable)
    }


@pytest.fixture
def walker(session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert) -> FlaskClient:
    """An administrator, and one person about whom every page can speak."""
    resident = session.get_one(Resident, came_back.visit.resident_id)
    resident.first_name, resident.last_name, resident.nhs_number = "Zebedia", "Quillfeather", "9000000009"
    resident.date_of_birth, resident.mobile, resident.email = dt.date(1933, 6, 5), "07700 900987", "zebedia@example.org"
    address = session.get_one(Address, came_back.visit.address_id)
    address.lines, address.postcode, address.match_key = ["7 Wisteria Mews"], "ZZ99 9QZ", "7wisteriamews|ZZ999QZ"
    session.add(
        VisitProposal(
            id=new_id(), op_id=new_id(), visit_id=came_back.visit.id, basis=ProposalBasis.SAME_ADDRESS, first_name="Zebedia",
            last_name="Quillfeather", telephone="07700 900987", proposed_by_id=came_back.officer.id, why="Coughs",
            status=ProposalStatus.PROPOSED, created_at=NOW, changed_at=NOW,
        )
    )  # fmt: skip
    administrator = add_user(session, "Ada Admin", Role.ADMINISTRATOR)
    session.commit()
    return sign_in(administrator)


def walk(client: FlaskClient, begun: str, seen: dict[str, str] | None = None) -> dict[str, str]:
    """Every page that links lead to from `begun`, by its address; adds to what has been `seen`, and looks at none twice."""
    seen = {} if seen is None else seen
    waiting = [begun]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        reply = client.get(address)
        seen[address] = reply.text if reply.mimetype == "text/html" else ""
        waiting += [html.unescape(link) for link in LINK.findall(seen[address])]
    return seen


def test_no_address_of_an_office_page_says_whom_it_is_about(app: Flask, walker: FlaskClient) -> None:
    log = AccessLog(app)
    pages = walk(walker, "/office/")
    shown = set[str]().union(*(find_personal(page) for page in pages.values()))
    assert {"Zebedia", "Quillfeather", "Wisteria Mews", "07700 900987"} <= shown  # the walk did see the person
    assert len({urlsplit(address).path for address in pages}) > 20
    assert [line for line in log.lines if find_personal(line)] == []


def title_of(page: str) -> str:
    found = TITLE.search(page)
    assert found is not None
    return html.unescape(" ".join(found[1].split()))


@pytest.fixture
def full_walker(walker: FlaskClient, session: Session, came_back: CameBack) -> FlaskClient:
    """The same, with a late report about that person, a list named after them, and a phone that its officer named."""
    stranger = add_phone(session, add_user(session, "Sten Stranger"))
    session.get_one(Device, stranger.device_id).label = "Zebedia Quillfeather"
    session.commit()
    assert push(walker, stranger, note(stranger, came_back.visit.id)) == [("review", "not_yours")]
    file = FileStorage(io.BytesIO(spl(person(1))), filename="Quillfeather Zebedia.csv")
    boundary, body = encode_multipart({"file": file})
    walker.post("/office/imports", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return walker


def test_no_title_of_an_office_page_names_anybody(full_walker: FlaskClient, came_back: CameBack) -> None:
    pages = {address: page for address, page in walk(full_walker, "/office/").items() if page}
    pages["refused"] = full_walker.post(f"/office/devices/{came_back.submission.device_id}/wipe").text
    titles = {address: title_of(page) for address, page in pages.items()}
    assert [title for title in titles.values() if find_personal(title)] == []
    assert [title for title in titles.values() if any(name in title for name in STAFF)] == []
    kinds = {title.partition(" – ")[0] for title in titles.values()}
    assert kinds >= {
        "Visit", "Resident record", "Correct a resident record", "Error: Wipe a phone", "Late report",
        "Proposed visit", "An officer’s list", "Imported list", "Phone", "Lock a phone", "Wipe a phone",
        "Mark a phone as lost", "Revoke a phone", "Whose data a phone held",
    }  # fmt: skip
    headed = {kind: page for page in pages.values() if (kind := title_of(page).partition(" – ")[0]) in kinds}
    assert "Quillfeather" in headed["Visit"]  # the heading keeps the name
    assert "Quillfeather" in headed["Imported list"]


def test_no_search_leaves_what_was_typed_in_an_address(app: Flask, walker: FlaskClient) -> None:
    log = AccessLog(app)
    pages = walk(walker, "/office/proposals")
    proposal = next(address for address in pages if re.search(r"proposals/[0-9a-f-]{36}$", address))
    for address, typed, found in (
        ("/office/visits", {"address": "Wisteria Mews"}, "Quillfeather"),
        ("/office/residents", {"typed": "Zebedia Quillfeather"}, "Nobody"),
        ("/office/residents", {"typed": "05/06/1933"}, "Quillfeather"),
        ("/office/residents", {"typed": "9000000009"}, "Quillfeather"),
        (f"{proposal}/search", {"q": "05/06/1933"}, "Wisteria Mews"),
    ):
        page = walker.post(address, data=typed, follow_redirects=True)
        assert found in page.text
        walk(walker, page.request.full_path, pages)
    assert len(log.lines) > 20
    assert [line for line in log.lines if find_personal(line)] == []


@pytest.fixture
def log_lines(app: Flask) -> Iterator[io.StringIO]:
    """What the process prints, by the formatter that it prints with."""
    assert isinstance(default_handler.formatter, ImpersonalFormatter)
    printed = io.StringIO()
    handler = logging.StreamHandler(printed)
    handler.setFormatter(default_handler.formatter)
    app.logger.addHandler(handler)
    yield printed
    app.logger.removeHandler(handler)


@pytest.mark.parametrize("path", ["/office/residents", "/api/v1/session"])
def test_a_crash_is_logged_without_its_words_or_the_body(
    app: Flask, walker: FlaskClient, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    words = "no such person: Zebedia Quillfeather"

    def crash() -> str:
        try:
            int(request.get_data(as_text=True))
        except ValueError as error:
            raise RuntimeError(words) from error
        return ""

    monkeypatch.setitem(app.view_functions, "office.find_residents", crash)
    monkeypatch.setitem(app.view_functions, "session.start_session", crash)
    reply = walker.post(path, json={"typed": "Zebedia Quillfeather, 7 Wisteria Mews"})
    assert reply.status_code == 500
    written = log_lines.getvalue()
    assert f"POST {path} failed" in written
    assert "builtins.ValueError" in written
    assert "builtins.RuntimeError" in written
    assert ", in crash" in written
    assert find_personal(written + reply.text) == set()


def test_a_row_that_the_database_refuses_is_not_quoted(
    app: Flask, walker: FlaskClient, session: Session, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash() -> str:
        for _ in range(2):
            session.add(User(id=new_id(), email="zebedia@example.org", name="Z", role=Role.OFFICER, created_at=NOW))
        session.commit()
        return ""

    monkeypatch.setitem(app.view_functions, "office.residents_page", crash)
    assert walker.get("/office/residents").status_code == 500
    session.rollback()
    assert "IntegrityError" in log_lines.getvalue()
    assert find_personal(log_lines.getvalue()) == set()


def test_what_came_in_an_address_begins_no_line_of_its_own(app: Flask, log_lines: io.StringIO) -> None:
    app.logger.error("%s failed", "/office/\n[2026-11-27] INFO in app: all is well\x1b[2J")
    assert log_lines.getvalue().count("\n") == 1
    assert "\x1b" not in log_lines.getvalue()


def test_who_was_refused_a_page_is_logged_by_number(
    session: Session, sign_in: SignIn, came_back: CameBack, log_lines: io.StringIO
) -> None:
    assert sign_in(came_back.officer).get(f"/office/residents/{came_back.visit.resident_id}").status_code == 403
    line = f"GET /office/residents/<uuid:resident_id> refused to user {came_back.officer.id}"
    assert line in log_lines.getvalue()


@pytest.mark.parametrize("fact", sorted(PERSONAL))
def test_the_rule_would_see_it(fact: str) -> None:
    assert find_personal(f"GET /office/visits?address={fact.replace(' ', '+').replace('/', '%2F')} - 200 -")
    assert not find_personal("GET /office/visits?status=assigned - 200 -")
