"""Who is told of an alert and when, and where the rota has gaps."""

from __future__ import annotations

import datetime as dt

from server.domain.escalation import DEFAULT_MINUTES, Candidate, Rung, Telling, choose, list_due, read_minutes
from server.domain.rota import find_gaps
from tests.factories.borough import NOW


def after(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def test_the_owner_is_told_at_once_the_next_after_the_programmes_minutes_and_gold_after_as_many_again() -> None:
    assert list_due(NOW, 15, {}, NOW) == [Rung.OWNER]
    told = {Rung.OWNER: Telling(after(0.2), reached=True)}
    assert list_due(NOW, 15, told, after(14.9)) == []
    assert list_due(NOW, 15, told, after(15)) == [Rung.NEXT]
    told[Rung.NEXT] = Telling(after(20), reached=True)
    assert list_due(NOW, 15, told, after(34.9)) == []
    assert list_due(NOW, 15, told, after(35)) == [Rung.GOLD]
    assert list_due(NOW, 15, told | {Rung.GOLD: Telling(after(35), reached=True)}, after(900)) == []
    assert read_minutes([{"alert_minutes": 20}, {}, {"alert_minutes": 10}]) == 10
    assert read_minutes([{}]) == DEFAULT_MINUTES == 15


def test_a_rung_that_reaches_nobody_holds_up_nothing_and_is_tried_again_and_the_rota_shows_its_gaps() -> None:
    told = {Rung.OWNER: Telling(NOW, reached=False)}
    assert list_due(NOW, 15, told, after(1)) == [Rung.OWNER]
    told[Rung.NEXT] = Telling(after(15), reached=False)
    assert list_due(NOW, 15, told, after(15)) == list(Rung)
    told[Rung.GOLD] = Telling(after(15), reached=False)
    assert list_due(NOW, 15, told, after(16)) == list(Rung)
    people = [Candidate("told", "07700 900001"), Candidate("desk", "020 7946 0101"), Candidate("next", "+447700900002")]
    assert choose(people, {"told"}) == people[2]
    assert choose(people[:2], {"told"}) is None
    day = dt.timedelta(hours=24)
    covered = [(after(600), after(700)), (after(-60), after(60)), (after(30), after(400))]
    assert find_gaps(covered, NOW, NOW + day) == [(after(400), after(600)), (after(700), NOW + day)]
    assert find_gaps([(after(-1), after(2000))], NOW, NOW + day) == []
