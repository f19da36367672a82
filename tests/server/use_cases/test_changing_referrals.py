"""Needs handed on by hand: made once, changed by one at a time, handed to others, and never left with a team that closes."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.referral_step import Agreement, Receiver, ReferralRefusedError
from server.domain.words import ReferralType, Role
from server.store.database import new_id
from server.store.referral_writes import lock_open_referrals_of
from server.store.tables import Operation, Referral, Team
from server.use_cases import retire_team as closing
from server.use_cases.change_referral import ReferralStep, change_referral_status, hand_on_referral
from server.use_cases.refer_by_hand import NewReferral, refer_by_hand
from server.use_cases.retire_team import TeamHasReferralsError, retire_team
from tests.factories.borough import NOW, add_case, add_referral, add_resident, add_server_device, add_team, add_user

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def by_id(session: Session) -> uuid.UUID:
    """Somebody at the office."""
    add_server_device(session)
    user = add_user(session, "Bea Back", Role.BACK_OFFICE)
    session.commit()
    return user.id


def _step(referral: Referral, by_id: uuid.UUID, words: str = "", seen: int | None = None) -> ReferralStep:
    return ReferralStep(
        referral_id=referral.id,
        seen_version=seen or referral.version,
        words=words,
        by_id=by_id,
        at=NOW + dt.timedelta(hours=1),
    )


def _new(case_id: uuid.UUID, team: Team, **values: Any) -> NewReferral:
    defaults: dict[str, Any] = {
        "case_id": case_id, "need": ReferralType.FOOD, "to": Receiver(team_id=team.id), "agreement": Agreement.YES,
        "urgent": False, "start_on": None, "page_id": new_id(), "details": {"people": 2},
    }  # fmt: skip
    return NewReferral(**defaults | values)


def _kinds(session: Session) -> list[str]:
    return list(session.scalars(select(Operation.kind).order_by(Operation.seq)))


def test_one_press_makes_one_and_a_refusal_makes_none_and_is_kept(session: Session, by_id: uuid.UUID) -> None:
    food, case = add_team(session, voluntary=True), add_case(session, add_resident(session))
    held = add_case(session, add_resident(session, on_hold=True))
    session.commit()
    new = _new(case.id, food)
    assert refer_by_hand(new, by_id=by_id, at=NOW) == refer_by_hand(new, by_id=by_id, at=NOW)
    for refused, reason in (
        (_new(case.id, food, agreement=Agreement.NOT_ASKED), "agreement_missing"),
        (_new(case.id, food, agreement=Agreement.NO), "not_agreed"),
        (_new(held.id, food), "on_hold"),
        (_new(case.id, food, to=Receiver(team_id=new_id())), "receiver_gone"),
    ):
        with pytest.raises(ReferralRefusedError, match=reason):
            refer_by_hand(refused, by_id=by_id, at=NOW)
    session.rollback()
    [made] = session.scalars(select(Referral)).all()
    assert (made.team_id, made.details, made.version) == (food.id, {"people": 2, "agreed": "yes"}, 1)
    assert _kinds(session) == ["referral.make", "referral.refuse"]


def test_of_two_people_who_change_one_the_second_is_told_and_a_repeat_is_no_change(
    session: Session, by_id: uuid.UUID
) -> None:
    food = add_team(session)
    referral = add_referral(session, food)
    session.commit()
    change_referral_status(_step(referral, by_id, "No flour", seen=1), "blocked")
    change_referral_status(_step(referral, by_id, "No flour", seen=1), "blocked")
    with pytest.raises(ReferralRefusedError, match="changed_meanwhile"):
        change_referral_status(_step(referral, by_id, seen=1), "complete")
    with pytest.raises(ReferralRefusedError, match="not_found"):
        change_referral_status(_step(referral, by_id, seen=2), "complete", only_of=[new_id()])
    session.rollback()
    assert (referral.status, referral.status_reason, referral.version) == ("blocked", "No flour", 2)
    assert _kinds(session) == ["referral.status"]


def test_handing_on_begins_anew_and_asks_again_where_a_voluntary_body_takes_it(
    session: Session, by_id: uuid.UUID
) -> None:
    council, bank = add_team(session, "Council kitchen"), add_team(session, "Food bank", voluntary=True)
    referral = add_referral(session, council, status="blocked", status_reason="Closed")
    session.commit()
    for to, agreement, reason in (
        (council, Agreement.NOT_ASKED, "same_receiver"),
        (bank, Agreement.NOT_ASKED, "agreement_missing"),
        (bank, Agreement.NO, "not_agreed"),
    ):
        with pytest.raises(ReferralRefusedError, match=reason):
            hand_on_referral(_step(referral, by_id), Receiver(team_id=to.id), agreement)
    hand_on_referral(_step(referral, by_id), Receiver(team_id=bank.id), Agreement.YES)
    session.rollback()
    assert (referral.team_id, referral.status, referral.status_reason) == (bank.id, "to_do", None)
    hand_on_referral(_step(referral, by_id), Receiver(user_id=by_id), Agreement.NOT_ASKED)
    session.rollback()
    assert (referral.team_id, referral.user_id) == (None, by_id)


def test_a_team_closes_only_when_what_it_had_is_with_somebody(session: Session, by_id: uuid.UUID, app: Flask) -> None:
    food, other, bank = add_team(session), add_team(session, "Kitchen"), add_team(session, "Bank", voluntary=True)
    waiting, done = add_referral(session, food), add_referral(session, food, status="complete")
    session.commit()
    with pytest.raises(TeamHasReferralsError) as told:
        retire_team(food.id, None, by_id=by_id, at=NOW)
    assert told.value.count == 1
    with pytest.raises(ReferralRefusedError, match="agreement_each"):
        retire_team(food.id, Receiver(team_id=bank.id), by_id=by_id, at=NOW)
    assert retire_team(food.id, Receiver(team_id=other.id), by_id=by_id, at=NOW) == 1
    session.rollback()
    assert (food.active, waiting.team_id, done.team_id) == (False, other.id, food.id)


def test_of_two_who_close_each_others_team_one_does_and_the_other_is_told(
    session: Session, by_id: uuid.UUID, core: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = sorted((add_team(session, "Kitchen"), add_team(session, "Larder")), key=lambda team: team.id)
    ids = [team.id for team in teams]
    for team in teams:
        add_referral(session, team)
    session.commit()
    both = threading.Barrier(2)

    def lock_beside_the_other(*given: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.3)
        return lock_open_referrals_of(*given)

    monkeypatch.setattr(closing, "lock_open_referrals_of", lock_beside_the_other)
    outcomes: list[object] = []

    def close(team_id: uuid.UUID, to: uuid.UUID) -> None:
        with core.app_context():
            try:
                outcomes.append(retire_team(team_id, Receiver(team_id=to), by_id=by_id, at=NOW))
            except ReferralRefusedError as refusal:
                outcomes.append(refusal.reason)

    pair = [threading.Thread(target=close, args=order) for order in (ids, ids[::-1])]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    assert sorted(outcomes, key=str) == [1, "receiver_gone"]
