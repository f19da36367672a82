"""Cells as feeds write them: dates, NHS numbers, telephones, postcodes, UPRNs. Never guessed, never an exception."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.address_values import postcode_order, read_email, read_postcode, read_uprn
from server.domain.csv_cells import safe_cell
from server.domain.import_dates import read_birth_date, read_date
from server.domain.names import name_key, tidy_name, without_title
from server.domain.nhs_number import read_nhs_number
from server.domain.telephone import is_mobile, read_telephone

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("06-May-1956", dt.date(1956, 5, 6)),
        ("6 may 1956", dt.date(1956, 5, 6)),
        ("25/05/1989", dt.date(1989, 5, 25)),
        ("5/6/1989", dt.date(1989, 6, 5)),
        ("05.06.1989", dt.date(1989, 6, 5)),
        ("1956-12-04", dt.date(1956, 12, 4)),
        ("1956-12-04T00:00:00Z", dt.date(1956, 12, 4)),
        ("04/12/1956 00:00", dt.date(1956, 12, 4)),
        ("1956-12-04 13:45:01.123+01:00", dt.date(1956, 12, 4)),
        ("19660618", dt.date(1966, 6, 18)),
        (" 29/02/1948 ", dt.date(1948, 2, 29)),
    ],
)
def test_dates_of_every_listed_form_are_read_day_first(text: str, day: dt.date) -> None:
    assert read_date(text).value == day


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1950",
        "29/02/1949",
        "00/00/0000",
        "05/25/1989",
        "12/31/1950",
        "6/5/56",
        "06-Maj-1956",
        "1956",
        "x",
        "30-02-1950",
    ],
)
def test_a_date_that_never_was_or_would_be_a_guess_is_refused_with_words(text: str) -> None:
    reading = read_date(text)
    assert reading.value is None
    assert reading.impossible
    assert reading.problem


@pytest.mark.parametrize("text", ["", "  ", "unknown", "N/K"])
def test_a_date_that_nobody_knows_is_missing_and_not_impossible(text: str) -> None:
    reading = read_date(text)
    assert reading.value is None
    assert not reading.impossible


def test_nobody_is_born_tomorrow_or_under_queen_victoria() -> None:
    assert read_birth_date("24/11/2026", today_on=TODAY).impossible
    assert read_birth_date("31/12/1899", today_on=TODAY).impossible
    assert read_birth_date("23/11/2026", today_on=TODAY).value == TODAY


@pytest.mark.parametrize("text", ["9994462695", "999 446 2695", "999-446-2695", " 9994462695 ", "9994462695.0"])
def test_an_nhs_number_is_read_however_it_is_grouped(text: str) -> None:
    assert read_nhs_number(text, allow_test_range=True).number == "9994462695"


@pytest.mark.parametrize("text", ["9994462696", "12345", "999446269x", "9.99E+09", "0000000000", "99944626950"])
def test_a_number_that_is_none_is_refused_with_words(text: str) -> None:
    reading = read_nhs_number(text, allow_test_range=True)
    assert reading.number is None
    assert reading.problem


def test_the_test_range_counts_only_where_it_is_allowed() -> None:
    assert read_nhs_number("9994462695", allow_test_range=False).number is None
    assert read_nhs_number("4010232137", allow_test_range=False).number == "4010232137"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07700900604", "07700 900604"),
        ("7700900604", "07700 900604"),
        ("+44 7700 900604", "07700 900604"),
        ("+44 (0)7700 900604", "07700 900604"),
        ("0044 20 7946 0187", "020 7946 0187"),
        ("2079460187", "020 7946 0187"),
        ("(01632) 960123", "01632 960123"),
    ],
)
def test_a_telephone_number_gets_one_spelling_and_its_zero_back(text: str, number: str) -> None:
    assert read_telephone(text).number == number


@pytest.mark.parametrize("text", ["7.7E+09", "12", "see notes", "07700 900604 / 07700 900605"])
def test_what_is_no_telephone_number_is_said_to_be_none(text: str) -> None:
    assert read_telephone(text).number is None
    assert read_telephone(text).problem


def test_mobiles_are_told_from_pagers_and_landlines() -> None:
    assert is_mobile("07700 900604")
    assert not is_mobile("07000 900604")
    assert not is_mobile("020 7946 0187")


@pytest.mark.parametrize(("text", "postcode"), [("cr84dl", "CR8 4DL"), ("CR8  4DL", "CR8 4DL"), ("w1a1aa", "W1A 1AA")])
def test_a_postcode_gets_one_spelling(text: str, postcode: str) -> None:
    assert read_postcode(text).value == postcode


def test_a_uprn_loses_its_padding() -> None:
    assert read_uprn("000013016989").value == read_uprn("13016989").value == "13016989"
    assert read_uprn("1.3E+07").problem


def test_postcodes_are_walked_by_number_and_not_by_letter() -> None:
    assert postcode_order("CR2 1AA") < postcode_order("CR10 1AA") < postcode_order(None)


def test_names_are_compared_without_case_accents_and_marks() -> None:
    assert name_key("CHLOË ") == name_key("chloe")
    assert name_key("O'Brien") == name_key("O’BRIEN")
    assert name_key("Łukasz") == "lukasz"
    assert without_title("Mrs Ada") == "Ada"
    assert without_title("Mrs") == "Mrs"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", " =1"])
def test_no_cell_can_become_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell("14 Test Street") == "14 Test Street"


@given(st.text(max_size=80))
def test_no_cell_whatever_makes_a_reader_fail(text: str) -> None:
    for reading in (read_date(text), read_birth_date(text, today_on=TODAY)):
        assert reading.value is None or reading.problem is None
    for number in (read_nhs_number(text, allow_test_range=True).number, read_telephone(text).number):
        assert number is None or number.replace(" ", "").isdigit()
    for value in (read_postcode(text), read_uprn(text), read_email(text)):
        assert value.value is None or value.problem is None
    assert "\x00" not in tidy_name(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=TODAY))
def test_a_written_date_comes_back_as_it_was(day: dt.date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%Y%m%d"):
        assert read_birth_date(day.strftime(form), today_on=TODAY).value == day


def test_a_name_in_fancy_capitals_is_the_same_name() -> None:
    assert name_key("\U0001d468nna") == name_key("Anna") == "anna"
