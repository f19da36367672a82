"""Devices as pages: what each phone said, what is only on one, and ending what one may do."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitStatus
from server.store.tables import AuditEntry, Device, User, ViewMembership
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.renew_epoch import renew_epoch
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.server.office.conftest import SignIn


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session, "Olive Officer", telephone="07700 900123"))
    session.commit()
    return phone


@pytest.fixture
def supervisor(session: Session, sign_in: SignIn) -> FlaskClient:
    return as_role(session, sign_in, Role.SUPERVISOR)


def as_role(session: Session, sign_in: SignIn, role: Role) -> FlaskClient:
    user = add_user(session, f"Some {role}", role)
    session.commit()
    return sign_in(user)


def push(client: FlaskClient, phone: Phone, *operations: Any, ticket: bool = True, **state: Any) -> Any:
    headers = {"Authorization": f"Bearer {phone.upload_ticket if ticket else phone.device_token}"}
    return client.post("/api/v1/sync/push", json={"operations": operations, "state": state}, headers=headers)


def where(phone: Phone, step: str = "") -> str:
    return f"/office/devices/{phone.device_id}{step}"


def actions(session: Session, name: str) -> int:
    session.rollback()
    found = session.query(AuditEntry).filter_by(action=name).count()
    session.rollback()
    return found


def test_the_list_says_what_a_phone_said(client: FlaskClient, phone: Phone, supervisor: FlaskClient) -> None:
    push(
        client, phone, unsent_count=3, oldest_unsent_at="2026-11-20T09:00:00Z", photos_unsent=2, persisted=False,
        unfinished_count=1, needs_attention_count=1, storage_used_bytes=3 * 2**30, storage_quota_bytes=6 * 2**30, app_version="2.0",
    )  # fmt: skip
    listed = supervisor.get("/office/devices").text
    for words in (
        "Olive Officer, a phone",
        "3 not sent, the oldest",
        "2 photos not sent.",
        "1 check or form begun and not saved.",
        "1 needs attention",
    ):
        assert words in listed
    page = supervisor.get(where(phone)).text
    for words in ("3,072 of 6,144 MB", "Refused: the browser may clear it", "Version 2.0", "07700 900123"):
        assert words in page


def test_numbers_that_have_not_arrived_are_named_and_the_rest_counted(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    visit_id = visit.id
    session.rollback()
    for seq in (2, 5):
        push(client, phone, make_operation(phone, "note.add", "visit", visit_id, payload={"text": "x"}, device_seq=seq))
    assert "Operations 1, 3, 4 have not arrived." in supervisor.get(where(phone)).text
    push(client, phone, last_device_seq=6)
    assert "Operations 1, 3, 4, 6 have not arrived." in supervisor.get(where(phone)).text
    assert "4 operations have not arrived" in supervisor.get("/office/devices").text
    push(client, phone, last_device_seq=2_000_000_000)
    assert ", 22 and 1,999,999,978 more have not arrived." in supervisor.get(where(phone)).text


def test_lost_work_is_counted_once_and_stands_until_a_person_puts_it_away(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    for lost in (5, 5, 0, 0, 2):  # the second is the same report again, its answer was lost
        push(client, phone, lost_count=lost)
    assert actions(session, "device.lost_work") == 2
    assert "7 pieces of work vanished" in supervisor.get("/office/").text
    assert "7 lost" in supervisor.get("/office/devices").text
    supervisor.post(where(phone, "/lost-work"), data={"seen_count": "5"})
    assert "had 7 pieces of work" in supervisor.get(where(phone)).text
    supervisor.post(where(phone, "/lost-work"), data={"seen_count": "7"})
    push(client, phone, lost_count=2)
    assert "pieces of work" not in supervisor.get(where(phone)).text
    assert "vanished" not in supervisor.get("/office/").text
    assert actions(session, "device.lost_work_dismissed") == 1


def test_a_report_of_lost_work_is_kept_even_by_a_pull_that_brings_nothing(
    client: FlaskClient, session: Session, phone: Phone
) -> None:
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    first = client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers).get_json()
    for _ in range(2):
        client.post("/api/v1/sync/pull", json={"view": first["view"]}, headers=headers)
    client.post("/api/v1/sync/pull", json={"view": first["view"], "state": {"lost_count": 4}}, headers=headers)
    assert session.get_one(Device, phone.device_id).lost_count == 4


def test_what_is_only_on_phones_is_listed_with_whom_to_ring(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    officer = session.get_one(User, phone.user_id)
    said = add_visit(session, officer, status=VisitStatus.STARTED)
    silent = add_user(session, "Sid Silent", telephone="07700 900456")
    held = add_visit(session, silent, status=VisitStatus.STARTED)
    silent_phone = add_phone(session, silent)
    session.get_one(Device, silent_phone.device_id).last_contact_at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=9)
    session.commit()
    ids = [str(said.id), str(held.id)]
    session.rollback()
    push(client, phone, unsent_count=1, oldest_unsent_at="2026-11-20T09:00:00Z", unsent_visit_ids=ids[:1])
    page = supervisor.get("/office/devices").text
    only = page[page.index("only-on-phones") : page.index("All phones")]
    assert only.index(ids[0]) < only.index(ids[1])
    for words in ("Not sent for", "May hold work: last contact", "07700 900123", "07700 900456"):
        assert words in only


def test_a_phone_is_not_believed_of_visits_that_never_were_its_own(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    liar = add_phone(session, add_user(session, "Lea Liar"))
    own = add_visit(session, session.get_one(User, phone.user_id), status=VisitStatus.STARTED)
    session.commit()
    ids = [str(own.id), *(str(uuid.uuid4()) for _ in range(199))]
    session.rollback()
    push(client, liar, unsent_count=200, oldest_unsent_at="2026-01-01T00:00:00Z", unsent_visit_ids=ids)
    only = supervisor.get("/office/devices").text
    assert ids[0] not in only[only.index("only-on-phones") : only.index("All phones")]
    push(client, phone, unsent_count=1, oldest_unsent_at="2026-11-20T09:00:00Z", unsent_visit_ids=ids[:1])
    page = supervisor.get("/office/devices").text
    only = page[page.index("only-on-phones") : page.index("All phones")]
    assert (ids[0] in only, "Olive" in only, "Lea" in only) == (True, True, False)


def test_filters_narrow_and_pages_are_real(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    other = add_phone(session, add_user(session, "Oscar Other"))
    session.get_one(Device, other.device_id).last_contact_at = NOW - dt.timedelta(days=3)
    session.commit()
    push(client, phone, unsent_count=1)
    for query, found in (
        ("?unsent=1", ("Olive",)), ("?silent=1", ("Oscar",)), (f"?officer={other.user_id}", ("Oscar",)), ("?officer=x", ("Olive", "Oscar")),
    ):  # fmt: skip
        listed = supervisor.get(f"/office/devices{query}").text
        shown = listed[listed.index("doorstep-table", listed.index("All phones")) :]
        assert [name for name in ("Olive", "Oscar") if f">{name}" in shown] == list(found)
    assert supervisor.get("/office/devices?page=2").status_code == 200
    for odd in ("0", "-1", "x", "9" * 30):
        assert supervisor.get(f"/office/devices?page={odd}").status_code == 404


def test_revoking_asks_first_and_ends_reading_at_once_while_work_still_comes(
    client: FlaskClient, session: Session, phone: Phone, supervisor: FlaskClient
) -> None:
    push(client, phone, unsent_count=3, oldest_unsent_at="2026-11-20T09:00:00Z")
    assert "3 not sent, the oldest" in supervisor.get(where(phone, "/revoke")).text
    assert supervisor.post(where(phone, "/revoke"), data={"reason": " "}).status_code == 422
    assert supervisor.post(where(phone, "/revoke"), data={"reason": "Left on the bus"}).status_code == 303
    assert supervisor.post(where(phone, "/revoke"), data={"reason": "again"}).status_code == 422
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    refused = client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers)
    assert (refused.status_code, refused.get_json()["orders"]) == (403, ["wipe"])
    answer = push(client, phone, {"op_id": "x"}).get_json()
    assert (answer["orders"], answer["receipts"][0]["verdict"]) == (["wipe"], "review")
    page = supervisor.get(where(phone)).text
    assert "Left on the bus" in page
    assert "End the upload ticket" not in page
    assert actions(session, "device.revoke") == 1


def test_after_thirty_days_or_when_its_ticket_is_ended_a_revoked_phone_delivers_no_more(
    client: FlaskClient, session: Session, phone: Phone, sign_in: SignIn
) -> None:
    administrator = as_role(session, sign_in, Role.ADMINISTRATOR)
    assert administrator.post(where(phone, "/end-ticket"), data={"reason": "x"}).status_code == 422
    device = session.get_one(Device, phone.device_id)
    for days, status in ((29, 200), (31, 403)):
        device.revoked_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        session.commit()
        assert push(client, phone, {"op_id": "x"}).status_code == status
    device.revoked_at = dt.datetime.now(dt.UTC)
    session.commit()
    assert push(client, phone, {"op_id": "x"}).status_code == 200
    assert "Not arrived" in administrator.get(where(phone)).text
    assert administrator.post(where(phone, "/end-ticket"), data={"reason": "Found broken"}).status_code == 303
    refused = push(client, phone, {"op_id": "x"})
    assert (refused.status_code, refused.get_json()["orders"]) == (403, ["wipe"])
    assert "takes no more work" in refused.get_json()["message"]
    files = {"Authorization": f"Bearer {phone.upload_ticket}", "Tus-Resumable": "1.0.0"}
    assert client.post("/files", headers=files).status_code == 403
    assert "Found broken" in administrator.get(where(phone)).text
    assert actions(session, "device.end_ticket") == 1


def test_the_phone_of_somebody_who_left_reads_nothing_and_still_delivers_into_review(
    client: FlaskClient, session: Session, phone: Phone
) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.get_one(User, phone.user_id).active = False
    session.commit()
    operation = make_operation(phone, "note.add", "visit", visit.id, payload={"text": "x"})
    session.rollback()
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    assert client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers).status_code == 403
    receipt = push(client, phone, operation).get_json()["receipts"][0]
    assert (receipt["verdict"], receipt["reason"]) == ("review", "revoked_device")


def test_a_phones_page_says_whose_data_is_and_was_on_it_and_looking_is_audited(
    session: Session, phone: Phone, sign_in: SignIn
) -> None:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    for number, left in ((1, NOW), (2, None)):
        session.add(
            ViewMembership(
                device_id=phone.device_id, entity_type="visit", entity_id=visit.id, entered_view=number, entered_at=NOW,
                left_view=number + 1 if left else None, left_at=left, left_reason="reassigned" if left else None,
            )
        )  # fmt: skip
    session.commit()
    governance = as_role(session, sign_in, Role.INFORMATION_GOVERNANCE)
    page = governance.get(where(phone)).text
    assert "Still on it" in page
    assert "given to somebody else" in page
    assert f"/office/visits/{visit.id}" not in page
    assert "Revoke this phone" not in page
    assert governance.get(where(phone, "/revoke")).status_code == 403
    assert actions(session, "device.view") == 1


def test_after_a_restore_each_phone_shows_whether_it_has_offered_its_work(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, sign_in: SignIn
) -> None:
    assert "restore" not in as_role(session, sign_in, Role.SUPERVISOR).get(where(phone)).text
    with app.app_context():
        renew_epoch(open_byte_store(app.config), now=dt.datetime.now(dt.UTC) + dt.timedelta(days=3650))
    supervisor = as_role(session, sign_in, Role.SUPERVISOR)  # a restore signs everybody out
    assert "Not heard since the restore" in supervisor.get("/office/devices").text
    client.post("/api/v1/sync/offer", json={}, headers={"Authorization": f"Bearer {phone.upload_ticket}"})
    assert "Not heard since the restore" not in supervisor.get("/office/devices").text
    assert "Offered its work since the last restore" in supervisor.get(where(phone)).text


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_devices(session: Session, phone: Phone, sign_in: SignIn, role: Role) -> None:
    desk = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER, Role.INFORMATION_GOVERNANCE}
    client = as_role(session, sign_in, role)
    assert client.get("/office/devices").status_code == (200 if role in desk else 403)
    assert ("#only-on-phones" in client.get("/office/").text) is (role in (Role.ADMINISTRATOR, Role.SUPERVISOR))
    assert client.get("/office/devices/00000000-0000-4000-8000-000000000000").status_code == (
        404 if role in desk else 403
    )
