"""A council's own list and its workbooks: what is proposed, what is asked, which order dates are in, and what is not opened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from server.domain import import_workbook, workbook_weight
from server.domain.address_values import begins_with_house, is_house_number
from server.domain.import_file import Heading, ImportFileError
from server.domain.import_layouts import CTAS, FoundLayout
from server.domain.import_row import ReadRow, read_row
from server.domain.import_workbook import find_sheet_headings, iterate_sheet, list_sheets, look_at_workbook
from server.domain.own_list import (
    OWN_LAYOUT,
    DateOrder,
    find_mapping_problems,
    guess_heading_line,
    name_columns,
    own_layout,
    propose_meanings,
    read_date_order,
    split_name,
)
from tests.factories.lists import FIXTURES, HEADINGS

TODAY = dt.date(2026, 11, 23)
LIMIT = 1024 * 1024


def workbook(*sheets: list[list[object]]) -> io.BytesIO:
    """An .xlsx with these sheets."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one
    for number, lines in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet {number}")
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out


def packed(**parts: bytes) -> io.BytesIO:
    """A zip that says it is a workbook, with a part called so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in parts.items():
            package.writestr(f"xl/{name.replace('_', '.')}", content)
    return out


def test_the_councils_own_workbook_is_read_below_its_title_with_real_and_typed_dates() -> None:
    stream = io.BytesIO((FIXTURES / "council_list.xlsx").read_bytes())
    first, notes = list_sheets(stream)
    number = guess_heading_line(first.lines)
    assert number == 3
    assert guess_heading_line(notes.lines) is None
    headings = name_columns(first.lines[number - 1])
    assert propose_meanings(headings) == {
        "Ref": "key", "Client name": "full_name", "D.O.B": "date_of_birth", "Address": "address",
        "Post Code": "postcode", "Tel": "telephone_1",
    }  # fmt: skip
    lines = list(iterate_sheet(stream, Heading(3, headings, "", FoundLayout(OWN_LAYOUT, {}, ()), first.name)))
    assert len(lines) == 150
    assert lines[0][0] == 4
    assert {line["D.O.B"] for _, line in lines} >= {"28/06/1957", "1939-06-03"}


def test_a_layout_that_is_known_is_known_in_a_workbook_too() -> None:
    stream = workbook([["Daily extract"], list(HEADINGS["ctas"]), ["A1", None, "Ada", "Lovell", dt.date(1941, 5, 1)]])
    (heading,) = find_sheet_headings(list_sheets(stream))
    assert (heading.found.layout, heading.line_number) == (CTAS, 2)
    ((_, line),) = iterate_sheet(stream, heading)
    assert line["Date of Birth"] == "1941-05-01"


def test_columns_of_one_heading_or_none_get_names_of_their_own() -> None:
    assert name_columns(["Name", "Name", "Name (column 1)"]) == (
        "Name (column 1)",
        "Name (column 2)",
        "Name (column 1) (column 3)",
    )
    assert name_columns(["Tel", " ", "tel", "Name"]) == ("Tel (column 1)", "(column 2)", "tel (column 3)", "Name")


@pytest.mark.parametrize(
    ("chosen", "problems"),
    [
        (["first_name", "last_name", ""], {}),
        (["full_name", "postcode"], {}),
        (["nhs_number"], {}),
        (["last_name", "postcode"], {None: "nobody"}),
        (["full_name", "email", "email"], {2: "twice"}),
        (["full_name", "last_name"], {0: "name_twice"}),
        (["full_name", "address", "line_1"], {1: "address_twice"}),
    ],
)
def test_what_the_columns_mean_must_name_somebody_and_nothing_twice(
    chosen: list[str], problems: dict[int | None, str]
) -> None:
    assert find_mapping_problems(chosen) == problems


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["31/12/1950", "03/04/1950"], DateOrder.DAY_FIRST),
        (["12/31/1950", "03/04/1950"], DateOrder.MONTH_FIRST),
        (["03/04/1950", "05/05/1950"], DateOrder.EITHER),
        (["31/12/1950", "12/31/1950"], DateOrder.MIXED),
        (["1950-12-31", "5 May 1950", "05/05/1950", ""], DateOrder.NOT_WRITTEN),
    ],
)
def test_the_order_of_dates_is_known_only_from_a_date_that_shows_it(texts: list[str], order: DateOrder) -> None:
    assert read_date_order(texts).order is order


def own(cells: dict[str, str], *, month_first: bool = False, **columns: str) -> ReadRow:
    """A line of a list whose columns mean this."""
    found = own_layout("Befriending", columns, month_first=month_first)
    return read_row(cells, found, today_on=TODAY, allow_test_range=True)


def test_a_name_and_an_address_in_one_cell_are_taken_apart_and_months_may_stand_first() -> None:
    cells = {"Name": "LOVELL, Ada Mary", "Born": "05/04/1941", "Where": "1 Test Street, Northtown\nZZ", "Ref": "7"}
    read = own(cells, month_first=True, full_name="Name", date_of_birth="Born", address="Where", key="Ref")
    assert (read.first_name, read.middle_name, read.last_name) == ("Ada", "Mary", "LOVELL")
    assert (read.date_of_birth, read.lines, read.key) == ("1941-05-04", ("1 Test Street", "Northtown", "ZZ"), "id|7")
    assert split_name("Ada Mary Lovell") == ("Ada", "Mary", "Lovell")
    assert split_name("Lovell") == ("", "", "Lovell")


def test_a_house_number_alone_is_the_beginning_of_an_address() -> None:
    assert [is_house_number([line]) for line in ("12A", "12 High Street")] == [True, False]
    assert [begins_with_house([line], "12A") for line in ("12a, High Street", "121 High Street")] == [True, False]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (packed(), "cannot be read"),
        (packed(vbaProject_bin=b"x"), "macros"),
        (packed(sharedStrings_xml=b" " * 5000), "too much text"),
        (packed(styles_xml=b" " * 2**21), "larger than 1 MB"),
        (packed(styles_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "document type"),
        (packed(styles_xml=b"<?xml version='1.0'?>" + b"<?p?>" * 2**15 + b"<!DOCTYPE a><a/>"), "document type"),
        (packed(styles_xml=b"<a>" + b"<b/>" * 3000 + b"</a>"), "too much. Save"),
        (packed(styles_xml=b"<a>" + b" " * 5000 + b"</a>"), "too much. Save"),
        (workbook([["x"] * 400]), "too much. Save"),
    ],
)
def test_a_workbook_that_might_harm_is_not_opened(
    stream: io.BytesIO, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_workbook, "MAX_UNPACKED_BYTES", 2**20)
    monkeypatch.setattr(import_workbook, "MAX_TEXT_BYTES", 4000)
    for name, most in (("MOST_HELD", 2000), ("MOST_AT_ONCE", 1000), ("MOST_SIGNS", 4000)):
        monkeypatch.setattr(workbook_weight, name, most)
    with pytest.raises(ImportFileError, match=words):
        _ = look_at_workbook(stream, max_bytes=LIMIT), list_sheets(stream)


def test_a_long_list_weighs_no_more_than_its_longest_row(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MOST_HELD", 900), ("MOST_AT_ONCE", 100), ("MOST_SIGNS", 4000)):
        monkeypatch.setattr(workbook_weight, name, most)
    assert look_at_workbook(workbook([["a longer text", "b", number] for number in range(1000)]), max_bytes=LIMIT).size


def test_a_workbook_that_claims_a_million_columns_is_read_by_what_it_holds() -> None:
    wide: list[object] = ["x"] * 501
    stream = workbook([["First name", "Last name", "Postcode"], ["Ada", "Lovell", "ZZ9 9ZZ"], wide])
    (sheet,) = list_sheets(stream)
    heading = Heading(1, sheet.lines[0], "", FoundLayout(OWN_LAYOUT, {}, ()), sheet.name)
    with pytest.raises(ImportFileError, match="columns"):
        list(iterate_sheet(stream, heading))
