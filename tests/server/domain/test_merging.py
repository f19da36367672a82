"""The merge algebra: agreement is idempotent, independent fields commute, and no value is lost."""

from __future__ import annotations

import itertools
import uuid

from hypothesis import given
from hypothesis import strategies as st

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging
from server.domain.merge import CurrentField, FieldOutcome, StoodOn, decide_field, decide_fields
from server.domain.operation import FieldEdit
from server.domain.words import Verdict

SCALAR = FieldPolicy(Merging.SCALAR)
SET = FieldPolicy(Merging.SET)
RISK = FIELD_POLICIES["case"]["risk"]
values = st.sampled_from([None, "", "a", "b", "c"])
sets = st.lists(st.sampled_from("abcd"), unique=True)


@given(values, values, values)
def test_a_value_is_replaced_only_by_a_writer_who_had_seen_it(shown: str, seen: str, wanted: str) -> None:
    decision = decide_field(SCALAR, CurrentField(5, shown), FieldEdit(5, seen, wanted), None)
    if decision.changes_shown:
        assert (shown or None) == (seen or None)
    assert (decision.outcome is FieldOutcome.CONFLICT) == ((shown or None) not in ((seen or None), (wanted or None)))


@given(values, values)
def test_agreeing_twice_is_agreeing_once(shown: str, seen: str) -> None:
    edit = FieldEdit(1, seen, shown)
    assert decide_field(SCALAR, CurrentField(3, shown), edit, None).outcome is FieldOutcome.AGREED


@given(st.dictionaries(st.sampled_from(["mobile", "landline", "email"]), st.sampled_from("abc"), min_size=2))
def test_every_order_of_edits_to_different_fields_gives_the_same(wanted: dict[str, str]) -> None:
    policies = FIELD_POLICIES["resident"]
    results = set()
    for order in itertools.permutations(wanted.items()):
        shown: dict[str, object] = dict.fromkeys(wanted, "x")
        verdicts = {}
        for version, (name, value) in enumerate(order, start=2):
            current = {field: CurrentField(version, held) for field, held in shown.items()}
            merged = decide_fields(policies, current, {name: FieldEdit(1, "x", value)}, {})
            verdicts[name] = merged.verdict
            shown[name] = merged.fields[name].value
        results.add((tuple(sorted(shown.items())), tuple(sorted(verdicts.items()))))
    assert len(results) == 1


@given(sets, sets, sets)
def test_two_writers_of_one_set_give_the_same_set_in_either_order(
    base: list[str], one: list[str], other: list[str]
) -> None:
    def write(shown: object, wanted: list[str]) -> object:
        decision = decide_field(SET, CurrentField(1, shown), FieldEdit(0, base, wanted), None)
        assert decision.outcome is not FieldOutcome.CONFLICT
        return decision.value if decision.changes_shown else shown

    def as_set(value: object) -> set[str]:
        return set(value) if isinstance(value, list) else set()

    assert as_set(write(write(base, one), other)) == as_set(write(write(base, other), one))


@given(st.sampled_from(["low", "medium", "high"]), st.sampled_from(["low", "medium", "high"]))
def test_the_more_cautious_of_two_is_shown_whoever_came_first(one: str, other: str) -> None:
    def shown_after(first: str, second: str) -> object:
        decision = decide_field(RISK, CurrentField(2, first), FieldEdit(1, None, second), None)
        return decision.value if decision.changes_shown else first

    assert shown_after(one, other) == shown_after(other, one)


@given(st.permutations(["low", "medium", "high"]))
def test_the_most_cautious_of_three_is_shown_in_whatever_order_they_came(order: list[str]) -> None:
    shown: object = None
    conflict_id = None
    for number, risk in enumerate(order):
        decision = decide_field(RISK, CurrentField(number, shown, conflict_id), FieldEdit(0, None, risk), None)
        shown = decision.value if decision.changes_shown else shown
        conflict_id = uuid.uuid4() if decision.outcome is FieldOutcome.CONFLICT and conflict_id is None else conflict_id
    assert shown == "high"


def test_one_who_goes_back_to_what_is_shown_replaces_her_side_only_while_the_conflict_is_open() -> None:
    stood_on = StoodOn(uuid.uuid4(), FieldOutcome.CONFLICT, 2, uuid.uuid4())
    edit = FieldEdit(2, "mine", "shown")
    is_open = CurrentField(2, "shown", stood_on.conflict_id)
    assert decide_field(SCALAR, is_open, edit, stood_on).replaces_op_id == stood_on.op_id
    for conflict_id in (None, uuid.uuid4()):
        assert (
            decide_field(SCALAR, CurrentField(2, "shown", conflict_id), edit, stood_on).outcome is FieldOutcome.AGREED
        )


def test_a_group_with_one_member_in_conflict_changes_nothing() -> None:
    policy = FieldPolicy(Merging.SCALAR, group="address")
    current = {"line": CurrentField(4, "theirs"), "postcode": CurrentField(1, "old")}
    edits = {"line": FieldEdit(1, "old", "mine"), "postcode": FieldEdit(1, "old", "mine")}
    merged = decide_fields({"line": policy, "postcode": policy}, current, edits, {})
    assert merged.verdict is Verdict.CONFLICT
    assert not any(decision.changes_shown for decision in merged.fields.values())


def test_a_group_moves_only_for_a_writer_who_saw_all_of_it() -> None:
    policy = FieldPolicy(Merging.SCALAR, group="address")
    current = {"line": CurrentField(1, "old"), "uprn": CurrentField(9, "moved meanwhile")}
    merged = decide_fields({"line": policy, "uprn": policy}, current, {"line": FieldEdit(1, "old", "mine")}, {})
    assert merged.verdict is Verdict.CONFLICT


def test_an_edit_on_ones_own_edit_sees_what_that_came_to() -> None:
    stood_on = StoodOn(uuid.uuid4(), FieldOutcome.APPLIED, version=7)
    decision = decide_field(SCALAR, CurrentField(7, "as stored"), FieldEdit(1, "as sent", "new"), stood_on)
    assert decision.outcome is FieldOutcome.APPLIED


def test_a_write_once_field_is_never_written_over() -> None:
    policy = FieldPolicy(Merging.WRITE_ONCE)
    assert decide_field(policy, CurrentField(1, None), FieldEdit(1, None, "a"), None).changes_shown
    assert not decide_field(policy, CurrentField(1, "a"), FieldEdit(1, "a", "b"), None).changes_shown
