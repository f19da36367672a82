"""The audit trail is searched by person, action, thing and date, a page at a time, and leaves as a file that says so itself."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import AuditEntry, User
from server.use_cases.chain_audit import chain_audit
from tests.factories.borough import NOW, add_user, add_visit
from tests.server.office.conftest import SignIn

HERE = "/office/audit"


@pytest.fixture
def officer(session: Session) -> User:
    """Somebody who did one thing 120 times, at 60 instants, and another thing once."""
    user = add_user(session, "Olive Officer")
    for number in range(120):
        at = NOW + dt.timedelta(minutes=number // 2)
        session.add(
            AuditEntry(at=at, user_id=user.id, action="visit.view", entity_type="visit", entity_id=f"v{number}")
        )
    said = {"note": {"old": None, "new": "=cmd()"}}
    night = dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight of the second by the council's clock
    session.add(
        AuditEntry(at=night, user_id=user.id, action="case.edit", entity_type="case", entity_id="=c1", fields=said)
    )
    return user


@pytest.fixture
def client(session: Session, sign_in: SignIn, officer: User) -> FlaskClient:
    return sign_in(add_user(session, "Gil Governance", Role.INFORMATION_GOVERNANCE))


def things(page: str) -> list[str]:
    return re.findall(r'doorstep-code">([\w=]+)<', page)


def test_every_entry_stands_on_one_page_and_no_other(client: FlaskClient, officer: User) -> None:
    address, seen = f"{HERE}?person={officer.id}&action=visit.view", list[str]()
    while address:
        page = client.get(address).text
        seen += things(page)
        following = re.search(r'href="([^"]+)"[^>]*rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"v{number}" for number in reversed(range(120))]


def test_it_is_narrowed_by_thing_and_by_the_councils_days(client: FlaskClient, session: Session) -> None:
    assert things(client.get(f"{HERE}?thing=visit&id=v7").text) == ["v7"]
    assert things(client.get(f"{HERE}?from=2/6/2026&until=2/6/2026").text) == ["=c1"]
    assert things(client.get(f"{HERE}?from=1/6/2026&until=1/6/2026").text) == []
    assert "Looked at a visit" in client.get(HERE).text
    wrong = client.get(f"{HERE}?from=31/2/2026&until=9999-12-31&thing=visit").text
    assert "Choose what it is about and enter its number" in wrong
    assert client.get(f"{HERE}?after=x~1").status_code == 404
    session.rollback()
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.list")).all()) == 5


def test_the_file_holds_what_fits_and_no_formula_and_its_making_is_an_entry(
    client: FlaskClient, session: Session
) -> None:
    reply = client.post("/office/audit.csv", data={"action": "case.edit"})
    lines = reply.text.splitlines()
    assert (reply.mimetype, len(lines)) == ("text/csv", 2)
    assert ",'=c1," in lines[1]
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.audit")).one()
    assert entry.fields == {"action": {"old": None, "new": "case.edit"}}


def test_who_keeps_the_rules_reads_it_and_nobody_else(session: Session, sign_in: SignIn) -> None:
    for role in Role:
        expected = 200 if role in {Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE} else 403
        client = sign_in(add_user(session, f"A {role}", role))
        assert (client.get(HERE).status_code, client.post("/office/audit.csv").status_code) == (expected, expected)


def test_who_saw_a_resident_counts_her_visits_and_the_last_seal_can_be_copied(
    client: FlaskClient, session: Session
) -> None:
    visit = add_visit(session, None)
    session.add(AuditEntry(at=NOW, action="visit.view", entity_type="visit", entity_id=str(visit.id)))
    session.add(AuditEntry(at=NOW, action="residents.view", entity_type="resident", entity_id=str(visit.resident_id)))
    session.commit()
    page = client.get(f"{HERE}?thing=resident&id={visit.resident_id}").text
    assert set(re.findall(r"[0-9a-f-]{36}", " ".join(re.findall(r'doorstep-code">([\w-]+)<', page)))) == {
        str(visit.id), str(visit.resident_id),
    }  # fmt: skip
    assert "No entry is sealed yet" in page
    with client.application.app_context():
        chain_audit()
    assert re.search(r'doorstep-code">\d+:[0-9a-f]{64}<', client.get(HERE).text)
