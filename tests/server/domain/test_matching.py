"""Who a line is: what makes two people one, what forbids it, and what only a person may say."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.import_layouts import SPL, detect_layout
from server.domain.import_row import ReadRow, read_row
from server.domain.matching import MatchIndex, match_person, person_of
from tests.factories.lists import nhs_number, person

TODAY = dt.date(2026, 11, 23)
FOUND = detect_layout(list(SPL.columns.values()))
ADA = {
    "nhs_number": nhs_number(1),
    "first_name": "Ada",
    "last_name": "Lovell",
    "date_of_birth": "01/05/1941",
    "line_1": "1 Test Street",
    "postcode": "ZZ9 9ZZ",
    "telephone_1": "07700 900001",
    "email": "ada@example.org",
    "uprn": "000123",
}


def row(**values: str) -> ReadRow:
    """A line of the Shielded Patient List."""
    cells = {SPL.columns[name]: value for name, value in values.items()}
    return read_row(cells, FOUND, today_on=TODAY, allow_test_range=True)


def match(**values: str) -> tuple[str | None, int]:
    """Ada is known; who is this line? The person's id, and how many candidates a person must choose from."""
    found = match_person(person_of(row(**values), "line:9"), MatchIndex([person_of(row(**ADA), "ada")]))
    return found.person_id, len(found.candidates)


@pytest.mark.parametrize(
    "values",
    [
        ADA,
        ADA | {"first_name": "Augusta", "last_name": "King"},
        ADA | {"nhs_number": ""},
        ADA
        | {
            "nhs_number": "",
            "line_1": "9 Other Road",
            "postcode": "ZZ1 1ZZ",
            "telephone_1": "",
            "email": "",
            "uprn": "",
        },
        ADA | {"nhs_number": "", "first_name": "ADA", "last_name": "Lovéll "},
        ADA | {"date_of_birth": ""},
        ADA | {"nhs_number": "9994462696", "date_of_birth": "1941-05-01"},
    ],
)
def test_the_number_or_the_whole_name_with_the_birth_date_is_the_same_person(values: dict[str, str]) -> None:
    assert match(**values) == ("ada", 0)


@pytest.mark.parametrize(
    "values",
    [
        ADA | {"nhs_number": nhs_number(2)},
        ADA | {"nhs_number": "", "date_of_birth": "01/05/1971"},
        ADA | {"nhs_number": nhs_number(2), "date_of_birth": ""},
    ],
)
def test_father_and_son_of_one_name_at_one_address_are_two_people(values: dict[str, str]) -> None:
    assert match(**values) == (None, 0)


def test_one_number_with_two_birth_dates_is_for_a_person_to_decide() -> None:
    assert match(**ADA | {"date_of_birth": "01/05/1971"}) == (None, 1)


@pytest.mark.parametrize("shared", ["uprn", "telephone_1", "email", "postcode"])
def test_a_name_with_only_a_door_telephone_or_mail_in_common_is_for_a_person_to_decide(shared: str) -> None:
    only = {"first_name": "Ada", "last_name": "Lovell", shared: ADA[shared]}
    assert match(**only) == (None, 1)


def test_a_name_with_nothing_in_common_is_somebody_new() -> None:
    assert match(first_name="Ada", last_name="Lovell") == (None, 0)


@pytest.mark.parametrize(
    "spelt", [{"last_name": "Lovel"}, {"first_name": "Adah"}, {"first_name": "Lovell", "last_name": "Ada"}]
)
def test_a_neighbour_of_nearly_the_same_name_is_offered_and_never_merged(spelt: dict[str, str]) -> None:
    assert match(**ADA | {"nhs_number": ""} | spelt) == (None, 1)


def test_a_wife_at_the_same_door_is_not_offered() -> None:
    values = ADA | {"nhs_number": "", "first_name": "Mary", "date_of_birth": ""}
    assert match(**values) == (None, 0)


def test_two_known_people_of_one_name_and_birth_date_are_for_a_person_to_decide() -> None:
    index = MatchIndex([person_of(row(**ADA | {"nhs_number": nhs_number(n)}), f"ada{n}") for n in (1, 2)])
    found = match_person(person_of(row(**ADA | {"nhs_number": ""}), "line:9"), index)
    assert found.person_id is None
    assert {one.person_id for one in found.candidates} == {"ada1", "ada2"}


def test_a_line_that_names_nobody_is_rejected() -> None:
    assert "Not identifiable" in row(line_1="1 Test Street", postcode="ZZ9 9ZZ").rejected[0]
    assert "Not identifiable" in row(nhs_number="9994462696", first_name="?").rejected[0]
    assert not row(nhs_number=nhs_number(1)).rejected


def test_an_impossible_birth_date_is_told_and_only_a_number_saves_the_line() -> None:
    with_number = row(**person(1, date_of_birth="31/02/1950"))
    assert not with_number.rejected
    assert "31/02/1950" in with_number.remarks[0]
    assert row(**person(1, date_of_birth="31/02/1950", nhs_number="")).rejected


@pytest.mark.parametrize(
    "values",
    [{"died_on": "2020-07-04"}, {"died_on": "31/02/2020"}, {"informally_deceased": "Y"}, {"informally_deceased": "1"}],
)
def test_any_word_of_a_death_is_a_report_of_it(values: dict[str, str]) -> None:
    assert row(**person(1, **values)).death_reported


def test_a_flag_that_says_no_reports_no_death() -> None:
    assert not row(**person(1, informally_deceased="N")).death_reported


def test_two_mobiles_keep_both_places_and_one_goes_where_texts_go() -> None:
    read = row(**person(1, telephone_1="020 7946 0187", telephone_2="7700900002"))
    assert (read.mobile, read.landline) == ("07700 900002", "020 7946 0187")
