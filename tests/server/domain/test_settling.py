"""What a choice in a conflict comes to, looked at alone: only the version that was seen is settled, and once."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.conflict import OTHER, SHOWN, Choice, SettlingOutcome, Standoff, decide_settling, find_gravest
from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging

SCALAR = FieldPolicy(Merging.SCALAR)
SIDE = str(uuid.uuid4())
versions = st.integers(0, 4)
values = st.sampled_from([None, "", "shown", "side", "else"])


@given(versions, versions, st.sampled_from([SHOWN, OTHER, SIDE, "nobody"]), values)
def test_only_the_version_that_was_seen_is_settled_and_no_new_value_is_dropped(
    stands: int, seen: int, chosen: str, value: str | None
) -> None:
    standoff = Standoff(stands, "shown", {SIDE: "side"})
    settling = decide_settling(SCALAR, standoff, Choice(uuid.uuid4(), seen, chosen), value)
    if settling.outcome is SettlingOutcome.SETTLED:
        assert stands == seen
        assert chosen == OTHER or value == {SHOWN: "shown", SIDE: "side"}[chosen]
    if seen != stands:
        assert settling.outcome is SettlingOutcome.MOVED
        assert settling.joins is (value not in ("shown", "side"))


@given(versions, st.sampled_from([SHOWN, OTHER, SIDE]), values)
def test_a_settled_conflict_is_agreed_with_or_too_late(seen: int, chosen: str, value: str | None) -> None:
    settled = Standoff(3, "shown", {SIDE: "side"}, is_open=False, settled_value="side")
    settling = decide_settling(SCALAR, settled, Choice(uuid.uuid4(), seen, chosen), value)
    assert settling.outcome is (SettlingOutcome.AGREED if value == "side" else SettlingOutcome.TOO_LATE)
    assert not settling.joins


@pytest.mark.parametrize("other", list(SettlingOutcome))
def test_what_is_settled_together_comes_to_the_gravest(other: SettlingOutcome) -> None:
    assert find_gravest([other, SettlingOutcome.NO_CHOICE]) is SettlingOutcome.NO_CHOICE
    expected = SettlingOutcome.SETTLED if other is SettlingOutcome.AGREED else other
    assert find_gravest([SettlingOutcome.SETTLED, other]) is expected


def test_fields_that_move_together_are_the_offices_alone() -> None:
    """A phone settles one field at a time (pwa/src/screens/needs_attention)."""
    for policies in FIELD_POLICIES.values():
        groups = [policy.group for policy in policies.values() if policy.merging is not Merging.OFFICE_ONLY]
        own = [group for group in groups if group is not None]
        assert len(own) == len(set(own))
