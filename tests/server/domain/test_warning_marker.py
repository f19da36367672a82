"""What a warning marker must rest on, and whether the person was told."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.change_refusal import ChangeRefusedError
from server.domain.warning_marker import MarkerWords, Telling, read_marker, read_telling
from tests.factories.borough import TODAY
from tests.factories.markers import marker_words

TOMORROW = TODAY + dt.timedelta(days=1)


def test_a_marker_rests_on_a_dated_incident_with_its_source_and_is_reviewed_within_a_year() -> None:
    assert read_marker(marker_words(instruction="  Two\n knock "), TODAY).instruction == "Two knock"
    empty = MarkerWords(
        instruction=" ", needs_pair=True, incident_on=None, incident="\x00", incident_source="", review_on=None
    )
    assert _mistakes(lambda: read_marker(empty, TODAY, "")) == {
        "about": "missing", "instruction": "missing", "incident_on": "day_wrong", "incident": "missing", "incident_source": "missing",
        "review_on": "day_wrong",
    }  # fmt: skip
    wrong = marker_words(instruction="x" * 201, incident_on=TOMORROW, review_on=TODAY)
    found = _mistakes(lambda: read_marker(wrong, TODAY))
    assert found == {"instruction": "too_long", "incident_on": "day_to_come", "review_on": "review_past"}
    far = marker_words(review_on=TODAY + dt.timedelta(days=367))
    assert _mistakes(lambda: read_marker(far, TODAY)) == {"review_on": "review_far"}


@pytest.mark.parametrize(
    ("typed", "mistakes"),
    [
        (Telling(told=""), {"told": "missing"}),
        (Telling(told="yes"), {"told_on": "day_wrong"}),
        (Telling(told="yes", told_on=TOMORROW), {"told_on": "day_to_come"}),
        (Telling(told="no", told_on=TODAY), {"not_told_reason": "missing"}),
    ],
)
def test_the_person_was_told_on_a_day_or_there_is_a_reason_why_not(typed: Telling, mistakes: dict[str, str]) -> None:
    assert _mistakes(lambda: read_telling(typed, TODAY)) == mistakes


def test_a_day_of_telling_and_a_reason_are_never_kept_together() -> None:
    told = read_telling(Telling(told="yes", told_on=TODAY, reason="left over"), TODAY)
    assert (told.told_at, told.reason) == (dt.datetime(2026, 11, 23, tzinfo=dt.UTC), "")
    not_told = read_telling(Telling(told="no", told_on=TODAY, reason=" Risk to staff "), TODAY)
    assert (not_told.told_at, not_told.reason) == (None, "Risk to staff")


def _mistakes(read: object) -> dict[str, str]:
    with pytest.raises(ChangeRefusedError) as refused:
        read()  # type: ignore[operator]  # a lambda without arguments
    return refused.value.mistakes
