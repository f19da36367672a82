"""How a link stands, and what its first question takes for an answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server.domain.resident_link import LinkStanding, LinkState, OnRecord, VerifyQuestion

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
BEFORE, AFTER = NOW - dt.timedelta(hours=1), NOW + dt.timedelta(hours=1)
SENT: dict[str, Any] = {
    "expires_at": AFTER, "closed_at": None, "opened_at": None, "answered_at": None, "paused_until_at": None, "is_held": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "state", "opens"),
    [
        ({}, LinkState.SENT, True),
        ({"opened_at": BEFORE}, LinkState.OPENED, True),
        ({"opened_at": BEFORE, "paused_until_at": AFTER}, LinkState.PAUSED, True),
        ({"opened_at": BEFORE, "paused_until_at": NOW}, LinkState.OPENED, True),
        ({"expires_at": NOW}, LinkState.EXPIRED, False),
        ({"is_held": True}, LinkState.HELD, False),
        ({"answered_at": BEFORE}, LinkState.ANSWERED, True),
        ({"answered_at": BEFORE, "expires_at": BEFORE}, LinkState.ANSWERED, False),
        ({"answered_at": BEFORE, "is_held": True}, LinkState.ANSWERED, False),
        ({"closed_at": BEFORE, "answered_at": BEFORE}, LinkState.CLOSED, False),
    ],
)
def test_a_link_stands_by_what_happened_to_it(values: dict[str, Any], state: LinkState, *, opens: bool) -> None:
    standing = LinkStanding(**SENT | values)
    assert (standing.state(NOW), standing.opens(NOW)) == (state, opens)


def test_only_what_is_on_record_can_be_asked_and_the_date_of_birth_comes_first() -> None:
    born = dt.date(1941, 5, 6)
    assert OnRecord(born, "ZZ99 3WZ").questions() == [VerifyQuestion.DATE_OF_BIRTH, VerifyQuestion.POSTCODE]
    assert OnRecord(None, "ZZ99 3WZ").questions() == [VerifyQuestion.POSTCODE]
    assert OnRecord(None, None).questions() == []
    assert OnRecord(None, "somewhere").questions() == []


@pytest.mark.parametrize("typed", ["ZZ99 3WZ", "zz993wz", " zz99  3wz "])
def test_a_postcode_is_right_in_any_spelling(typed: str) -> None:
    assert OnRecord(None, "ZZ99 3WZ").is_answer(VerifyQuestion.POSTCODE, typed)


@pytest.mark.parametrize("question", list(VerifyQuestion))
@pytest.mark.parametrize("typed", ["", "1941-05-07", "ZZ99 3WY", "é"])
def test_nothing_else_is_right_and_nothing_is_right_where_nothing_is_on_record(
    question: VerifyQuestion, typed: str
) -> None:
    assert not OnRecord(dt.date(1941, 5, 6), "ZZ99 3WZ").is_answer(question, typed)
    assert not OnRecord(None, None).is_answer(question, typed)
