"""Two administrators add the same thing at once: it is there once, and the second is told as one who comes later is."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.programme_rules import ProgrammeWords
from server.domain.staff_account import AccountWords
from server.domain.words import Role
from server.store import versioned_writes
from server.store.database import new_id
from server.store.tables import DutyNumber, Programme, Team, User
from server.use_cases.add_user import add_account
from server.use_cases.change_duty_number import DutyWords, add_duty_number
from server.use_cases.change_programme import add_programme
from server.use_cases.change_team import TeamWords, add_team
from tests.factories.borough import NOW, add_server_device, add_user

EMAIL = "nia.new@example.org"


def _account(name: str, **who: Any) -> None:
    add_account(AccountWords(email=EMAIL, name=name, role=Role.OFFICER), **who)


def _number(name: str, **who: Any) -> None:
    add_duty_number(DutyWords(label=name, telephone="020 7946 0101", hours="day", position=1), **who)


WAYS: list[tuple[Callable[..., None], Any]] = [
    (_account, User.email),
    (lambda name, **who: add_team(TeamWords(name, []), **who), Team.name),
    (lambda name, **who: add_programme(ProgrammeWords(name, {}), **who), Programme.name),
    (_number, DutyNumber.label),
]


def test_of_two_who_add_the_same_name_at_once_the_second_is_refused(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_server_device(session)
    by_id = add_user(session, "Ada Admin", Role.ADMINISTRATOR).id
    session.commit()
    both = threading.Barrier(2)
    check_free = versioned_writes.check_free

    def check_beside_the_other(*checked: Any) -> None:
        check_free(*checked)
        try:
            both.wait(timeout=0.2)  # whoever may look first waits for the other one, who must not see the same
        except threading.BrokenBarrierError:
            both.reset()

    monkeypatch.setattr(versioned_writes, "check_free", check_beside_the_other)
    for add, column in WAYS:
        outcomes: list[object] = []

        def press(name: str, add: Callable[..., None] = add, outcomes: list[object] = outcomes) -> None:
            with app.app_context():
                try:
                    add(name, page_id=new_id(), by_id=by_id, at=NOW + dt.timedelta(hours=1))
                    outcomes.append("added")
                except ChangeRefusedError as refusal:
                    outcomes.append(refusal.mistakes)

        pair = [threading.Thread(target=press, args=[name]) for name in ("Night food", "NIGHT food")]
        for one in pair:
            one.start()
        for one in pair:
            one.join()
        assert sorted(outcomes, key=str) == ["added", {column.key: "taken"}]
        names = [name for name in session.scalars(select(column)) if name.lower() in ("night food", EMAIL)]
        session.rollback()
        assert len(names) == 1
