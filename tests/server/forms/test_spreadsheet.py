"""A spreadsheet is looked at before a parser reads it."""

from __future__ import annotations

import io
import zipfile

import pytest

from server.domain import workbook_weight
from server.forms.problems import FormRefusedError
from server.forms.spreadsheet import CSV, MAX_ROWS, XLSX, find_kind
from tests.factories.spreadsheets import small_form, with_part, workbook


def refusal_of(raw: bytes) -> str:
    with pytest.raises(FormRefusedError) as refused:
        find_kind(raw)
    return refused.value.problems[0].message


def test_a_workbook_is_told_by_its_bytes() -> None:
    assert find_kind(small_form()) == XLSX


@pytest.mark.parametrize("text", ["survey,,\n,type,name", '\ufeff"survey"\n,"type"', "choices\n,list_name"])
def test_an_xlsform_as_csv_is_told_by_the_name_of_its_first_sheet(text: str) -> None:
    assert find_kind(text.encode()) == CSV


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_whatever_the_file_is_called(name: str) -> None:
    assert "macros" in refusal_of(with_part(small_form(), name, b"x"))


def test_a_workbook_that_says_it_has_macros_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    assert "macros" in refusal_of(packed.getvalue())


def test_an_old_excel_file_or_one_with_a_password_is_refused_with_the_way_out() -> None:
    assert "save it as an Excel workbook (.xlsx)" in refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)


@pytest.mark.parametrize("rows", [MAX_ROWS + 1, 50_000])
def test_too_many_rows_are_refused_before_they_are_read(rows: int) -> None:
    sheet = b"<worksheet><sheetData>" + b"<row r='1'><c/></row>" * rows + b"</sheetData></worksheet>"
    assert "more than 10,000 rows" in refusal_of(with_part(small_form(), "xl/worksheets/sheet9.xml", sheet))
    assert "more than 10,000 rows" in refusal_of(b"survey,,\n" + b",text,a\n" * rows)


def test_rows_under_another_prefix_are_counted_too() -> None:
    sheet = b"<x:worksheet xmlns:x='a'>" + b"<x:row/>" * (MAX_ROWS + 1) + b"</x:worksheet>"
    assert "rows" in refusal_of(with_part(small_form(), "xl/worksheets/sheet9.xml", sheet))


def test_a_part_without_an_end_of_its_first_mark_is_refused_and_not_kept_in_memory() -> None:
    sheet = b"<" + b"x" * (20 * 1024 * 1024)
    assert "not an Excel workbook" in refusal_of(with_part(small_form(), "xl/worksheets/sheet9.xml", sheet))


def test_a_bomb_is_refused_by_what_it_claims() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(11):
            package.writestr(f"xl/media/{number}", b"\0" * (10 * 1024 * 1024))
    assert len(packed.getvalue()) < 1024 * 1024
    assert "100 MB" in refusal_of(packed.getvalue())


def test_a_part_that_would_fill_the_memory_is_refused_before_a_parser_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_weight, "MOST_HELD", 5_000)
    assert find_kind(small_form()) == XLSX
    styles = b"<styleSheet>" + b"<b/>" * 6_000 + b"</styleSheet>"
    assert "holds too much. Copy the form" in refusal_of(with_part(small_form(), "xl/theme/theme9.xml", styles))


def test_a_package_with_thousands_of_parts_is_refused() -> None:
    packed = io.BytesIO(workbook(survey=(("type",),)))
    with zipfile.ZipFile(packed, "a") as package:
        for number in range(1_001):
            package.writestr(f"xl/{number}", b"")
    assert "not an Excel workbook" in refusal_of(packed.getvalue())
