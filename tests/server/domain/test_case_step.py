"""What somebody may ask of a case: a reason that stands by itself or has words, a day that is to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from server.domain.case_step import CloseReason, read_closing, read_hold, read_next_contact
from server.domain.change_refusal import ChangeRefusedError
from server.domain.shipped_settings import CODE_LISTS, OFFICE_LIST

TODAY = dt.date(2026, 11, 23)


def test_a_refusal_and_another_reason_need_words_and_a_day_must_be_to_come() -> None:
    assert read_closing("moved_away", " ").reason == CloseReason.MOVED_AWAY
    wrong: list[tuple[dict[str, str], object]] = []
    asked: list[tuple[dict[str, str], Callable[[], object]]] = [
        ({"reason": "missing"}, lambda: read_closing("merged", "x")),
        ({"note": "missing"}, lambda: read_closing("declined", " ")),
        ({"note": "too_long"}, lambda: read_closing("moved_away", "x" * 2001)),
        ({"note": "missing", "held_until_on": "bounds"}, lambda: read_hold(TODAY, "", TODAY)),
        ({"held_until_on": "day"}, lambda: read_hold(None, "Away", TODAY)),
        ({"next_contact_on": "day"}, lambda: read_next_contact(None, is_empty=False, today_on=TODAY)),
        (
            {"next_contact_on": "bounds"},
            lambda: read_next_contact(TODAY.replace(day=22), is_empty=False, today_on=TODAY),
        ),
    ]
    for mistakes, read in asked:
        with pytest.raises(ChangeRefusedError) as refusal:
            read()
        if refusal.value.mistakes != mistakes:
            wrong.append((mistakes, refusal.value.mistakes))
    assert wrong == []
    assert read_next_contact(None, is_empty=True, today_on=TODAY).day is None


def test_every_reason_is_in_the_list_that_comes_with_doorstep() -> None:
    assert [entry["name"] for entry in CODE_LISTS[OFFICE_LIST]] == list(CloseReason)
