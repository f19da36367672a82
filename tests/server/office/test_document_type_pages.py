"""A supervisor looks after what each programme asks for: added, changed in both languages, retired, brought back, never removed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import AuditEntry, DocumentType, Programme
from server.use_cases.ensure_document_types import ensure_document_types
from tests.factories.borough import add_user
from tests.factories.evidence import AskedEvidence, add, answer, ask_for_evidence, item_ids, press_send
from tests.factories.sent_files import small_photo
from tests.server.office.conftest import SignIn

HERE = "/office/document-types"
WORDS = {
    "names_en": "Blue badge", "names_cy": "Bathodyn glas", "hints_en": "Both sides.", "hints_cy": "Y ddwy ochr.",
    "tips_en": "Lay it flat.", "tips_cy": "", "days": "10",
}  # fmt: skip


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """Somebody who was asked for two of the shipped documents."""
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def client(session: Session, sign_in: SignIn, asked: AskedEvidence) -> FlaskClient:
    """A supervisor's browser."""
    return sign_in(add_user(session, "Sue Super", Role.SUPERVISOR))


def programme_id(session: Session) -> uuid.UUID:
    session.rollback()
    return session.scalars(select(Programme.id)).one()


def named(session: Session, name: str) -> DocumentType:
    session.rollback()
    session.expire_all()
    found = next(kind for kind in session.scalars(select(DocumentType)) if kind.names["en"] == name)
    session.rollback()
    return found


def new_page(session: Session) -> str:
    return f"{HERE}/programmes/{programme_id(session)}/new"


def add_badge(client: FlaskClient, session: Session, **values: str) -> Any:
    [page_id] = re.findall(r'name="page_id" value="([\w-]+)"', client.get(new_page(session)).text)
    return client.post(new_page(session), data=WORDS | {"page_id": page_id} | values, follow_redirects=True)


def change(client: FlaskClient, session: Session, name: str, step: str = "", **values: str) -> Any:
    kind = named(session, name)
    sent = {"seen_version": str(kind.version)} | (WORDS if not step else {}) | values
    return client.post(f"{HERE}/{kind.id}{step}", data=sent, follow_redirects=True)


def test_a_type_that_is_added_can_be_asked_for_and_its_history_says_by_whom(
    client: FlaskClient, session: Session, asked: AskedEvidence
) -> None:
    shown = add_badge(client, session)
    assert "The document type can be asked for." in shown.text
    assert "<script" not in shown.text
    kind = named(session, "Blue badge")
    assert (kind.code, kind.names["cy"], kind.tips, kind.days) == (
        "blue_badge",
        "Bathodyn glas",
        {"en": "Lay it flat."},
        10,
    )
    assert "Blue badge" in client.get(f"/office/cases/{asked.case_id}/ask-evidence").text
    page = client.get(f"{HERE}/{kind.id}").text
    assert re.search(r"Added .* by Sue Super", page)
    assert "Name in Welsh: “Bathodyn glas”" in page
    assert set(re.findall(r'name="\w+_cy"[^>]*lang="(\w+)"', page)) == {"cy"}


def test_a_button_pressed_twice_adds_one(client: FlaskClient, session: Session) -> None:
    page_id = str(uuid.uuid4())
    for _ in range(2):
        assert client.post(new_page(session), data=WORDS | {"page_id": page_id}).status_code == 303
    session.rollback()
    codes = [kind.code for kind in session.scalars(select(DocumentType)) if kind.names["en"] == "Blue badge"]
    assert codes == ["blue_badge"]


def test_other_words_are_seen_at_once_in_both_languages_and_the_old_ones_stay_in_the_history(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence
) -> None:
    shown = change(
        client, session, "Proof of address", names_en="Proof of your address", names_cy="Prawf o’ch cyfeiriad"
    )
    assert "The words are saved." in shown.text
    assert "Name: “Proof of address” became “Proof of your address”" in shown.text
    browser = answer(app.test_client(), asked)
    assert "Proof of your address" in browser.get("/e/evidence?lang=en").text
    assert "Prawf o’ch cyfeiriad" in browser.get("/e/evidence?lang=cy").text
    assert "Lay it flat." in browser.get("/e/evidence/1?lang=cy").text  # no Welsh tip: the English one


