"""Several needs at once: those that stand as they were shown are changed, the others are left and said, and all goes back as one."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.referral_step import MOST_TOGETHER, Agreement, Receiver, ReferralRefusedError
from server.domain.words import Role
from server.store.database import new_id
from server.store.office_referrals import list_all_referrals
from server.store.referral_exports import list_exports, list_team_files
from server.store.tables import AuditEntry, ReferralExportRow, Team
from server.use_cases import export_referrals as exporting
from server.use_cases.change_referral import ReferralStep, change_referral_status, hand_on_referral
from server.use_cases.change_referrals_together import StepTogether, change_referrals_together, undo_referral_steps
from server.use_cases.export_referrals import ExportedReferrals, export_again, export_referrals
from tests.factories.borough import (
    NOW,
    TODAY,
    add_case,
    add_referral,
    add_resident,
    add_server_device,
    add_team,
    add_user,
)

pytestmark = pytest.mark.usefixtures("context")
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def by_id(session: Session) -> uuid.UUID:
    """Somebody at the office."""
    add_server_device(session)
    user = add_user(session, "Bea Back", Role.BACK_OFFICE)
    session.commit()
    return user.id


def _together(chosen: dict[uuid.UUID, int], wanted: str, by_id: uuid.UUID, words: str = "") -> StepTogether:
    return StepTogether(chosen=chosen, wanted=wanted, words=words, by_id=by_id, at=NOW)


def _step(referral_id: uuid.UUID, seen: int, by_id: uuid.UUID, words: str = "", at: dt.datetime = NOW) -> ReferralStep:
    return ReferralStep(referral_id=referral_id, seen_version=seen, words=words, by_id=by_id, at=at)


def _names(exported: ExportedReferrals | None) -> list[str]:
    assert exported is not None
    return [line.name.split(" ", maxsplit=1)[0] for line in exported.lines]


def test_one_that_somebody_changed_meanwhile_is_left_and_the_others_go_and_come_back_as_one(
    session: Session, by_id: uuid.UUID
) -> None:
    food = add_team(session)
    fresh, stuck, moved, done = (add_referral(session, food) for _ in range(4))
    stuck.status, stuck.status_reason, done.status = "blocked", "No flour", "complete"
    other = add_referral(session, add_team(session, "Repairs"))
    session.commit()
    change_referral_status(_step(moved.id, 1, by_id, at=NOW - MINUTE), "in_progress")
    chosen = {one.id: 1 for one in (fresh, stuck, moved, done, other)}
    told = change_referrals_together(_together(chosen, "complete", by_id), only_of=[food.id])
    assert set(told.changed) == {fresh.id, stuck.id}, "what is complete already is neither changed nor left"
    assert told.left == {moved.id: "changed_meanwhile", other.id: "not_found"}
    session.rollback()
    assert [one.status for one in (fresh, stuck, moved, other)] == ["complete", "complete", "in_progress", "to_do"]
    assert undo_referral_steps(NOW, by_id=by_id, at=NOW + 11 * MINUTE, only_of=[food.id]) == 0, "too late for a team"
    assert undo_referral_steps(NOW, by_id=new_id(), at=NOW + MINUTE) == 0, "nobody undoes another's"
    change_referral_status(_step(fresh.id, 2, by_id, "Not in.", at=NOW + MINUTE), "to_do")
    assert undo_referral_steps(NOW, by_id=by_id, at=NOW + 9 * MINUTE, only_of=[food.id]) == 1
    assert undo_referral_steps(NOW, by_id=by_id, at=NOW + 9 * MINUTE) == 0
    session.rollback()
    assert (stuck.status, stuck.status_reason, fresh.status_reason) == ("blocked", "No flour", "Not in.")
    for wrong, wanted, words, reason in (
        ({}, "complete", "", "nobody_chosen"),
        ({new_id(): 1 for _ in range(MOST_TOGETHER + 1)}, "complete", "", "too_many"),
        ({fresh.id: 3}, "cancelled", " ", "words_missing"),
        ({fresh.id: 3}, "to_do", "", "no_status"),
    ):
        with pytest.raises(ReferralRefusedError, match=reason):
            change_referrals_together(_together(wrong, wanted, by_id, words))


def test_a_file_takes_what_none_has_had_and_an_earlier_one_can_be_taken_again(
    session: Session, by_id: uuid.UUID
) -> None:
    food, repairs = add_team(session), add_team(session, "Repairs")

    def add(name: str, team: Team = food, **values: object) -> uuid.UUID:
        resident = add_resident(session, first_name=name, on_hold=values.pop("on_hold", False))
        return add_referral(session, team, add_case(session, resident), **values).id

    ada, bob = add("Ada", urgent=True), add("Bob", start_on=TODAY)
    for name, values in (
        ("Held", {"on_hold": True}),
        ("Later", {"start_on": TODAY + DAY}),
        ("Done", {"status": "complete"}),
    ):
        add(name, **values)
    add("Other", repairs)
    session.commit()
    first = export_referrals(food.id, TODAY, by_id=by_id, at=NOW)
    assert first is not None
    assert (_names(first), first.held, first.later) == (["Ada", "Bob"], 1, 1)
    session.rollback()
    new = add("New")
    session.commit()
    [waiting] = list_team_files(session, TODAY, food.id)
    assert (waiting.open, waiting.new) == (5, 1)
    assert _names(export_referrals(food.id, TODAY + DAY, by_id=by_id, at=NOW + MINUTE)) == ["New", "Later"]
    everything = export_referrals(food.id, TODAY, with_earlier=True, by_id=by_id, at=NOW + 2 * MINUTE)
    assert _names(everything) == ["Ada", "Bob", "New"]
    change_referral_status(_step(ada, 1, by_id), "complete")  # a file moves no version
    for referral_id, seen, to in ((bob, 1, repairs), (new, 1, repairs), (new, 2, food)):
        hand_on_referral(_step(referral_id, seen, by_id), Receiver(team_id=to.id), Agreement.NOT_ASKED)
    assert _names(export_referrals(food.id, TODAY, by_id=by_id, at=NOW + 3 * MINUTE)) == ["New"], "it came anew"
    session.rollback()
    oldest = list_exports(session, food.id)[-1][0]
    again = export_again(oldest.id, only_team_id=food.id, by_id=by_id, at=NOW + DAY)
    assert again is not None
    assert (_names(again), again.gone) == ([], 2)
    assert export_again(oldest.id, only_team_id=repairs.id, by_id=by_id, at=NOW) is None
    session.rollback()
    assert [export.taken for export, _ in list_exports(session, food.id)] == [1, 3, 2, 2]
    assert len(session.scalars(select(ReferralExportRow)).all()) == 8
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "export.referrals")).all()) == 5


def test_what_is_handed_on_while_a_file_is_made_is_not_stamped_as_taken_at_its_new_team(
    core: Flask, session: Session, by_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    food, repairs = add_team(session), add_team(session, "Repairs")
    need = add_referral(session, food)
    session.commit()
    need_id, food_id, repairs_id = need.id, food.id, repairs.id

    def hand_on() -> None:
        with core.app_context():
            hand_on_referral(_step(need_id, 1, by_id), Receiver(team_id=repairs_id), Agreement.NOT_ASKED)

    other = threading.Thread(target=hand_on)

    def list_beside_the_other(*given: Any) -> Any:
        found = list_all_referrals(*given)
        other.start()
        other.join(0.4)
        return found

    monkeypatch.setattr(exporting, "list_all_referrals", list_beside_the_other)
    export_referrals(food_id, TODAY, by_id=by_id, at=NOW)
    other.join()
    session.rollback()
    session.refresh(need)
    assert (need.team_id, need.export_id) == (repairs_id, None)
