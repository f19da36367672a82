"""Sharing people among officers: everybody once, one door to one officer, even, and neighbours together."""

from __future__ import annotations

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.sharing import Hand, Measure, Shareable, share

OFFICERS = [uuid.UUID(int=number) for number in range(1, 7)]


def people(doors: list[int], ward: str = "") -> list[Shareable]:
    """Somebody at each of these doors, in the order of the doors' postcodes."""
    return [
        Shareable(key=uuid.uuid4(), door=uuid.UUID(int=1000 + door), ward=ward, postcode=f"CR2 {door % 9 + 1}AA")
        for door in doors
    ]


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 30), st.integers(60, 600)), min_size=1, max_size=6),
    st.sampled_from(Measure),
)
def test_everybody_is_given_once_and_no_door_is_cut_in_two(
    doors: list[int], officers: list[tuple[int, int]], measure: Measure
) -> None:
    found = people(doors)
    hands = [
        Hand(officer_id=officer_id, has=has, minutes=minutes)
        for officer_id, (has, minutes) in zip(OFFICERS, officers, strict=False)
    ]
    given_to = share(found, hands, measure)
    assert sorted(key for keys in given_to.values() for key in keys) == sorted(one.key for one in found)
    holders: dict[uuid.UUID | None, set[uuid.UUID]] = {}
    for officer_id, keys in given_to.items():
        for one in found:
            if one.key in keys:
                holders.setdefault(one.door, set()).add(officer_id)
    assert all(len(held_by) == 1 for held_by in holders.values())


@settings(max_examples=40)
@given(st.integers(1, 60), st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_single_doors_leave_everybody_within_one_visit_unless_somebody_had_more_before(
    count: int, has: list[int]
) -> None:
    hands = [Hand(officer_id=officer_id, has=had) for officer_id, had in zip(OFFICERS, has, strict=False)]
    given_to = share(people(list(range(count))), hands, Measure.VISITS)
    ends = {hand.officer_id: hand.has + len(given_to[hand.officer_id]) for hand in hands}
    got = [ends[hand.officer_id] for hand in hands if given_to[hand.officer_id]]
    assert max(got) - min(ends.values()) <= 2
    assert max(got) - min(got) <= 2


def test_half_a_shift_gets_half_the_visits_when_hours_are_made_even() -> None:
    hands = [Hand(officer_id=OFFICERS[0], minutes=480), Hand(officer_id=OFFICERS[1], minutes=240)]
    given_to = share(people(list(range(12))), hands, Measure.HOURS)
    assert [len(given_to[one]) for one in OFFICERS[:2]] == [8, 4]


def test_who_knocks_at_a_door_anyway_gets_the_others_who_live_there() -> None:
    [one] = people([7])
    assert one.door is not None
    hands = [Hand(officer_id=OFFICERS[0]), Hand(officer_id=OFFICERS[1], has=9, doors=frozenset({one.door}))]
    assert share([one], hands, Measure.VISITS)[OFFICERS[1]] == [one.key]


def test_a_ward_stays_together_as_far_as_even_parts_allow() -> None:
    north, south = people([1, 5, 9], "North"), people([2, 4, 6], "South")
    mixed = [one for pair in zip(north, south, strict=True) for one in pair]
    given_to = share(mixed, [Hand(officer_id=one) for one in OFFICERS[:2]], Measure.VISITS)
    assert set(given_to[OFFICERS[0]]) == {one.key for one in north}
    assert set(given_to[OFFICERS[1]]) == {one.key for one in south}
    assert share(mixed, [], Measure.VISITS) == {}
