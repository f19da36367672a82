"""The order of a day's doors: a short way where positions are known, windows kept, postcodes where there is nothing else."""

from __future__ import annotations

import math

from server.domain.day_order import Door, metres_between, order_doors


def along(*numbers: int) -> list[Door[int]]:
    """Doors on one straight street, a hundred metres apart, in the order given."""
    return [
        Door(name=number, latitude=51.36 + number * 0.0009, longitude=-0.09, lines=[f"{number} Road"])
        for number in numbers
    ]


def test_doors_on_a_street_are_walked_from_one_end_to_the_other() -> None:
    found = order_doors(along(4, 1, 6, 3, 2, 5, 7))
    assert found in ([1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1])
    assert order_doors(along(7, 5, 2, 4, 1, 6, 3)) == found
    assert math.isclose(metres_between(*along(1, 2)), 100, abs_tol=1)


def test_somebody_who_can_be_seen_in_one_hour_only_is_visited_in_it() -> None:
    doors = along(1, 2, 3, 4, 5)
    early = Door(name=9, latitude=51.3645, longitude=-0.09, window_to="09:10")
    late = Door(name=8, latitude=51.3609, longitude=-0.09, window_from="14:00", window_to="15:00")
    found = order_doors([late, *doors, early])
    assert (found[0], found[-1]) == (9, 8)
    clash = [Door(name=n, latitude=51.36, longitude=-0.09, window_to="09:00") for n in (1, 2, 3)]
    assert sorted(order_doors(clash)) == [1, 2, 3]  # that cannot all be kept loses nobody


def test_without_a_position_the_postcodes_and_house_numbers_order() -> None:
    doors = [
        Door(name="far", postcode="CR10 1AA"),
        Door(name="ten", postcode="CR5 1AA", lines=["10 Mid Road"]),
        Door(name="two", postcode="CR5 1AA", lines=["2 Mid Road"]),
        Door(name="placed", postcode="CR9 1AA", latitude=51.36, longitude=-0.09),
    ]
    assert order_doors(doors) == ["placed", "two", "ten", "far"]
    assert order_doors([]) == []
