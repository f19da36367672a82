"""What somebody typed to find a resident."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.resident_query import ResidentQuery, read_resident_query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Zoë O'Neill-Smith", ResidentQuery(name_words=("zoe", "oneill", "smith"))),
        ("cr8 4dl", ResidentQuery(postcode="CR8 4DL")),
        ("smith CR84DL", ResidentQuery(postcode="CR8 4DL", name_words=("smith",))),
        ("999 000 0018", ResidentQuery(nhs_number="9990000018")),
        ("999-000-0018", ResidentQuery(nhs_number="9990000018")),
        ("1/2/1938", ResidentQuery(date_of_birth=dt.date(1938, 2, 1))),
        ("1938-02-01 ada", ResidentQuery(date_of_birth=dt.date(1938, 2, 1), name_words=("ada",))),
        ("31/02/1938", ResidentQuery(name_words=("31021938",))),
        ("0044 (0)7700-900 123", ResidentQuery(telephone="07700 900123")),
        ("9990000018 07700900123", ResidentQuery(nhs_number="9990000018", telephone="07700 900123")),
        ("01-02-1938 12 high", ResidentQuery(date_of_birth=dt.date(1938, 2, 1), house="12high")),
        ("Ada, 12A High Street cr84dl", ResidentQuery(postcode="CR8 4DL", name_words=("ada",), house="12ahighstreet")),
        ("smith 12", ResidentQuery(name_words=("smith", "12"))),
        ("cr8", ResidentQuery(name_words=("cr8",))),
        ("", ResidentQuery()),
        (" ' - ", ResidentQuery()),
    ],
)
def test_each_part_is_known_for_what_it_is(typed: str, expected: ResidentQuery) -> None:
    assert read_resident_query(typed) == expected


def test_nothing_to_look_for_is_known() -> None:
    assert read_resident_query(" ? ").is_empty
    assert not read_resident_query("a").is_empty
