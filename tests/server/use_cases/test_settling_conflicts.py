"""A conflict is settled once, by somebody who has a side or by the office; nobody's value or choice is lost."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging
from server.store.row_writes import set_fields
from server.store.tables import AuditEntry, Case, Conflict, ConflictSide, Operation, Resident, User, Visit
from tests.factories.borough import NOW, TODAY, Phone, add_user, add_visit
from tests.factories.clash import (
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    Clash,
    choose,
    conflict_of,
    edit_mobile,
    make_clash,
    mobile_of,
    rows_on,
)
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push, push_verdicts


@pytest.fixture
def clash(context: None, session: Session) -> Clash:
    return make_clash(session)


def test_an_officer_settles_on_her_own_value_and_everybody_with_a_side_is_told(session: Session, clash: Clash) -> None:
    held = push(clash.olive, choose(session, clash.olive, clash.side, THIRD))[0]
    assert (held.verdict, held.detail) == ("applied", {"versions": {"mobile": 3}})
    assert mobile_of(session, clash) == THIRD
    resolved = rows_on(clash.olive)["mobile"]["fields"]["resolved"]
    assert (resolved["value"], resolved["chosen"], resolved["mine"], resolved["reason"]) == (
        THIRD, clash.side, True, "She told me.",
    )  # fmt: skip
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "conflict.resolve")).one()
    assert (entry.entity_id, entry.fields) == (str(clash.resident_id), {"mobile": {"old": SECOND, "new": THIRD}})
    assert "mobile" in session.get_one(Resident, clash.resident_id).corrected_fields


def test_choosing_what_is_shown_changes_no_row_and_settles(session: Session, clash: Clash) -> None:
    before = session.get_one(Resident, clash.resident_id).version
    assert push_verdicts(clash.olive, choose(session, clash.olive, "shown", SECOND)) == ["applied"]
    session.rollback()
    assert session.get_one(Resident, clash.resident_id).version == before
    assert conflict_of(session).version == 2
    assert session.scalars(select(Operation.row_version).where(Operation.kind == "conflict.resolve")).one() is None


def test_no_feed_moves_a_field_that_is_in_conflict(session: Session, clash: Clash) -> None:
    session.get_one(Resident, clash.resident_id).corrected_fields = []  # what is shown came from a feed
    session.commit()
    edited = {"landline": edit("020 7946 0001", "020 7946 0002")}
    assert push_verdicts(
        clash.olive, make_operation(clash.olive, "resident.edit", "resident", clash.resident_id, fields=edited)
    ) == ["conflict"]
    assert conflict_of(session, "landline").theirs["value"] is None
    assert session.get_one(Resident, clash.resident_id).corrected_fields == ["landline"]


def test_the_row_reaches_only_officers_with_a_side(clash: Clash) -> None:
    (row,) = rows_on(clash.olive).values()
    assert row["version"] == 1
    assert row["fields"]["shown"]["who"] == "Aled Officer"
    assert [(side["value"], side["who"], side["mine"]) for side in row["fields"]["sides"]] == [
        (THIRD, "Olive Officer", True)
    ]
    assert rows_on(clash.aled) == {}
    assert rows_on(clash.stranger) == {}


def test_the_row_leaves_with_the_last_visit_to_that_resident(session: Session, clash: Clash) -> None:
    view = pull(clash.olive).view or 0
    user = session.get_one(User, clash.olive.user_id)
    second = add_visit(session, user, session.get_one(Case, clash.case_id), planned_on=TODAY + dt.timedelta(days=9))
    set_fields(session.get_one(Visit, clash.visit_id), {"officer_id": add_user(session, "Ned Newman").id}, now=NOW)
    session.commit()
    lost = pull(clash.olive, view)  # another visit to that resident is still to come
    assert {key[0] for key, _ in lost.evicted} == {"visit", "resident", "case"}
    set_fields(second, {"status": "cancelled", "cancelled_reason": "moved"}, now=NOW)
    session.commit()
    assert [(key[0], reason) for key, reason in pull(clash.olive, lost.view or 0).evicted] == [
        ("conflict", "access_removed")
    ]
    assert rows_on(clash.olive) == {}


def test_a_row_rises_with_each_side_and_leaves_14_days_after_it_was_settled(session: Session, clash: Clash) -> None:
    push(clash.aled, edit_mobile(clash.aled, clash.resident_id, SECOND, FOURTH))
    row = rows_on(clash.olive)["mobile"]
    assert (row["version"], [side["mine"] for side in row["fields"]["sides"]]) == (2, [True, False])
    push(clash.olive, choose(session, clash.olive, "shown", SECOND))
    number = pull(clash.olive).view
    assert number is not None
    conflict_id = str(conflict_of(session).id)
    assert not pull(clash.olive, number, now=NOW + dt.timedelta(days=14)).evicted
    later = pull(clash.olive, number, now=NOW + dt.timedelta(days=15))
    assert (("conflict", conflict_id), "closed") in later.evicted
    assert rows_on(clash.olive, now=NOW + dt.timedelta(days=15)) == {}


def test_an_officer_without_a_side_settles_nothing(session: Session, clash: Clash) -> None:
    receipt = push(clash.stranger, choose(session, clash.stranger, "shown", SECOND))[0]
    assert (receipt.verdict, receipt.reason) == ("review", "no_side")
    assert conflict_of(session).resolved_at is None


def test_whose_visit_it_no_longer_is_settles_nothing_by_herself(session: Session, clash: Clash) -> None:
    view = pull(clash.olive).view
    pull(clash.olive, view or 0)
    session.rollback()
    session.get_one(Visit, clash.visit_id).officer_id = clash.stranger.user_id
    session.commit()
    late = choose(session, clash.olive, clash.side, THIRD) | {"view": view}
    assert [(one.verdict, one.reason) for one in push(clash.olive, late)] == [("review", "late_report")]
    unproven = choose(session, clash.olive, clash.side, THIRD) | {"view": 0}
    assert [(one.verdict, one.reason) for one in push(clash.olive, unproven)] == [("review", "not_yours")]
    assert mobile_of(session, clash) == SECOND
    assert conflict_of(session).resolved_at is None


def test_a_choice_on_a_conflict_that_moved_is_kept_as_a_side_when_nobody_has_its_value(
    session: Session, clash: Clash
) -> None:
    seen = choose(session, clash.olive, clash.side, THIRD)
    typed = choose(session, clash.olive, "other", FOURTH)
    push(clash.aled, edit_mobile(clash.aled, clash.resident_id, SECOND, "07700 900005"))
    receipts = push(clash.olive, seen, typed)
    assert [(one.verdict, one.reason) for one in receipts] == [("conflict", "conflict_moved")] * 2
    conflict = conflict_of(session)
    assert receipts[1].detail is not None
    assert receipts[1].detail["conflict_ids"] == [str(conflict.id)]
    sides = session.scalars(select(ConflictSide).order_by(ConflictSide.id)).all()
    assert [side.value["value"] for side in sides] == [THIRD, "07700 900005", FOURTH]
    assert (conflict.version, conflict.resolved_at, mobile_of(session, clash)) == (3, None, SECOND)


def test_who_settles_second_agrees_or_is_looked_at(session: Session, clash: Clash) -> None:
    same = choose(session, clash.olive, clash.side, THIRD)
    other = choose(session, clash.olive, "shown", SECOND)
    assert push_verdicts(clash.olive, choose(session, clash.olive, clash.side, THIRD)) == ["applied"]
    receipts = push(clash.olive, same, other)
    assert [(one.verdict, one.reason) for one in receipts] == [("agreed", None), ("review", "already_resolved")]
    assert receipts[1].detail == {"shown": {"mobile": THIRD}}
    assert conflict_of(session).version == 2


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda op: op["payload"].clear(), "wrong_shape"),
        (lambda op: op["payload"].update(conflicts={}), "wrong_shape"),
        (lambda op: op["payload"].update(conflicts=[1]), "wrong_shape"),
        (lambda op: op["payload"].update(conflicts=op["payload"]["conflicts"] * 2), "wrong_shape"),
        (lambda op: op["payload"].update(reason=[]), "wrong_shape"),
        (lambda op: op["payload"]["conflicts"][0].update(conflict_version=True), "wrong_shape"),
        (lambda op: op["payload"]["conflicts"][0].update(chosen="mine"), "wrong_shape"),
        (lambda op: op["payload"]["conflicts"][0].update(conflict_id=str(uuid.uuid4())), "unknown_conflict"),
        (lambda op: op["payload"]["conflicts"][0].update(chosen=str(uuid.uuid4())), "not_a_choice"),
        (lambda op: op["payload"]["conflicts"][0].update(chosen="shown"), "not_a_choice"),
        (lambda op: op.update(fields={}), "unknown_conflict"),
        (lambda op: op.update(fields={"landline": edit(None, THIRD)}), "unknown_conflict"),
        (lambda op: op.update(fields={"first_name": edit(None, THIRD)}), "office_only"),
        (lambda op: op.update(fields={"wings": edit(None, THIRD)}), "unknown_field"),
        (lambda op: op["fields"]["mobile"].update(value="0" * 41), "wrong_type"),
        (lambda op: op["fields"]["mobile"].update(value={"a": 1}), "wrong_type"),
    ],
)
def test_a_choice_that_makes_no_sense_is_kept_for_a_person(
    session: Session, clash: Clash, spoil: Callable[[dict[str, Any]], None], reason: str
) -> None:
    operation = choose(session, clash.olive, clash.side, THIRD)
    spoil(operation)
    assert [(one.verdict, one.reason) for one in push(clash.olive, operation)] == [("review", reason)]
    assert conflict_of(session).resolved_at is None


def test_an_edit_on_a_choice_that_agreed_too_late_has_not_seen_what_was_written_since(
    session: Session, clash: Clash
) -> None:
    """Found by the killed servers: it replaced a value that its writer never saw."""
    late = choose(session, clash.olive, clash.side, THIRD)
    push(clash.olive, choose(session, clash.olive, clash.side, THIRD))
    push(clash.aled, edit_mobile(clash.aled, clash.resident_id, THIRD, FOURTH))
    on_top = edit_mobile(clash.olive, clash.resident_id, THIRD, FIRST, after=[late["op_id"]])
    assert push_verdicts(clash.olive, late, on_top) == ["agreed", "conflict"]
    assert mobile_of(session, clash) == FOURTH


def test_an_edit_on_the_value_that_won_is_applied_and_one_on_a_value_that_lost_is_a_new_conflict(
    session: Session, clash: Clash
) -> None:
    settle = choose(session, clash.olive, clash.side, THIRD)
    on_top = edit_mobile(clash.olive, clash.resident_id, THIRD, FOURTH, after=[settle["op_id"]])
    assert push_verdicts(clash.olive, settle, on_top) == ["applied", "applied"]
    late = edit_mobile(clash.aled, clash.resident_id, SECOND, "07700 900006")
    assert push_verdicts(clash.aled, late) == ["conflict"]
    assert mobile_of(session, clash) == FOURTH
    still_open = session.scalars(select(Conflict).where(Conflict.resolved_at.is_(None))).one()
    assert (still_open.version, still_open.theirs["value"]) == (1, FOURTH)


def test_an_edit_on_ones_own_side_that_lost_opens_a_conflict_again(session: Session, clash: Clash) -> None:
    push(clash.olive, choose(session, clash.olive, "shown", SECOND))
    later = edit_mobile(clash.olive, clash.resident_id, THIRD, FOURTH, after=[clash.side])
    assert push_verdicts(clash.olive, later) == ["conflict"]
    same = edit_mobile(clash.olive, clash.resident_id, THIRD, SECOND, after=[clash.side])
    assert push_verdicts(clash.olive, same) == ["agreed"]
    assert mobile_of(session, clash) == SECOND


def test_a_person_may_choose_the_less_cautious_risk_and_whose_risk_was_overridden_has_a_side(
    session: Session, clash: Clash
) -> None:
    def risk(phone: Phone, value: str) -> dict[str, Any]:
        return make_operation(phone, "case.edit", "case", clash.case_id, fields={"risk": edit(None, value)})

    operations = [risk(clash.aled, "low"), risk(clash.olive, "medium"), risk(clash.stranger, "high")]
    verdicts = [
        push_verdicts(phone, op)[0]
        for phone, op in zip((clash.aled, clash.olive, clash.stranger), operations, strict=True)
    ]
    assert verdicts == ["applied", "conflict", "conflict"]
    session.rollback()
    assert session.get_one(Case, clash.case_id).risk == "high"
    told = rows_on(clash.aled)["risk"]["fields"]
    assert (told["shown"]["value"], told["shown"]["who"]) == ("high", "Nobody Officer")
    assert [(side["value"], side["mine"]) for side in told["sides"]] == [
        ("medium", False), ("low", True), ("high", False),
    ]  # fmt: skip
    conflict = conflict_of(session, "risk")
    entry = {"conflict_id": str(conflict.id), "conflict_version": conflict.version, "chosen": operations[0]["op_id"]}
    settle = make_operation(
        clash.aled, "conflict.resolve", "case", clash.case_id,
        fields={"risk": edit("high", "low")}, payload={"conflicts": [entry], "reason": "I know her."},
    )  # fmt: skip
    assert push_verdicts(clash.aled, settle) == ["applied"]
    session.rollback()
    assert session.get_one(Case, clash.case_id).risk == "low"


def test_fields_that_move_together_are_settled_together_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, session: Session, clash: Clash
) -> None:
    together = FieldPolicy(Merging.SCALAR, longest=40, group="telephones")
    monkeypatch.setitem(FIELD_POLICIES["resident"], "mobile", together)
    monkeypatch.setitem(FIELD_POLICIES["resident"], "landline", together)
    for phone, number in ((clash.aled, "020 7946 0001"), (clash.olive, "020 7946 0002")):
        fields = {"landline": edit(None, number)}
        push(phone, make_operation(phone, "resident.edit", "resident", clash.resident_id, fields=fields))
    half = push(clash.olive, choose(session, clash.olive, clash.side, THIRD))[0]
    assert (half.verdict, half.reason) == ("conflict", "conflict_moved")
    assert mobile_of(session, clash) == SECOND
    both = choose(session, clash.olive, clash.side, THIRD)
    landline = conflict_of(session, "landline")
    shown = session.get_one(Resident, clash.resident_id).landline
    both["fields"]["landline"] = edit(shown, "020 7946 0009")
    entry = {"conflict_id": str(landline.id), "conflict_version": landline.version, "chosen": "other"}
    both["payload"]["conflicts"].append(entry)
    assert push_verdicts(clash.olive, both) == ["applied"]
    session.rollback()
    resident = session.get_one(Resident, clash.resident_id)
    assert (resident.mobile, resident.landline) == (THIRD, "020 7946 0009")
    assert session.scalars(select(Conflict).where(Conflict.resolved_at.is_(None))).all() == []
