"""Counting refusals: when a source must wait, for how long, and what counts as one source."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from server.domain.tries import Limit, Tries, Visitor, count_try, source_of_address, wait_seconds

AT = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
LIMIT = Limit(3, dt.timedelta(minutes=10), dt.timedelta(minutes=5))


def after(minutes: float) -> dt.datetime:
    return AT + dt.timedelta(minutes=minutes)


def count(*minutes: float) -> Tries:
    tries: Tries | None = None
    for minute in minutes:
        tries = count_try(tries, LIMIT, after(minute))
    assert tries is not None
    return tries


def test_the_last_allowed_refusal_makes_a_source_wait_for_the_whole_pause() -> None:
    assert wait_seconds(count(0, 1), after(1)) == 0
    assert wait_seconds(count(0, 1, 9), after(9)) == 301
    assert wait_seconds(count(0, 1, 9), after(14)) == 0


def test_tries_while_waiting_do_not_lengthen_it() -> None:
    assert count(0, 1, 2, 3, 4).blocked_until_at == after(7)


def test_a_source_begins_afresh_when_its_time_or_its_pause_is_over() -> None:
    assert count(0, 1, 10).count == 1
    assert count(0, 1, 2, 7).count == 1
    assert wait_seconds(count(0, 1, 2, 7, 8), after(8)) == 0


def test_a_source_that_was_never_refused_need_not_wait() -> None:
    assert wait_seconds(None, AT) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "not an address", True),
        ("1.2.3.4, 5.6.7.8", "x" * 9000, True),
    ],
)
def test_what_one_customer_can_change_at_will_is_one_source(one: str, other: str, same: bool) -> None:
    assert (source_of_address("sign_in", one) == source_of_address("sign_in", other)) is same
    assert source_of_address("sign_in", one) != source_of_address("token", one)
    assert len(source_of_address("sign_in", other)) < 60


def test_at_a_known_place_each_of_its_users_is_counted_alone_and_all_others_together() -> None:
    mine, yours = uuid.uuid4(), uuid.uuid4()
    visitor = Visitor("203.0.113.9", "browser:a", frozenset({mine}))
    assert (visitor.knows(mine), visitor.knows(yours), visitor.knows(None)) == (True, False, False)
    assert visitor.place_of(yours) == visitor.place_of(None) != visitor.place_of(mine)
    assert visitor.place_of(None) is not None
    assert Visitor("203.0.113.9", "", frozenset({mine})).place_of(mine) is None
