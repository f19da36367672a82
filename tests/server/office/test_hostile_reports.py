"""What a hostile phone sent is shown to the office as it came, and never keeps a page or a settlement from working."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Alert, Conflict, Operation, OperationClash, User, VisitProposal
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push
from tests.server.office.conftest import SignIn

QUEUE = "/office/late-reports"
ODD = "a\x00b \ud800 <script>alert(1)</script>"


@pytest.fixture
def supervisor(context: None, session: Session) -> User:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    user = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    return user


@pytest.fixture
def phone(supervisor: User, session: Session) -> Phone:
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def visit_id(phone: Phone, session: Session) -> uuid.UUID:
    visit_id = add_visit(session, add_user(session, "Ned Newman")).id
    session.commit()
    return visit_id


def odd_operations(phone: Phone, visit_id: uuid.UUID) -> list[Any]:
    resident = uuid.uuid4()
    return [
        make_operation(phone, "note.add", "visit", visit_id, payload={"text": ODD}),
        make_operation(phone, "note.add", "visit", visit_id, payload={"text": [ODD], ODD: ODD}),
        make_operation(phone, "visit.reopen", "visit", visit_id, payload={"why": ODD}),
        make_operation(phone, "visit.cannot_complete", "visit", visit_id, payload={"reason": "other", "note": ODD}),
        make_operation(phone, "alert.told", "visit", visit_id, payload={"told_whom": ODD}),
        make_operation(phone, "submission.create", "visit", visit_id, payload={"xml": ODD, "instance_id": ODD}),
        make_operation(phone, "resident.edit", "resident", resident, fields={ODD: edit(ODD, ODD)}),
        make_operation(phone, "resident.edit", "resident", resident, fields={"mobile": edit(ODD, [ODD])}),
        make_operation(phone, "conflict.resolve", "visit", visit_id, fields={"outcome": edit({}, {})}),
        make_operation(phone, "visit.propose", "visit_proposal", visit_id, payload={"why": ODD, "basis": ODD}),
        make_operation(phone, ODD, "visit", visit_id),
        make_operation(phone, "note.add", ODD, visit_id, **{ODD: ODD}),
        {"op_id": str(uuid.uuid4()), "entity": {"type": ODD, "id": ODD}, "kind": ODD},
        {"op_id": str(uuid.uuid4()), "device_seq": 5, "view": 1, "sealed": {"key_id": "0011223344556677", "iv": ODD}},
        {"op_id": str(uuid.uuid4()), "sealed": [ODD]},
        [ODD],
        ODD,
    ]


def test_the_office_reads_whatever_a_phone_sent(
    app: Flask, session: Session, sign_in: SignIn, supervisor: User, phone: Phone, visit_id: uuid.UUID
) -> None:
    app.testing = False
    sent = odd_operations(phone, visit_id)
    push(phone, *sent)
    push(phone, *(one | {"more": ODD} for one in sent if isinstance(one, dict)))
    browser = sign_in(supervisor)
    op_ids, clash_ids = session.scalars(select(Operation.op_id)).all(), session.scalars(select(OperationClash.id)).all()
    session.rollback()
    addresses = [QUEUE, f"{QUEUE}/waiting", "/office/proposals"]
    addresses += [f"{QUEUE}/{op_id}" for op_id in op_ids] + [f"{QUEUE}/clashes/{clash_id}" for clash_id in clash_ids]
    pages = {address: browser.get(address) for address in addresses}
    assert {address: page.status_code for address, page in pages.items() if page.status_code not in (200, 404)} == {}
    assert all("<script>alert(1)" not in page.text for page in pages.values())
    assert len(op_ids) > 10
    assert len(clash_ids) > 10


@pytest.mark.parametrize(
    "address",
    [
        f"{QUEUE}?page=000000001{'9' * 30}",
        f"{QUEUE}/clashes/{'9' * 30}",
        "/office/devices?page=999999",
        "/office/conflicts?page=99999",
    ],
)
def test_a_number_beyond_any_row_is_no_page(app: Flask, sign_in: SignIn, supervisor: User, address: str) -> None:
    app.testing = False
    assert sign_in(supervisor).get(address).status_code in (200, 404)


def test_a_conflict_is_shown_and_settled_whatever_strangers_tried_to_write_there(
    app: Flask, session: Session, sign_in: SignIn, supervisor: User, phone: Phone
) -> None:
    app.testing = False
    visit = add_visit(session, session.get_one(User, phone.user_id))
    stranger = add_phone(session, add_user(session, "Sten Stranger"))
    session.commit()
    resident_id = visit.resident_id
    session.rollback()
    sides: list[dict[str, Any]] = [
        {"mobile": edit({ODD: [ODD]}, "07700 900088")},
        {"mobile": edit(ODD, "07700 900077")},
    ]
    push(phone, *(make_operation(phone, "resident.edit", "resident", resident_id, fields=one) for one in sides))
    tried = [ODD, [ODD], {ODD: ODD}, True, 7, None]
    push(
        stranger,
        *(
            make_operation(stranger, "resident.edit", "resident", resident_id, fields={"mobile": edit(None, value)})
            for value in tried
        ),
    )
    conflict = session.scalars(select(Conflict)).one()
    address, version = f"/office/conflicts/{conflict.id}", conflict.version
    session.rollback()
    browser = sign_in(supervisor)
    page = browser.get(address)
    assert (page.status_code, "<script>alert(1)" in page.text) == (200, False)
    form = {f"chosen_{conflict.id}": "shown", f"version_{conflict.id}": version, "reason": "She said so."}
    assert browser.post(address, data=form).status_code == 303
    assert browser.get(f"/office/residents/{resident_id}").status_code == 200
    assert {row["type"] for row in pull(phone).rows} >= {"conflict", "visit"}


def test_odd_work_on_an_own_visit_leaves_every_page_about_it_readable(
    app: Flask, session: Session, sign_in: SignIn, supervisor: User, phone: Phone
) -> None:
    app.testing = False
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    visit_id, resident_id, case_id = visit.id, visit.resident_id, visit.case_id
    session.rollback()
    tag = "<script>alert(1)</script>"
    proposal = dict.fromkeys(("why", "first_name", "last_name", "address_text"), tag) | {"basis": "met"}
    raised = [{"alert_id": str(uuid.uuid4()), "kind": ODD, "node": ODD}]
    push(
        phone,
        make_operation(phone, "resident.edit", "resident", resident_id, fields={ODD: edit(ODD, ODD)}),
        make_operation(phone, "case.edit", "case", case_id, fields={ODD: edit(ODD, ODD)}),
        make_operation(phone, "case.edit", "case", case_id, fields={"risk": edit(ODD, "low")}),
        make_operation(phone, "alert.raise", "visit", visit_id, alerts=raised),
        make_operation(phone, "visit.start", "visit", visit_id, device_time=ODD),
        make_operation(phone, "visit.propose", "visit_proposal", uuid.uuid4(), payload=proposal),
        make_operation(phone, "visit.cannot_complete", "visit", visit_id, payload={"reason": "other", "note": tag}),
    )
    named = {"proposals": VisitProposal.id, "alerts": Alert.id, "conflicts": Conflict.id}
    addresses = [f"/office/{where}/{one}" for where, ids in named.items() for one in session.scalars(select(ids))]
    session.rollback()
    assert len(addresses) == 3
    addresses += [f"/office/{page}" for page in ("", "visits", "alerts", "proposals", "conflicts", "devices")]
    addresses += [f"/office/visits/{visit_id}", f"/office/residents/{resident_id}"]
    browser = sign_in(supervisor)
    pages = {address: browser.get(address) for address in addresses}
    assert {address for address, page in pages.items() if page.status_code != 200} == set()
    assert {address for address, page in pages.items() if tag in page.text} == set()
