"""Conflicts as pages: every value with who wrote it, one settled with words, and nothing of a second settler's lost."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import AuditEntry, Case, Conflict, ConflictSide, Operation, Resident, User
from tests.factories.borough import TODAY, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import push
from tests.server.office.conftest import SignIn

FIRST, SECOND, THIRD = "07700 900001", "07700 900002", "07700 900003"


@dataclass(frozen=True)
class Clash:
    """A resident whose mobile number two officers changed, and the people round it."""

    resident_id: uuid.UUID
    case_id: uuid.UUID
    visit_id: uuid.UUID
    first: Phone
    second: Phone
    office: User
    other: User


@pytest.fixture
def clash(context: None, session: Session) -> Clash:
    add_server_device(session)
    aled, olive = add_user(session, "Aled Officer"), add_user(session, "Olive Officer")
    office, other = (add_user(session, name, Role.BACK_OFFICE) for name in ("Ben Back", "Bea Back"))
    visit = add_visit(session, olive)
    session.get_one(Resident, visit.resident_id).search_text = "test person"
    add_visit(session, aled, session.get_one(Case, visit.case_id), planned_on=TODAY + dt.timedelta(days=1))
    made = Clash(
        visit.resident_id, visit.case_id, visit.id, add_phone(session, aled), add_phone(session, olive), office, other
    )
    session.commit()
    write(made.first, made.resident_id, FIRST, SECOND)
    write(made.second, made.resident_id, FIRST, THIRD)
    return made


def write(phone: Phone, resident_id: uuid.UUID, base: str, value: str) -> None:
    push(phone, make_operation(phone, "resident.edit", "resident", resident_id, fields={"mobile": edit(base, value)}))


def the_conflict(session: Session) -> Conflict:
    session.rollback()
    return session.scalars(select(Conflict)).one()


def form_of(session: Session, chosen: str, reason: str = "I rang her.", **more: str) -> dict[str, str]:
    conflict = the_conflict(session)
    return {f"chosen_{conflict.id}": chosen, f"version_{conflict.id}": str(conflict.version), "reason": reason} | {
        f"{name}_{conflict.id}": value for name, value in more.items()
    }


def mobile_of(session: Session, resident_id: uuid.UUID) -> str | None:
    session.rollback()
    return session.get_one(Resident, resident_id).mobile


@pytest.fixture
def desk(sign_in: SignIn, clash: Clash) -> FlaskClient:
    return sign_in(clash.office)


def test_an_open_conflict_is_counted_in_the_navigation_and_on_today_and_listed(
    session: Session, desk: FlaskClient
) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    assert "To decide (1)" in desk.get("/office/").text
    listed = desk.get("/office/conflicts").text
    assert "Conflicts (1)" in listed
    assert where in listed
    assert "Aled Officer, Olive Officer" in listed
    assert where not in desk.get("/office/conflicts?state=settled").text


def test_the_page_shows_each_value_with_who_wrote_it(session: Session, desk: FlaskClient) -> None:
    page = desk.get(f"/office/conflicts/{the_conflict(session).id}").text
    for words in (
        FIRST,
        SECOND,
        THIRD,
        "Aled Officer",
        "Olive Officer",
        "a phone",
        "Record changed",
        "Kept, not shown",
    ):
        assert words in page
    session.rollback()
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "conflict.view")).all()


def test_a_side_is_chosen_with_words_and_everybody_concerned_is_named(
    session: Session, desk: FlaskClient, clash: Clash
) -> None:
    side = session.scalars(select(ConflictSide)).one()
    where = f"/office/conflicts/{the_conflict(session).id}"
    reply = desk.post(where, data=form_of(session, str(side.op_id)), follow_redirects=True).text
    assert "Ben Back settled this." in reply
    assert "Told on their phones at the next sync: Olive Officer" in reply
    assert mobile_of(session, clash.resident_id) == THIRD
    conflict = the_conflict(session)
    assert (conflict.chosen, conflict.resolved_by_id, conflict.resolved_reason) == (
        str(side.op_id), clash.office.id, "I rang her.",
    )  # fmt: skip
    operation = session.scalars(select(Operation).where(Operation.op_id == conflict.resolved_by_op_id)).one()
    assert operation.envelope["fields"]["mobile"]["value"] == THIRD
    assert operation.row_version == session.get_one(Resident, clash.resident_id).version
    assert "To decide (1)" not in desk.get("/office/").text


def test_another_value_may_be_typed_and_a_field_may_be_left_empty(
    session: Session, desk: FlaskClient, clash: Clash
) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    assert desk.post(where, data=form_of(session, "other", value=" ")).status_code == 422
    assert desk.post(where, data=form_of(session, "other", value="0" * 41)).status_code == 422
    assert mobile_of(session, clash.resident_id) == SECOND
    assert desk.post(where, data=form_of(session, "other", value="07700 900009")).status_code == 303
    assert mobile_of(session, clash.resident_id) == "07700 900009"
    write(clash.first, clash.resident_id, FIRST, SECOND)
    session.rollback()
    again = session.scalars(select(Conflict).where(Conflict.resolved_at.is_(None))).one()
    empty = {f"chosen_{again.id}": "empty", f"version_{again.id}": "1", "reason": "No telephone any more."}
    assert desk.post(f"/office/conflicts/{again.id}", data=empty).status_code == 303
    assert mobile_of(session, clash.resident_id) is None


def test_a_date_is_typed_in_three_parts(session: Session, desk: FlaskClient, clash: Clash) -> None:
    for phone, day in ((clash.first, "2026-12-01"), (clash.second, "2026-12-02")):
        fields = {"next_contact_on": edit(None, day)}
        push(phone, make_operation(phone, "case.edit", "case", clash.case_id, fields=fields))
    session.rollback()
    conflict = session.scalars(select(Conflict).where(Conflict.field == "next_contact_on")).one()
    where = f"/office/conflicts/{conflict.id}"
    data = {f"chosen_{conflict.id}": "other", f"version_{conflict.id}": "1", "reason": "Agreed with her."}
    for day, month in (("31", "2"), ("x", "2"), ("9999999", "2")):
        wrong = data | {f"value_{conflict.id}-day": day, f"value_{conflict.id}-month": month}
        assert desk.post(where, data=wrong | {f"value_{conflict.id}-year": "2027"}).status_code == 422
    right = {f"value_{conflict.id}-day": "27", f"value_{conflict.id}-month": "3", f"value_{conflict.id}-year": "2027"}
    assert "27 March 2027" in desk.post(where, data=data | right, follow_redirects=True).text
    session.rollback()
    assert str(session.get_one(Case, clash.case_id).next_contact_on) == "2027-03-27"


def test_no_words_too_many_words_or_no_choice_settle_nothing(session: Session, desk: FlaskClient, clash: Clash) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    for data in (
        form_of(session, "shown", " "),
        form_of(session, "shown", "x" * 2001),
        form_of(session, ""),
        form_of(session, str(uuid.uuid4())),
        form_of(session, "<script>"),
        {},
    ):
        reply = desk.post(where, data=data)
        assert reply.status_code == 422
        assert "There is a problem" in reply.text
    assert the_conflict(session).resolved_at is None
    assert mobile_of(session, clash.resident_id) == SECOND


def test_who_settles_second_is_told_who_was_first_and_keeps_their_words(
    session: Session, sign_in: SignIn, desk: FlaskClient, clash: Clash
) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    late = form_of(session, "other", "Her son told me.", value="07700 900008")
    desk.post(where, data=form_of(session, "shown"))
    reply = sign_in(clash.other).post(where, data=late)
    assert reply.status_code == 409
    for words in ("Ben Back settled this.", "Her son told me.", "07700 900008", "Your choice was not used"):
        assert words in reply.text
    assert mobile_of(session, clash.resident_id) == SECOND
    unfinished = sign_in(clash.other).post(where, data=late | {"reason": ""})
    assert unfinished.status_code == 409


def test_who_settles_second_with_the_same_value_is_told_so(
    session: Session, sign_in: SignIn, desk: FlaskClient, clash: Clash
) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    data = form_of(session, "shown")
    desk.post(where, data=data)
    version = the_conflict(session).version
    reply = sign_in(clash.other).post(where, data=data, follow_redirects=True)
    assert "with the same value before you" in reply.text
    assert the_conflict(session).version == version


def test_a_side_that_came_meanwhile_is_looked_at_before_anything_is_settled(
    session: Session, desk: FlaskClient, clash: Clash
) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    data = form_of(session, "shown", "I rang her.")
    write(clash.first, clash.resident_id, SECOND, "07700 900004")
    reply = desk.post(where, data=data)
    assert reply.status_code == 409
    assert "07700 900004" in reply.text
    assert "I rang her." in reply.text
    assert the_conflict(session).resolved_at is None
    assert desk.post(where, data=form_of(session, "shown")).status_code == 303


def test_a_stale_or_odd_version_settles_nothing(session: Session, desk: FlaskClient) -> None:
    conflict = the_conflict(session)
    for version in ("", "0", "-1", "999999999999", "1e3", "²"):
        data = form_of(session, "shown") | {f"version_{conflict.id}": version}
        assert desk.post(f"/office/conflicts/{conflict.id}", data=data).status_code == 409
    assert the_conflict(session).resolved_at is None


def test_a_conflict_that_is_none_is_not_found(desk: FlaskClient, clash: Clash) -> None:
    for address in (f"/office/conflicts/{clash.visit_id}", "/office/conflicts/none"):
        assert desk.get(address).status_code == 404
        assert desk.post(address, data={"reason": "x"}).status_code == 404


def test_the_list_is_narrowed_by_a_name_that_stands_in_no_address(desk: FlaskClient, clash: Clash) -> None:
    assert "Test Person" in desk.post("/office/conflicts", data={"typed": "pers"}).text
    for typed in ("nobody", "%", "!!!", "x" * 5000):
        assert "Test Person" not in desk.post("/office/conflicts", data={"typed": typed}).text
    for page in ("2", "x", "99999", "-1", "²"):
        assert desk.get(f"/office/conflicts?page={page}").status_code == 200


def test_resident_and_visit_lead_to_their_open_conflicts(session: Session, desk: FlaskClient, clash: Clash) -> None:
    where = f"/office/conflicts/{the_conflict(session).id}"
    assert where in desk.get(f"/office/residents/{clash.resident_id}").text
    assert where in desk.get(f"/office/visits/{clash.visit_id}").text
    desk.post(where, data=form_of(session, "shown"))
    assert where not in desk.get(f"/office/residents/{clash.resident_id}").text
    assert "Settled what two people had written" in desk.get(f"/office/residents/{clash.resident_id}").text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CONTACT_CENTRE, Role.RECEIVING_TEAM, Role.INFORMATION_GOVERNANCE])
def test_who_may_not_settle_sees_no_conflict(session: Session, sign_in: SignIn, clash: Clash, role: Role) -> None:
    user = add_user(session, "Some Body", role)
    session.commit()
    client, where = sign_in(user), f"/office/conflicts/{the_conflict(session).id}"
    assert {client.get(where).status_code, client.get("/office/conflicts").status_code} == {403}
    assert client.post(where, data=form_of(session, "shown")).status_code == 403
    assert "Conflicts" not in client.get("/office/visits").text
