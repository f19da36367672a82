"""The breach list of a phone: everybody whose data was on it, from when to when, as a page and as a file that is a right of its own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitStatus
from server.store.row_writes import set_fields
from server.store.tables import AuditEntry, Device, Resident, User, ViewMembership, Visit, VisitProposal, WarningMarker
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.server.office.conftest import SignIn

READERS = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INFORMATION_GOVERNANCE}
EXPORTERS = {Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE}


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    phone = add_phone(session, add_user(session))
    device = session.get_one(Device, phone.device_id)
    device.schema, device.registered_at = 3, dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
    session.commit()
    return phone


@pytest.fixture
def administrator(session: Session, sign_in: SignIn) -> FlaskClient:
    user = add_user(session, "Ada Administrator", Role.ADMINISTRATOR)
    session.commit()
    return sign_in(user)


def where(phone: Phone, part: str = "/breach") -> str:
    return f"/office/devices/{phone.device_id}{part}"


def pull(client: FlaskClient, phone: Phone, view: int = 0) -> int:
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    reply = client.post("/api/v1/sync/pull", json={"schema": 3, "view": view}, headers=headers)
    return int(reply.get_json()["view"])


def read_file(desk: FlaskClient, phone: Phone) -> list[dict[str, str]]:
    reply = desk.post(where(phone, "/breach.csv"))
    assert (reply.status_code, reply.mimetype) == (200, "text/csv")
    assert reply.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(reply.get_data().decode("utf-8-sig"))))


def add_person(session: Session, phone: Phone, first: str, last: str, **values: Any) -> Visit:
    today = dt.datetime.now(dt.UTC).date()
    visit = add_visit(session, session.get_one(User, phone.user_id), planned_on=today, **values)
    resident = session.get_one(Resident, visit.resident_id)
    resident.first_name, resident.last_name = first, last
    session.flush()
    return visit


def test_it_names_each_person_with_every_row_that_a_pull_sent(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    kept, given = add_person(session, phone, "Ann", "Kept"), add_person(session, phone, "Bob", "Given")
    add_marker(session, kept)
    session.commit()
    view = pull(client, phone)
    set_fields(given, {"officer_id": add_user(session, "Ned Newman").id}, now=dt.datetime.now(dt.UTC))
    session.commit()
    told = pull(client, phone, view)
    lines = read_file(administrator, phone)
    assert {(line["Name"], line["What was on it"].split(" 20")[0]) for line in lines} == {
        ("Ann Kept", "Their details"), ("Ann Kept", "Visit planned"), ("Ann Kept", "Case: Shielding 2"),
        ("Ann Kept", "Warning marker: Visit in pairs"), ("Bob Given", "Their details"), ("Bob Given", "Visit planned"),
        ("Bob Given", "Case: Shielding 2"),
    }  # fmt: skip
    assert {line["Address"] for line in lines} == {"1 Test Street, ZZ99 3WZ"}
    given_lines = [line for line in lines if line["Name"] == "Bob Given"]
    assert {line["Why"] for line in given_lines} == {"given to somebody else"}
    # Told to drop it; as long as the phone has not shown that it did, it may still hold it.
    assert {line["Phone has shown that it dropped it"] for line in given_lines} == {"no"}
    pull(client, phone, told)
    given_lines = [line for line in read_file(administrator, phone) if line["Name"] == "Bob Given"]
    assert {line["Phone has shown that it dropped it"] for line in given_lines} == {"yes"}
    assert {line["At the loss"] for line in given_lines} == {"no longer on it"}
    page = administrator.get(where(phone)).text
    for words in ("Ann Kept", "Bob Given", "1 Test Street, ZZ99 3WZ", "Never: NHS number"):
        assert words in page


def test_it_says_what_is_only_on_the_phone_and_may_name_others(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    add_person(session, phone, "Ann", "Kept")
    session.commit()
    pull(client, phone)
    only_there = "Only on the phone, when it last spoke"
    assert {line[only_there] for line in read_file(administrator, phone)} == {"nothing"}
    session.rollback()
    device = session.get_one(Device, phone.device_id)
    device.unsent_count, device.oldest_unsent_at, device.unfinished_count = 3, dt.datetime.now(dt.UTC), 2
    session.commit()
    said = "3 not sent, 0 photos not sent, 2 begun and not saved: these may be about people who are not in this list"
    assert {line[only_there] for line in read_file(administrator, phone)} == {said}
    assert "2 checks or forms begun and not saved." in administrator.get(where(phone)).text


def add_marker(session: Session, visit: Visit) -> None:
    proposer, approver = (add_user(session, name, Role.SUPERVISOR) for name in ("Sue One", "Sam Two"))
    now = dt.datetime.now(dt.UTC)
    session.add(
        WarningMarker(
            id=uuid.uuid4(), resident_id=visit.resident_id, instruction="Visit in pairs", incident_on=now.date(),
            incident="Words", status="approved", proposed_by_id=proposer.id, proposed_at=now,
            approved_by_id=approver.id, approved_at=now, told_at=now, review_on=now.date() + dt.timedelta(days=9),
            changed_at=now,
        )
    )  # fmt: skip
    session.flush()


@pytest.mark.parametrize(
    ("hours_since_contact", "wiped", "words"),
    [
        (0, False, "could be read until"),
        (0, True, "on it, could not be read after"),
        (200, False, "on it, could not be read after"),
    ],
)
def test_it_says_what_could_be_read_at_the_loss(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient, hours_since_contact: int,
    wiped: bool, words: str,
) -> None:  # fmt: skip
    add_person(session, phone, "Ann", "Kept")
    session.commit()
    pull(client, phone)
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    if wiped:
        administrator.post(where(phone, "/wipe"), data={"reason": "Lent"})
        for state in ({}, {"obeyed": ["wipe"]}):
            client.post("/api/v1/sync/push", json={"schema": 3, "operations": [], "state": state}, headers=headers)
    device = session.get_one(Device, phone.device_id)
    device.last_contact_at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_since_contact)
    device.lost_at = dt.datetime.now(dt.UTC)
    session.query(ViewMembership).update({"entered_at": dt.datetime.now(dt.UTC) - dt.timedelta(hours=300)})
    session.commit()
    lines = read_file(administrator, phone)
    assert {line["At the loss"][: len(words)] for line in lines} == {words}
    assert {line["At the loss"].endswith("as the phone says") for line in lines} == {wiped}
    assert {line["Wipe confirmed by the phone"] == "not confirmed" for line in lines} == {not wiped}
    assert administrator.get(where(phone)).status_code == 200


@pytest.mark.parametrize(
    ("schema", "words"), [(3, "can be read by whoever unlocks the phone"), (2, "could be read by whoever knows how")]
)
def test_it_says_that_unsent_work_could_be_read_too_and_may_be_about_others(
    session: Session, phone: Phone, administrator: FlaskClient, schema: int, words: str
) -> None:
    session.get_one(Device, phone.device_id).schema = schema
    session.commit()
    page = administrator.get(where(phone)).text
    assert words in page
    assert "it may be about people who are not listed here" in page


def test_what_the_phone_holds_is_listed_although_the_log_lacks_it(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    add_person(session, phone, "Ann", "Kept")
    session.commit()
    pull(client, phone)
    session.query(ViewMembership).delete()
    session.commit()
    lines = read_file(administrator, phone)
    assert {line["Sent to the phone"] for line in lines} == {"Before the log begins"}
    assert {line["Name"] for line in lines} == {"Ann Kept"}
    assert len(lines) == 3


def test_a_proposal_names_whom_the_officer_met_and_a_row_long_gone_is_not_left_out(
    session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    now, proposal_id = dt.datetime.now(dt.UTC), uuid.uuid4()
    session.add(
        VisitProposal(
            id=proposal_id, op_id=uuid.uuid4(), proposed_by_id=phone.user_id, basis="met", first_name="Nell",
            last_name="Newcomer", address_text="9 Elm Row", why="alone", status="proposed", created_at=now, changed_at=now,
        )
    )  # fmt: skip
    for entity_type, entity_id in (
        ("visit_proposal", proposal_id),
        ("visit", uuid.uuid4()),
        ("resident", uuid.uuid4()),
    ):
        session.add(
            ViewMembership(
                device_id=phone.device_id, entity_type=entity_type, entity_id=entity_id, entered_view=1, entered_at=now
            )
        )
    session.commit()
    lines = read_file(administrator, phone)
    assert sorted((line["Name"], line["Address"]) for line in lines) == [
        ("Name not known", ""), ("Name not known", ""), ("Nell Newcomer", "9 Elm Row"),
    ]  # fmt: skip


def test_no_cell_of_the_file_is_a_formula(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    add_person(session, phone, "=cmd|' /C calc'!A0", "@SUM(1+1)")
    session.get_one(Device, phone.device_id).label = "-2+3"
    session.commit()
    pull(client, phone)
    line = read_file(administrator, phone)[0]
    assert line["Name"].startswith("'=cmd")
    assert line["Phone"] == "'-2+3"


def test_the_download_is_written_down_as_an_export_with_how_much_it_took(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    add_person(session, phone, "Ann", "Kept")
    session.commit()
    pull(client, phone)
    administrator.get(where(phone))
    read_file(administrator, phone)
    session.rollback()
    audited = session.scalars(select(AuditEntry).where(AuditEntry.action.like("%breach_list")).order_by(AuditEntry.id))
    entries = [(entry.action, entry.entity_id, entry.fields) for entry in audited]
    assert entries == [
        ("device.breach_list", phone.device_id, {}),
        (
            "export.breach_list", phone.device_id, {"people": {"old": None, "new": 1}, "rows": {"old": None, "new": 3}},
        ),
    ]  # fmt: skip


def test_pages_hold_twenty_five_people_and_none_is_missing(
    client: FlaskClient, session: Session, phone: Phone, administrator: FlaskClient
) -> None:
    for number in range(27):
        add_person(session, phone, f"Person{number:02}", "Listed", status=VisitStatus.ASSIGNED)
    session.commit()
    pull(client, phone)
    first, second = administrator.get(where(phone)).text, administrator.get(where(phone, "/breach?page=2")).text
    assert [f"Person{number:02}" in first for number in (0, 24, 25)] == [True, True, False]
    assert [f"Person{number:02}" in second for number in (24, 25, 26)] == [False, True, True]
    assert "27 people or doors" in first
    for odd in ("0", "-1", "x", "9" * 30):
        assert administrator.get(where(phone, f"/breach?page={odd}")).status_code == 404
    assert administrator.get(where(phone, "/breach?page=999999")).status_code == 200


def test_a_shared_phone_leads_to_each_others_lists(session: Session, phone: Phone, administrator: FlaskClient) -> None:
    colleague = add_phone(session, add_user(session, "Nina New"))
    third = add_phone(session, add_user(session, "Tom Third"))
    for one in (colleague, third):
        session.get_one(Device, one.device_id).beside_device_id = phone.device_id
    session.commit()
    for one, others in ((phone, (colleague, third)), (colleague, (phone, third))):
        page = administrator.get(where(one)).text
        assert [where(other) in page for other in others] == [True, True]
        assert "needs all of them" in page
        assert where(others[0], "") in administrator.get(where(one, "")).text


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_it_and_who_takes_it_out(session: Session, phone: Phone, sign_in: SignIn, role: Role) -> None:
    user = add_user(session, f"Some {role}", role)
    session.commit()
    browser = sign_in(user)
    assert browser.get(where(phone)).status_code == (200 if role in READERS else 403)
    assert browser.post(where(phone, "/breach.csv")).status_code == (200 if role in EXPORTERS else 403)
    unknown = f"/office/devices/{uuid.uuid4()}/breach"
    assert browser.get(unknown).status_code == (404 if role in READERS else 403)
    assert browser.post(f"{unknown}.csv").status_code == (404 if role in EXPORTERS else 403)
    assert browser.get("/office/devices/server/breach").status_code == 404
