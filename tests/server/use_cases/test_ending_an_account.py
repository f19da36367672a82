"""Whoever leaves reads nothing more, their phones are told to wipe, and what they did is taken in for 30 days."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cli import end_user_command
from server.domain.staff_account import AccountWords
from server.domain.words import Role
from server.store.office_referrals import count_of_nobody
from server.store.pairs import list_alone
from server.store.tables import Alert, Message, OrderToDevice, Submission, User, VisitAssignment
from server.use_cases.change_user import change_user
from server.use_cases.end_account import NoSuchAccountError, end_account, note_departures
from tests.factories.borough import (
    NOW,
    Phone,
    add_phone,
    add_referral,
    add_server_device,
    add_team,
    add_user,
    add_visit,
)

EMAIL = "olive@example.org"


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    phone = add_phone(session, add_user(session, email=EMAIL))
    session.commit()
    return phone


def push(client: FlaskClient, phone: Phone, **state: object) -> tuple[int, list[str]]:
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    reply = client.post("/api/v1/sync/push", json={"schema": 3, "operations": [], "state": state}, headers=headers)
    return reply.status_code, reply.get_json()["orders"]


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 403)])
def test_the_upload_ticket_ends_thirty_days_after_leaving(
    app: Flask, client: FlaskClient, phone: Phone, days: int, status: int
) -> None:
    with app.app_context():
        end_account(EMAIL, at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    assert push(client, phone) == (status, ["wipe"])


def test_the_phone_confirms_its_wipe_as_for_any_order(
    app: Flask, client: FlaskClient, session: Session, phone: Phone
) -> None:
    with app.app_context():
        assert end_account(EMAIL.upper(), at=dt.datetime.now(dt.UTC)) == "Olive Officer"
    assert push(client, phone) == (200, ["wipe"])
    push(client, phone, obeyed=["wipe"])
    order = session.scalars(select(OrderToDevice)).one()
    assert (order.kind, order.obeyed_at is None, order.ended_at) == ("wipe", False, None)


def test_what_was_handed_to_them_goes_to_their_team_and_what_no_team_may_take_is_counted_as_nobodys(
    context: None, session: Session, phone: Phone
) -> None:
    hub, bank = add_team(session, "Food hub"), add_team(session, "Food bank", voluntary=True)
    people = [session.get_one(User, phone.user_id), *(add_user(session, name) for name in ("Vi", "Alma"))]
    people[0].team_id, people[1].team_id = hub.id, bank.id
    had = {
        "open": add_referral(session, people[0], status="blocked"),
        "done": add_referral(session, people[0], status="complete"),
        "agreed": add_referral(session, people[1], details={"agreed": "yes"}),
        "not asked": add_referral(session, people[1]),
        "no team": add_referral(session, people[2]),
    }
    session.commit()
    for person in people:
        end_account(person.email, at=NOW)
    session.rollback()
    assert {name: referral.team_id for name, referral in had.items()} == {
        "open": hub.id, "done": None, "agreed": bank.id, "not asked": None, "no team": None,
    }  # fmt: skip
    assert count_of_nobody(session) == 2


def test_who_has_left_cannot_leave_again_and_nobody_unknown_can(context: None, phone: Phone) -> None:
    now = dt.datetime.now(dt.UTC)
    end_account(EMAIL, at=now)
    for email in (EMAIL, "nobody@example.org", "a b@c"):
        with pytest.raises(NoSuchAccountError):
            end_account(email, at=now)


def test_an_account_made_inactive_by_other_means_gets_its_instant_of_leaving_once(
    context: None, session: Session, phone: Phone
) -> None:
    session.get_one(User, phone.user_id).active = False
    session.commit()
    now = dt.datetime.now(dt.UTC)
    assert (note_departures(now), note_departures(now + dt.timedelta(days=1))) == (1, 0)
    session.rollback()
    assert session.get_one(User, phone.user_id).left_at == now


def test_the_command_says_what_is_left_to_do(app: Flask, phone: Phone) -> None:
    app.cli.add_command(end_user_command)
    runner = app.test_cli_runner()
    assert "give them to somebody else" in runner.invoke(args=["end-user", EMAIL]).output
    assert "Nobody works here" in runner.invoke(args=["end-user", EMAIL]).output


def test_who_is_given_a_role_without_the_app_reads_no_more_on_a_phone_and_what_it_holds_still_comes(
    app: Flask, client: FlaskClient, session: Session, phone: Phone
) -> None:
    boss = add_user(session, role=Role.ADMINISTRATOR)
    session.commit()
    words = AccountWords(email=EMAIL, name="Olive Officer", role=Role.RECEIVING_TEAM)
    with app.app_context():
        assert change_user(phone.user_id, words, seen_version=1, by_id=boss.id, at=dt.datetime.now(dt.UTC))
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    refused = client.post("/api/v1/sync/pull", json={"schema": 3, "view": []}, headers=headers)
    assert (refused.status_code, refused.get_json()["orders"]) == (403, ["wipe"])
    assert push(client, phone) == (200, ["wipe"])


def test_whoever_has_left_or_has_no_app_goes_along_with_nobody(context: None, session: Session, phone: Phone) -> None:
    second = session.get_one(User, phone.user_id)
    visit = add_visit(session, add_user(session, "Lou Lead"), needs_pair=True)
    goes = VisitAssignment(visit_id=visit.id, user_id=second.id, part="second", assigned_at=NOW)
    session.add(goes)
    session.commit()
    version = visit.version
    assert list_alone(session, 5) == []
    second.role = Role.CONTACT_CENTRE
    assert [one.id for one, *_ in list_alone(session, 5)] == [visit.id]
    session.rollback()
    end_account(EMAIL, at=NOW)
    session.expire_all()
    assert (goes.ended_at, goes.ended_reason, visit.version) == (NOW, "left", version + 1)
    assert [one.id for one, *_ in list_alone(session, 5)] == [visit.id]


def test_open_alerts_of_whoever_leaves_go_to_who_is_on_duty_and_are_told_and_issues_to_a_supervisor(
    context: None, session: Session, phone: Phone
) -> None:
    leaver = add_user(session, "Lee Leaver", Role.BACK_OFFICE)
    duty = add_user(session, "Dora Duty", Role.DUTY_MANAGER, telephone="07700 900001")
    sue = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    visit = add_visit(session, session.get_one(User, phone.user_id), status="submitted", review_state="has_issues")
    held = Submission(
        instance_id="uuid:1", op_id=uuid.uuid4(), visit_id=visit.id, received_at=NOW, xml="", answers={},
        device_id=phone.device_id, review_state="has_issues", review_owner_id=leaver.id,
    )  # fmt: skip
    alerts = [
        Alert(
            id=uuid.uuid4(), kind="safeguarding", op_id=uuid.uuid4(), raised_at=NOW, owner_id=leaver.id, closed_at=at,
            acknowledged_at=NOW,
        )
        for at in (None, NOW)
    ]  # fmt: skip
    session.add_all([held, *alerts])
    session.commit()
    end_account(leaver.email, at=NOW, address="https://doorstep.example.org")
    session.rollback()
    assert [alert.owner_id for alert in alerts] == [duty.id, leaver.id]
    told = session.scalars(select(Message)).one()
    assert (told.user_id, told.about_id) == (duty.id, alerts[0].id)
    assert told.personalisation["page"] == f"https://doorstep.example.org/office/alerts/{alerts[0].id}"
    assert (held.review_owner_id, held.review_state) == (sue.id, "has_issues")
