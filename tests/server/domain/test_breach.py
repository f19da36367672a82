"""What could be read on a lost phone errs on the side of care: what cannot be shown to be gone counts as on it."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.breach import Exposure, PhoneFacts, ReadingEnd, Stay, find_exposure, find_reading_end, merge_stays
from server.domain.phone_categories import IDS, PHONE_CATEGORIES, list_categories
from server.domain.phone_rows import PERSONAL_TYPES, PHONE_FIELDS
from tests.factories.borough import NOW

HOUR = dt.timedelta(hours=1)


def at(hours: float) -> dt.datetime:
    return NOW + hours * HOUR


def test_reading_ends_with_the_first_of_lapse_wipe_lock_and_signing_out() -> None:
    phone = PhoneFacts(schema=3, last_contact_at=at(0), wiped_at=at(5), locked_at=at(4), signed_out_at=at(9))
    assert find_reading_end(phone, 72) == (at(4), ReadingEnd.LOCKED)
    assert find_reading_end(phone, 3) == (at(3), ReadingEnd.LAPSED)
    assert find_reading_end(PhoneFacts(schema=3, last_contact_at=at(0)), 72) == (at(72), ReadingEnd.LAPSED)


def test_an_app_without_a_lock_never_lapses_and_a_phone_never_heard_of_has_no_known_end() -> None:
    assert find_reading_end(PhoneFacts(schema=2, last_contact_at=at(0)), 72) is None
    assert find_reading_end(PhoneFacts(schema=3, last_contact_at=None), 72) is None


@pytest.mark.parametrize(
    ("stay", "exposure"),
    [
        (Stay(at(-9), None), (Exposure.READABLE_UNTIL, at(10))),
        (Stay(None, None), (Exposure.READABLE_UNTIL, at(10))),
        (Stay(at(-9), at(-1), "reassigned", has_dropped=True), (Exposure.LEFT_BEFORE, at(-1))),
        (Stay(at(-9), at(-1), "reassigned", has_dropped=False), (Exposure.READABLE_UNTIL, at(10))),
        (Stay(at(-9), at(2), "reassigned", has_dropped=True), (Exposure.READABLE_UNTIL, at(2))),
        (Stay(at(1), None), (Exposure.READABLE_UNTIL, at(10))),  # sent after the loss, and so read by the finder
        (Stay(at(11), None), (Exposure.READING_ENDED, at(10))),
    ],
)
def test_a_row_stands_at_the_loss_as_what_is_known_of_it(
    stay: Stay, exposure: tuple[Exposure, dt.datetime | None]
) -> None:
    assert find_exposure(stay, at(0), (at(10), ReadingEnd.LAPSED)) == exposure


def test_where_reading_had_ended_before_the_loss_nothing_could_be_read_and_without_an_end_all_could() -> None:
    assert find_exposure(Stay(at(-9), None), at(0), (at(-1), ReadingEnd.LAPSED)) == (Exposure.READING_ENDED, at(-1))
    assert find_exposure(Stay(at(-9), None), at(0), None) == (Exposure.READABLE, None)


def test_what_only_the_phone_says_is_told_as_such() -> None:
    for why, before, after in (
        (ReadingEnd.WIPED, Exposure.SAID_ENDED, Exposure.SAID_UNTIL),
        (ReadingEnd.LOCKED, Exposure.SAID_ENDED, Exposure.SAID_UNTIL),
        (ReadingEnd.SAID_SIGNED_OUT, Exposure.SAID_ENDED, Exposure.SAID_UNTIL),
        (ReadingEnd.LAPSED, Exposure.READING_ENDED, Exposure.READABLE_UNTIL),
        (ReadingEnd.SIGNED_OUT, Exposure.READING_ENDED, Exposure.READABLE_UNTIL),
    ):
        assert find_exposure(Stay(at(-9), None), at(0), (at(-1), why))[0] is before
        assert find_exposure(Stay(at(-9), None), at(0), (at(1), why))[0] is after


def test_a_case_stays_as_long_as_any_of_its_visits() -> None:
    first, second = Stay(at(0), at(4), "closed", has_dropped=True), Stay(at(3), at(8), "reassigned", has_dropped=False)
    apart = Stay(at(20), None)
    assert merge_stays([apart, second, first]) == [Stay(at(0), at(8), "reassigned", has_dropped=False), apart]
    assert merge_stays([Stay(None, at(2)), Stay(at(1), None)]) == [Stay(None, None)]
    assert merge_stays([first, first]) == [first]


def test_every_column_about_people_that_reaches_a_phone_has_its_kind_of_data() -> None:
    assert set(PHONE_CATEGORIES) == {*PERSONAL_TYPES, "case"}
    for row_type, kinds in PHONE_CATEGORIES.items():
        columns = [column for found in kinds.values() for column in found]
        assert sorted(columns) == sorted(PHONE_FIELDS[row_type]), row_type
        assert IDS not in list_categories(row_type)
