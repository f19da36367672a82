"""The commands, and the demo council they load: through the use cases of an installation in earnest, in demo mode only."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.cli import add_user_command, prepare
from server.config import Settings
from server.demo import ACCOUNTS, load_demo
from server.domain.password import DEMO_PASSWORD
from server.domain.tries import Visitor
from server.domain.words import Role, VisitStatus
from server.forms.shipped_forms import list_shipped_forms
from server.store.tables import Address, Case, DutyNumber, FormVersion, ImportBatch, Resident, Shift, User, Visit
from server.use_cases.prepare_installation import prepare_installation
from server.use_cases.sign_in import SignInRefusedError, sign_in

HERE = Visitor("192.0.2.1")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The usual ones, in demo mode."""
    return dataclasses.replace(settings, demo=True)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_demo_is_a_council_at_work_and_a_second_start_adds_nothing(app: Flask, session: Session) -> None:
    said: list[str] = []
    with app.app_context():
        prepare_installation(dt.datetime.now(dt.UTC))
        load_demo(app.config, said.append)
        tables = (User, Resident, Case, Visit, ImportBatch, DutyNumber, Shift, Address)
        first = {table.__name__: count(session, table) for table in tables}
        session.rollback()
        load_demo(app.config, said.append)
    assert {table.__name__: count(session, table) for table in tables} == first
    assert set(session.scalars(select(User.role))) == set(Role)
    assert first["Resident"] == 80
    assert session.scalar(select(func.count()).select_from(Resident).where(Resident.on_hold)) == 2
    officer = session.scalars(select(User).where(User.email == "officer@example.org")).one()
    mine = session.scalars(select(Visit).where(Visit.officer_id == officer.id)).all()
    assert [visit.status for visit in mine] == [VisitStatus.ASSIGNED] * 12
    assert (
        session.scalar(select(func.count()).select_from(Address).where(Address.ward.is_not(None))) == first["Address"]
    )
    assert "shielded_patient_list.csv: 80 new" in "\n".join(said)


def test_somebody_is_on_duty_at_every_hour_of_the_fortnight(app: Flask, session: Session) -> None:
    with app.app_context():
        load_demo(app.config, lambda _words: None)
    duty = session.scalars(select(Shift).where(Shift.kind == "duty").order_by(Shift.starts_at)).all()
    assert len(duty) == 14
    assert all(before.expected_end_at == after.starts_at for before, after in itertools.pairwise(duty))


def test_the_demo_password_opens_nothing_outside_demo_mode(app: Flask) -> None:
    now = dt.datetime.now(dt.UTC)
    with app.app_context():
        load_demo(app.config, lambda _words: None)
        assert sign_in(ACCOUNTS[0][0], DEMO_PASSWORD, now, visitor=HERE, demo=True).role == Role.ADMINISTRATOR
        with pytest.raises(SignInRefusedError):
            sign_in(ACCOUNTS[0][0], DEMO_PASSWORD, now, visitor=HERE)


def test_demo_data_is_refused_outside_demo_mode(app: Flask, session: Session) -> None:
    app.config["DEMO"] = False
    with app.app_context(), pytest.raises(RuntimeError, match="demo mode"):
        load_demo(app.config, print)
    assert count(session, User) == 0


def test_preparing_publishes_the_shipped_forms_once(app: Flask, session: Session) -> None:
    first = app.test_cli_runner().invoke(prepare)
    again = app.test_cli_runner().invoke(prepare)
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert "The form welfare_check is published." in first.output
    assert "published" not in again.output
    assert count(session, FormVersion) == len(list_shipped_forms())
    assert count(session, User) == 0


def test_a_user_is_added_with_a_password_of_their_own(app: Flask, session: Session) -> None:
    app.config["DEMO"] = False
    add = ["sam@example.org", "Sam Supervisor", "supervisor"]

    def answer_with(password: str) -> str:
        return app.test_cli_runner().invoke(add_user_command, add, input=f"{password}\n").output

    assert "published" in answer_with(DEMO_PASSWORD)
    assert "at least 12" in answer_with("short")
    assert "breached" in answer_with("1q2w3e4r5t6y7u")
    assert count(session, User) == 0
    session.rollback()
    assert "may sign in" in answer_with("a long enough password")
    assert "already" in answer_with("a long enough password")
    assert count(session, User) == 1
