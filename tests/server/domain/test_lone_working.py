"""The clock of lone working: what moves it, and what never does."""

from __future__ import annotations

import datetime as dt

from server.domain.lone_working import (
    CheckInKind,
    LoneRules,
    PastAlarm,
    find_alarm_time,
    find_next_contact,
    find_said_at,
    find_visit_due,
    find_window_end,
    read_rules,
    takes_word,
)
from server.domain.phone_window import COUNCIL_ZONE
from tests.factories.borough import NOW, TODAY

HOUR = dt.timedelta(hours=1)


def test_a_check_in_near_the_end_moves_the_clock_by_the_shortest_rules_and_no_clock_of_a_phone_moves_it_further() -> (
    None
):
    rules = LoneRules(grace=HOUR / 2, check_in=HOUR)
    assert find_next_contact(NOW, None, rules) == NOW
    assert find_next_contact(NOW, NOW - 5 * HOUR, rules) == NOW  # in the middle of the shift
    assert find_next_contact(NOW, NOW - HOUR / 4, rules) == NOW + 3 * HOUR / 4
    assert find_said_at(NOW + 9 * HOUR, NOW) == NOW  # a phone whose clock runs ahead
    assert find_said_at(NOW - 6 * HOUR, NOW) == NOW - 6 * HOUR  # said without signal, and come six hours later
    assert find_said_at(None, NOW) == NOW
    assert (
        find_said_at(NOW + 3 * HOUR, NOW, NOW + 8 * HOUR) == NOW - 5 * HOUR
    )  # ahead, and said five hours before it came
    assert find_said_at(NOW - 6 * HOUR, NOW, NOW - 6 * HOUR) == NOW - 6 * HOUR  # behind: as before
    assert find_said_at(NOW, NOW, NOW - HOUR) == NOW  # set back meanwhile
    rules = read_rules([{"lone_grace_minutes": 20}, {"lone_check_in_minutes": 45}])
    assert rules == LoneRules(grace=dt.timedelta(minutes=20), check_in=dt.timedelta(minutes=45))
    summer = TODAY.replace(month=7)
    assert find_window_end(summer, "11:00", COUNCIL_ZONE) == dt.datetime(2026, 7, 23, 10, tzinfo=dt.UTC)
    assert find_window_end(TODAY, None, COUNCIL_ZONE) is None
    rules = LoneRules(grace=HOUR / 2, check_in=HOUR)
    assert find_visit_due(NOW, NOW - HOUR / 4, None, rules) == NOW  # given before the end of its window
    assert find_visit_due(NOW, NOW + 2 * HOUR, NOW, rules) == NOW + 3 * HOUR
    assert find_window_end(TODAY, "before noon", COUNCIL_ZONE) is None


def test_nobody_finishes_what_has_not_begun_and_no_word_is_about_a_shift_of_tomorrow() -> None:
    safe, start, finish = CheckInKind.SAFE, CheckInKind.START, CheckInKind.FINISH
    later, tomorrow = NOW + HOUR, NOW + 16 * HOUR
    assert [takes_word(kind, NOW, None, NOW) for kind in CheckInKind] == [True, True, True]
    assert [takes_word(kind, later, None, NOW) for kind in (start, safe, finish)] == [True, True, False]
    assert takes_word(finish, later, NOW - HOUR / 2, NOW)  # started early, and finished early
    assert [takes_word(kind, tomorrow, None, NOW) for kind in CheckInKind] == [False, False, False]


def test_an_open_alarm_hides_its_own_clock_alone_and_closing_one_without_a_word_is_good_for_one_check_in() -> None:
    rules = LoneRules(grace=HOUR / 2, check_in=HOUR)
    still_open, closed = PastAlarm(NOW, None), PastAlarm(NOW, NOW + 2 * HOUR)
    assert find_alarm_time(NOW, [], rules) == NOW
    assert find_alarm_time(NOW, [still_open], rules) is None
    assert find_alarm_time(NOW + HOUR, [still_open], rules) == NOW + HOUR  # she has said since: I am safe
    assert find_alarm_time(NOW, [closed], rules) == NOW + 3 * HOUR
    assert find_alarm_time(NOW, [closed, PastAlarm(NOW + 3 * HOUR, None)], rules) is None  # raised again, and open
    assert find_alarm_time(NOW + 4 * HOUR, [closed], rules) == NOW + 4 * HOUR