def test_a_retired_type_is_offered_no_more_and_what_was_asked_for_goes_on(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence
) -> None:
    asking = f"/office/cases/{asked.case_id}/ask-evidence"
    assert "Retired" in change(client, session, "Proof of address", "/retire").text
    assert "Proof of address" not in client.get(asking).text
    browser = answer(app.test_client(), asked)
    add(browser, 1, [("a.jpg", small_photo(1))])
    press_send(browser)
    first, other = item_ids(session, asked)
    session.rollback()
    deciding = f"/office/evidence/documents/{first}"
    assert ">Proof of address</option>" in client.get(deciding).text
    assert ">Proof of address</option>" not in client.get(f"/office/evidence/documents/{other}").text
    with app.app_context():
        ensure_document_types()  # a start of the installation brings nothing back
    assert named(session, "Proof of address").retired_at is not None
    assert "It can be asked for again." in change(client, session, "Proof of address", "/restore").text
    assert "Proof of address" in client.get(asking).text


def test_of_two_who_change_one_the_second_is_told(client: FlaskClient, session: Session) -> None:
    seen = str(named(session, "Proof of income").version)
    assert change(client, session, "Proof of income", names_en="Payslip").status_code == 200
    late = change(client, session, "Payslip", names_en="Wages", seen_version=seen)
    assert (late.status_code, "Somebody changed this document type" in late.text) == (409, True)
    assert 'value="Payslip"' in late.text
    late = change(client, session, "Payslip", "/retire", seen_version=seen)
    assert (late.status_code, named(session, "Payslip").retired_at) == (409, None)
    assert change(client, session, "Payslip", seen_version="").status_code == 409


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"names_en": " "}, "Enter a name"),
        ({"hints_en": ""}, "Say what counts as one"),
        ({"tips_en": ""}, "Say how to photograph it"),
        ({"names_cy": "x" * 101}, "Write at most 100 characters"),
        ({"days": "61"}, "from 1 to 60"),
        ({"days": "soon"}, "from 1 to 60"),
        ({"names_en": "proof of ADDRESS"}, "Another document type of this programme has this name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    client: FlaskClient, session: Session, values: dict[str, str], words: str
) -> None:
    for reply in (add_badge(client, session, **values), change(client, session, "Proof of income", **values)):
        assert (reply.status_code, words in reply.text) == (422, True)
        assert "Bathodyn glas" in reply.text or "names_cy" in values  # what was typed stays
    session.rollback()
    assert not [
        kind for kind in session.scalars(select(DocumentType)) if kind.version != 1 or kind.code == "blue_badge"
    ]


def test_a_retired_name_is_free_and_its_type_comes_back_only_under_another(
    client: FlaskClient, session: Session
) -> None:
    change(client, session, "Proof of income", "/retire")
    assert add_badge(client, session, names_en="Proof of income").status_code == 200
    session.rollback()
    old = session.scalars(select(DocumentType).where(DocumentType.code == "proof_of_income")).one()
    session.rollback()
    reply = client.post(f"{HERE}/{old.id}/restore", data={"seen_version": str(old.version)})
    assert (reply.status_code, "has this name" in reply.text) == (422, True)


def test_a_programme_says_when_it_reminds(client: FlaskClient, session: Session) -> None:
    address = f"{HERE}/programmes/{programme_id(session)}/reminder"
    assert "The reminder is saved." in client.post(address, data={"days": "7"}, follow_redirects=True).text
    reply = client.post(address, data={"days": "31"})
    assert (reply.status_code, "from 0 to 30" in reply.text) == (422, True)
    session.rollback()
    assert session.scalars(select(Programme)).one().settings["evidence_reminder_days"] == 7
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.reminder_days"))
    assert entry.fields["evidence_reminder_days"]["new"] == 7


def test_only_supervisors_and_administrators_look_after_them(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    kind = named(session, "Proof of income")
    pages = (HERE, new_page(session), f"{HERE}/{kind.id}")
    for role in Role:
        client = sign_in(add_user(session, f"A {role}", role))
        expected = 200 if role in {Role.ADMINISTRATOR, Role.SUPERVISOR} else 403
        assert [client.get(page).status_code for page in pages] == [expected] * 3
        assert (HERE in client.get("/office/evidence").text) is (expected == 200)


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    nowhere = uuid.uuid4()
    for address in (f"{HERE}/{nowhere}", f"{HERE}/programmes/{nowhere}/new"):
        assert client.get(address).status_code == 404
        assert client.post(address, data=WORDS).status_code == 404
    for step in ("retire", "restore"):
        assert client.post(f"{HERE}/{nowhere}/{step}").status_code == 404
    assert client.post(f"{HERE}/programmes/{nowhere}/reminder", data={"days": "1"}).status_code == 404
