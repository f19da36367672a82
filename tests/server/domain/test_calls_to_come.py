"""What follows a call: another time of day, the call back, a visit after so many tries; and who may be rung at all."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.age import find_age, latest_birthday
from server.domain.call_claim import find_call_refusal
from server.domain.call_rules import NextCall, PastCall, find_next_call, read_call_rules, shipped_call_rules
from server.domain.missing_person import find_call_obstacle
from server.domain.words import ContactOutcome

MONDAY = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
NO_ANSWER, VOICEMAIL, WRONG = ContactOutcome.NO_ANSWER, ContactOutcome.VOICEMAIL, ContactOutcome.WRONG_NUMBER


def _after(*calls: tuple[int, ContactOutcome], settings: object = None) -> NextCall:
    """What follows calls so many hours after Monday began."""
    past = [PastCall(MONDAY + dt.timedelta(hours=hours), outcome) for hours, outcome in calls]
    return find_next_call(past, read_call_rules(settings), lambda _: False)


def test_who_did_not_answer_is_tried_at_another_time_of_day_and_after_the_tries_a_visit_is_proposed() -> None:
    first = _after((10, NO_ANSWER))
    assert (first.due_at, first.proposes_visit) == (MONDAY + dt.timedelta(hours=13), False)
    second = _after((10, NO_ANSWER), (14, VOICEMAIL))
    assert (second.failed_in_row, second.tried) == (2, ("afternoon", "morning"))
    assert second.due_at == MONDAY + dt.timedelta(hours=17)
    friday_evening = _after((4 * 24 + 18, NO_ANSWER))
    assert friday_evening.due_at == MONDAY + dt.timedelta(days=7, hours=9)
    assert _after((10, NO_ANSWER), (14, VOICEMAIL), (18, NO_ANSWER)).proposes_visit is True


def test_whoever_was_reached_begins_anew_and_the_rule_says_when_next() -> None:
    reached = _after((9, NO_ANSWER), (10, NO_ANSWER), (11, ContactOutcome.CALLBACK_COMPLETE))
    assert (reached.failed_calls, reached.failed_in_row, reached.next_on) == (2, 0, dt.date(2026, 12, 7))
    again = _after((11, ContactOutcome.CALLBACK_COMPLETE), (14, NO_ANSWER))
    assert (again.failed_in_row, again.reached_at) == (1, MONDAY + dt.timedelta(hours=11))
    assert _after((10, ContactOutcome.CALL_RESCHEDULED)).is_callback is True
    assert _after((10, WRONG)).proposes_visit is True


def test_the_rules_are_data_and_one_that_cannot_be_read_leaves_the_shipped_one() -> None:
    assert read_call_rules(shipped_call_rules()) == read_call_rules(None)
    own = {"tries_before_visit": 1, "outcomes": {"wrong_number": {"step": "wait", "days": 2}}}
    assert _after((10, NO_ANSWER), settings=own).proposes_visit is True
    assert _after((10, WRONG), settings=own).next_on == dt.date(2026, 11, 25)
    nonsense = {"tries_before_visit": "many", "outcomes": {"no_answer": {"step": "shout"}, "voicemail": 3}}
    assert read_call_rules(nonsense) == read_call_rules(None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"calls_wanted": None}, None),
        ({"calls_wanted": False}, "no_calls_wanted"),
        ({"on_hold": True, "calls_wanted": False}, "held"),
        ({"is_open": False}, "case_closed"),
        ({"has_number": False}, "no_number"),
        ({"is_merged": True}, "merged"),
    ],
)
def test_nobody_rings_who_is_on_hold_or_does_not_want_it(change: dict[str, bool | None], reason: str | None) -> None:
    free: dict[str, bool | None] = {
        "is_open": True, "is_merged": False, "on_hold": False, "calls_wanted": True, "has_number": True,
    }  # fmt: skip
    assert find_call_refusal(**free | change) == reason  # type: ignore[arg-type]
    left = find_call_obstacle(reason, has_visit=False)
    assert (left is None) is (reason is None), (
        "whoever may not be rung is left out of those whom a list is to have rung, too"
    )


def test_the_latest_birthday_of_an_age_says_the_same_as_the_age() -> None:
    for today in (dt.date(2028, 2, 29), dt.date(2027, 2, 28), dt.date(2027, 3, 1), dt.date(2027, 7, 9)):
        for age in (1, 74, 75, 85):
            last = latest_birthday(age, today)
            assert find_age(last, today) == age
            assert find_age(last + dt.timedelta(days=1), today) == age - 1
