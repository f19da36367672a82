"""What follows an approved visit by its programme's rule, and what is said of it: nobody waits without a word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from server.domain.change_refusal import ChangeRefusedError
from server.domain.next_contact import CaseTimes, PastVisit, find_next_contact
from server.domain.visit_rule_words import read_typed_visit_rules, type_visit_rules
from server.domain.visit_rules import (
    FollowStep,
    FollowUp,
    KeptBy,
    MadeVisit,
    find_follow_up,
    place_turn,
    read_visit_rules,
    write_visit_rules,
)

MONDAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SETTINGS = {
    "seen_well": {"step": "call", "days": 12},
    "seen_needs": {"step": "propose_close"},  # never offered; nobody with needs is proposed by a typed setting either
    "not_seen": {"step": "visit", "days": 2},
    "away": {"step": "propose_close"},
    "nonsense": 3,
}
CALL, VISIT, CLOSE = FollowStep.CALL, FollowStep.VISIT, FollowStep.PROPOSE_CLOSE


@pytest.mark.parametrize(
    ("outcome", "asked", "is_open", "follows"),
    [
        ("seen_no_needs", None, True, FollowUp(CALL, MONDAY + 14 * DAY)),  # the 12th day is a Saturday
        ("seen_no_needs", 0, False, FollowUp(CALL, MONDAY + 14 * DAY)),  # the day that the visit itself was for
        ("seen_no_needs", 3, False, FollowUp(CALL, MONDAY + 3 * DAY, KeptBy.ASKED)),
        ("refused_safe", None, False, FollowUp(VISIT, MONDAY + 2 * DAY)),
        ("in_hospital_or_care", None, False, FollowUp(CLOSE, MONDAY + 8 * DAY)),
        ("in_hospital_or_care", None, True, FollowUp(CLOSE, None, KeptBy.OPEN)),
        ("seen_needs", None, False, None),
        ("no_reply_letter", None, False, None),
        ("deceased", None, False, None),
        (None, None, False, None),
    ],
)
def test_the_outcome_leads_where_the_programme_says_and_what_was_asked_for_or_is_open_comes_first(
    outcome: str | None, asked: int | None, is_open: bool, follows: FollowUp | None
) -> None:
    asked_on = MONDAY + asked * DAY if asked is not None else None
    visit = MadeVisit(outcome=outcome, made_on=MONDAY, approved_on=MONDAY + DAY, asked_on=asked_on, is_open=is_open)
    assert find_follow_up(visit, read_visit_rules(SETTINGS), lambda _: False) == follows
    assert find_follow_up(visit, read_visit_rules(None), lambda _: False) is None


def test_a_day_that_was_asked_for_since_stands_and_who_cannot_be_rung_is_visited() -> None:
    visit = MadeVisit(outcome="seen_no_needs", made_on=MONDAY, approved_on=MONDAY, asked_on=MONDAY, can_be_rung=False)
    rules = read_visit_rules(SETTINGS)
    assert find_follow_up(visit, rules, lambda _: False) == FollowUp(VISIT, MONDAY + 14 * DAY)
    asked = replace(visit, is_asked_since=True)
    assert find_follow_up(asked, rules, lambda _: False) == FollowUp(CALL, MONDAY, KeptBy.ASKED)


def test_nobody_waits_on_one_list_alone_once_the_day_has_passed() -> None:
    called, visited, closed = (place_turn(FollowUp(step, MONDAY)) for step in (CALL, VISIT, CLOSE))
    begin = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert called is not None
    assert visited is not None
    assert closed is not None
    assert (called.due_at, called.next_on, called.visit_on) == (begin, MONDAY, None)
    assert (visited.due_at, visited.next_on, visited.visit_on) == (begin + DAY, None, MONDAY)
    assert (closed.due_at, closed.next_on, closed.visit_on) == (begin, None, None), "counted until somebody decides"
    assert place_turn(FollowUp(CLOSE, None, KeptBy.OPEN)) is None


def test_typed_rules_say_what_is_wrong_with_each_and_are_read_again_as_they_were() -> None:
    rules = read_visit_rules(SETTINGS)
    assert read_visit_rules(write_visit_rules(rules)) == rules
    typed = type_visit_rules(rules)
    assert (typed["step_seen_needs"], typed["days_away"], typed["days_not_seen"]) == ("", "", "2")
    assert read_typed_visit_rules(typed) == rules
    wrong = {"step_seen_needs": "propose_close", "days_seen_well": "0", "days_away": "9", "step_not_seen": ""}
    with pytest.raises(ChangeRefusedError) as refused:
        read_typed_visit_rules(typed | wrong)
    assert refused.value.mistakes == {
        "days_seen_well": "days",
        "step_seen_needs": "step",
        "days_not_seen": "unused",
        "days_away": "unused",
    }


@pytest.mark.parametrize(
    ("follow_up", "times", "says"),
    [
        (FollowUp(CALL, MONDAY + 28 * DAY), {}, ("call", 28)),
        (FollowUp(CLOSE, MONDAY + 7 * DAY), {"call_on": MONDAY + DAY}, ("propose_close", 7)),
        (FollowUp(CLOSE, None, KeptBy.OPEN), {}, ("open", None)),
        (FollowUp(CALL, MONDAY + 9 * DAY, KeptBy.ASKED), {"asked_on": MONDAY + 9 * DAY}, ("asked", 9)),
        (FollowUp(CALL, MONDAY, KeptBy.ASKED), {"asked_on": MONDAY}, ("asked", 0)),  # asked for after the visit
        (None, {"asked_on": MONDAY}, ("none", None)),
        (None, {"call_on": MONDAY + 5 * DAY}, ("none", None)),  # no call was made: no rule of calls speaks
        (None, {"asked_on": MONDAY + DAY}, ("asked", 1)),
        (None, {"called_at": NOON - DAY, "call_on": MONDAY + 5 * DAY}, ("after_call", 5)),
        (FollowUp(CALL, MONDAY + 28 * DAY), {"planned_on": MONDAY + 2 * DAY}, ("planned", 2)),
        (FollowUp(CALL, MONDAY + 28 * DAY), {"called_at": NOON + DAY, "call_on": MONDAY + 5 * DAY}, ("after_call", 5)),
        (FollowUp(CALL, MONDAY + 28 * DAY), {"called_at": NOON + DAY}, None),  # the call list says it
    ],
)
def test_whoever_was_visited_is_explained(
    follow_up: FollowUp | None, times: dict[str, dt.date], says: tuple[str, int | None] | None
) -> None:
    visit = PastVisit(at=NOON, outcome="seen_no_needs", is_approved=True, follow_up=follow_up)
    found = find_next_contact(visit, CaseTimes(**times))  # type: ignore[arg-type]  # days and an instant
    day = MONDAY + says[1] * DAY if says and says[1] is not None else None
    assert (found and (found.code, found.day)) == (says and (says[0], day))
    both = find_next_contact(visit, CaseTimes(planned_on=MONDAY + 9 * DAY, asked_on=MONDAY + 2 * DAY))
    assert (both and (both.code, both.asked_on)) == ("planned", MONDAY + 2 * DAY), "a planned visit hides no day"
    waits = find_next_contact(PastVisit(at=NOON, outcome=None, is_approved=False), CaseTimes())
    assert waits is not None
    assert waits.code == "review"
    assert find_next_contact(None, CaseTimes()) is None
