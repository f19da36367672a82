"""Correcting a record at the desk: applied when nobody wrote meanwhile, kept beside the other value when somebody did."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Conflict, ConflictSide, Operation, Resident
from tests.factories.borough import add_resident, add_server_device, add_user
from tests.server.office.conftest import SignIn


@pytest.fixture
def ada(session: Session) -> Resident:
    """Somebody whose mobile number is on record."""
    add_server_device(session)
    found = add_resident(session, first_name="Ada", last_name="Lovell", mobile="07700 900001")
    session.commit()
    return found


@pytest.fixture
def desk(session: Session, sign_in: SignIn) -> FlaskClient:
    """A member of the back office."""
    user = add_user(session, "Bea", Role.BACK_OFFICE)
    session.commit()
    return sign_in(user)


def open_form(desk: FlaskClient, resident_id: uuid.UUID) -> dict[str, str]:
    """The form as a browser would send it unchanged."""
    page = desk.get(f"/office/residents/{resident_id}/edit").text
    form = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', page)}
    return {"mobile": "", "landline": "", "email": "", "language": "", "lives_alone": "", "access_needs": "",
            "communication_needs": ""} | form | {"mobile": "07700 900001", "reason": "She rang"}  # fmt: skip


def send(desk: FlaskClient, resident_id: uuid.UUID, form: dict[str, str]) -> str:
    """The page that follows."""
    return desk.post(f"/office/residents/{resident_id}/edit", data=form, follow_redirects=True).text


def test_a_correction_is_shown_logged_and_marked_as_the_councils_own(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    page = send(desk, ada.id, open_form(desk, ada.id) | {"mobile": "07700 900002", "lives_alone": "yes"})
    assert "The record is corrected" in page
    session.rollback()
    session.refresh(ada)
    assert (ada.mobile, ada.lives_alone) == ("07700 900002", True)
    assert {"mobile", "lives_alone"} <= set(ada.corrected_fields)
    logged = session.scalars(select(Operation).where(Operation.entity_id == ada.id)).one()
    assert (logged.kind, logged.verdict, logged.row_version) == ("resident.edit", "applied", ada.version)
    assert set(logged.changed or {}) == {"mobile", "lives_alone"}
    assert "She rang" in page, "how it is known stands in the history"


def test_a_correction_without_a_reason_is_refused_and_keeps_what_was_typed(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    page = send(desk, ada.id, open_form(desk, ada.id) | {"mobile": "07700 900002", "reason": " "})
    assert "Say how you know" in page
    assert "07700 900002" in page
    session.rollback()
    assert session.scalars(select(Operation)).all() == []


def test_saving_the_page_unchanged_writes_nothing(session: Session, desk: FlaskClient, ada: Resident) -> None:
    assert "Nothing was changed" in send(desk, ada.id, open_form(desk, ada.id))
    session.rollback()
    assert session.scalars(select(Operation)).all() == []


def test_two_desks_that_change_one_field_both_keep_their_value_and_the_second_is_told(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    first, second = open_form(desk, ada.id), open_form(desk, ada.id)
    send(desk, ada.id, first | {"mobile": "07700 900002"})
    page = send(desk, ada.id, second | {"mobile": "07700 900003", "email": "ada@example.org"})
    assert "Both values are kept" in page
    session.rollback()
    session.refresh(ada)
    assert ada.mobile == "07700 900002"
    assert ada.email == "ada@example.org"
    conflict = session.scalars(select(Conflict)).one()
    side = session.scalars(select(ConflictSide).where(ConflictSide.conflict_id == conflict.id)).one()
    assert (conflict.field, conflict.theirs["value"], side.value) == (
        "mobile",
        "07700 900002",
        {"value": "07700 900003"},
    )


def test_a_value_that_does_not_fit_is_said_and_nothing_is_lost_from_the_form(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    form = open_form(desk, ada.id) | {"language": "x" * 61, "access_needs": "Ring twice"}
    reply = desk.post(f"/office/residents/{ada.id}/edit", data=form)
    assert reply.status_code == 422
    assert "at most 60 characters" in reply.text
    assert "Ring twice" in reply.text
    session.rollback()
    assert session.scalars(select(Operation)).all() == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("mobile", "12", "Enter a telephone number"),
        ("landline", "no phone", "Enter a telephone number"),
        ("email", "ada at home", "Enter an email address"),
    ],
)
def test_what_nobody_can_ring_or_write_to_is_not_taken(
    session: Session, desk: FlaskClient, ada: Resident, field: str, typed: str, words: str
) -> None:
    reply = desk.post(f"/office/residents/{ada.id}/edit", data=open_form(desk, ada.id) | {field: typed})
    assert reply.status_code == 422
    assert words in reply.text
    session.rollback()
    assert session.scalars(select(Operation)).all() == []


def test_a_number_is_kept_in_one_spelling_and_one_of_another_country_as_it_is(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    send(desk, ada.id, open_form(desk, ada.id) | {"mobile": "+44 7700900002", "landline": "+353 1 234 5678"})
    session.rollback()
    session.refresh(ada)
    assert (ada.mobile, ada.landline) == ("07700 900002", "+353 1 234 5678")


@pytest.mark.parametrize("seen", ["", "[]", "{}", '{"mobile": 1}', '{"mobile": ["x", null]}', "[" * 5000])
def test_a_form_without_what_it_showed_is_refused(desk: FlaskClient, ada: Resident, seen: str) -> None:
    form = open_form(desk, ada.id) | {"seen": seen, "mobile": "07700 900002"}
    assert desk.post(f"/office/residents/{ada.id}/edit", data=form).status_code == 400


def test_a_record_that_is_gone_or_merged_cannot_be_corrected(
    session: Session, desk: FlaskClient, ada: Resident
) -> None:
    form = open_form(desk, ada.id) | {"mobile": "07700 900002"}
    assert desk.post(f"/office/residents/{uuid.uuid4()}/edit", data=form).status_code == 404
    session.rollback()
    other = add_resident(session, first_name="Ada", last_name="Other")
    ada.merged_into_id = other.id
    session.commit()
    assert desk.post(f"/office/residents/{ada.id}/edit", data=form).status_code == 404


@pytest.mark.parametrize(
    "seen", ['{"mobile": [1e999, null]}', '{"mobile": [1, NaN]}', '{"mobile": [1, "\\ud800"]}', "[]"]
)
def test_a_base_that_this_house_never_wrote_is_refused_and_writes_nothing(
    app: Flask, session: Session, desk: FlaskClient, ada: Resident, seen: str
) -> None:
    app.testing = False  # a crash becomes a page, as it would in service
    reply = desk.post(
        f"/office/residents/{ada.id}/edit", data={"seen": seen, "mobile": "07700 900001", "reason": "She rang"}
    )
    assert reply.status_code in (303, 400)
