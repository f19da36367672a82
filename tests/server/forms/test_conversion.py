"""A spreadsheet becomes an XForm, or problems that its author can act on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from server.forms.conversion import FormRefusedError, convert_xlsform
from server.forms.questions import question_from_json, question_json

SURVEY = (
    ("type", "name", "label", "relevant", "bind::doorstep:records"),
    ("begin repeat", "child", "A child", None, None),
    ("text", "first_name", "Name", None, None),
    ("end repeat", None, None, None, None),
    ("select_one colour", "favourite", "Colour", "count(${child}) > 0", "resident.language"),
)
CHOICES = (("list_name", "name", "label"), ("colour", "red", "Red"), ("colour", "blue", "Blue"))
SETTINGS = (
    ("form_id", "form_title", "version", "namespaces"),
    ("colours", "Colours", "1", 'doorstep="https://doorstep.example/ns"'),
)

Rows = Sequence[Sequence[str | None]]


def make_xlsx(survey: Rows = SURVEY, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> bytes:
    book = Workbook()
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.remove(book["Sheet"])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def problems_of(xlsx: bytes) -> list[tuple[str | None, int | None, str]]:
    with pytest.raises(FormRefusedError) as refused:
        convert_xlsform(xlsx)
    return [(problem.sheet, problem.row, problem.message) for problem in refused.value.problems]


def test_questions_carry_repeats_choices_conditions_and_meaning() -> None:
    form = convert_xlsform(make_xlsx())
    by_path = {question.path: question for question in form.questions}
    assert (form.form_id, form.title, form.version_label, form.languages) == ("colours", "Colours", "1", ("default",))
    assert by_path["/data/child"].type == "repeat"
    assert by_path["/data/child/first_name"].repeats == ("/data/child",)
    favourite = by_path["/data/favourite"]
    assert favourite.control == "select1"
    assert favourite.records == "resident.language"
    assert favourite.relevant is not None
    assert [choice["name"] for choice in favourite.choices] == ["red", "blue"]
    assert favourite.choices[0]["label"] == {"default": "Red"}


def test_questions_come_back_from_storage_as_they_were() -> None:
    for question in convert_xlsform(make_xlsx()).questions:
        assert question_from_json(question_json(question)) == question


def test_a_form_without_a_version_is_named_by_its_content() -> None:
    xlsx = make_xlsx(settings=(("form_id", "form_title"), ("colours", "Colours")), survey=_without_records())
    form = convert_xlsform(xlsx)
    assert form.version_label == form.xlsx_sha256[:12]


def test_an_external_list_without_a_filter_is_named_by_its_row_with_what_to_do() -> None:
    survey = (
        SURVEY[0],
        ("text", "region", "Region", None, None),
        ("select_one_external city", "c", "City", None, None),
    )
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey))
    assert (sheet, row) == ("survey", 3)
    assert "“select_one_external city” needs a choice_filter" in message
    assert "“select_one city”" in message


def test_an_error_names_the_row() -> None:
    survey = (SURVEY[0], ("text", "first name", "Spaces are not allowed", None, None))
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey))
    assert (sheet, row) == ("survey", 2)
    assert "Names must begin with a letter" in message
    assert "[row" not in message


def test_a_question_that_refers_to_nothing_is_refused() -> None:
    survey = (SURVEY[0], ("text", "first_name", "Name", "${nobody} = 1", None))
    assert "nobody" in problems_of(make_xlsx(survey=survey))[0][2]


def test_a_function_that_phones_lack_is_refused_by_name() -> None:
    survey = (SURVEY[0], ("text", "first_name", "Name", "thousands-separated(5) = '5' and not('eval(1)' = '')", None))
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey))
    assert (sheet, row) == ("survey", 2)
    assert "thousands-separated()" in message
    assert "eval" not in message


def test_an_expression_that_phones_cannot_run_is_refused_with_its_row_and_column() -> None:
    survey = (
        SURVEY[0],
        ("begin_group", "g", "Group", None, None),
        ("text", "first_name", "Name", "selected(${first_name})", None),
        ("end_group", None, None, None, None),
    )
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey))
    assert (sheet, row) == ("survey", 3)
    assert message.startswith("The expression under “relevant” cannot be run by phones: ")


def test_a_function_in_a_label_is_refused_with_its_row() -> None:
    survey = (SURVEY[0], ("text", "a", "A", None, None), ("note", "n", "Not ${a}", "eval(${a}) = 1", None))
    assert problems_of(make_xlsx(survey=survey))[0][1] == 3


def test_questions_that_depend_on_each_other_in_a_circle_are_refused_with_a_row() -> None:
    survey = (SURVEY[0], ("text", "a", "A", "${b} = ''", None), ("text", "b", "B", "${a} = ''", None))
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey))
    assert (sheet, row) == ("survey", 2)
    assert "a → b → a" in message


def test_a_list_that_phones_do_not_carry_is_warned_of() -> None:
    survey = (*_without_records(), ("csv-external", "pharmacies", None, None))
    form = convert_xlsform(make_xlsx(survey=survey))
    assert any("pharmacies" in warning.message for warning in form.warnings)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"a,b,c\n1,2,3\n", b"<html/>", b"\x00" * 4096])
def test_what_is_no_workbook_is_refused_in_words(raw: bytes) -> None:
    assert problems_of(raw)[0][2] == "This is not an Excel workbook (.xlsx)."


def test_a_workbook_with_a_document_type_is_refused_by_that_name() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    assert problems_of(packed.getvalue())[0][2] == (
        "The workbook’s part xl/workbook.xml has a document type declaration (<!DOCTYPE>), which is not allowed. "
        "Save it again as an Excel workbook (.xlsx)."
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    assert "100 MB" in problems_of(packed.getvalue())[0][2]


def test_a_workbook_larger_than_ten_megabytes_is_refused() -> None:
    assert "10 MB" in problems_of(b"PK" + b"\x00" * (10 * 1024 * 1024))[0][2]


def _without_records() -> Rows:
    return tuple(row[:4] for row in SURVEY)


SPOKEN = ("type", "name", "label::English (en)", "label::Cymraeg (cy)", "calculation", "bind::doorstep:records")
TALK = (
    SPOKEN,
    ("csv-external", "resident", None, None, None, None),
    ("begin group", "home", "Home", "Cartref", None, None),
    ("begin repeat", "room", "Room", "Ystafell", None, None),
    ("text", "kind", "Which room?", "Pa ystafell?", None, None),
    ("end repeat", None, None, None, None, None),
    ("end group", None, None, None, None, None),
    ("text", "mobile", "Mobile", "Ffôn", None, "resident.mobile"),
)


def _talk(number: int, row: tuple[str | None, ...] | None) -> bytes:
    rows: list[tuple[str | None, ...]] = list(TALK)
    rows[number - 1 : number] = [row] if row else []
    return make_xlsx(survey=rows)


@pytest.mark.parametrize(
    ("xlsx", "at", "words"),
    [
        (_talk(6, None), 6, "“end group” stands where the repeat “room” of row 4 must be ended first"),
        (_talk(7, None), 3, "The group “home” is never ended."),
        (_talk(3, None), 6, "“end group” ends nothing"),
        (_talk(5, ("intger", "kind", "K", "K", None, None)), 5, "“intger” is no type of question."),
        (_talk(5, ("select_one rooms", "kind", "K", "K", None, None)), 5, "List name not in choices sheet: rooms"),
    ],
)
def test_what_a_converter_says_without_a_row_has_the_row_of_the_survey(xlsx: bytes, at: int, words: str) -> None:
    [(sheet, row, message)] = problems_of(xlsx)
    assert (sheet, row) == ("survey", at)
    assert words in message


@pytest.mark.parametrize("namespaces", [None, 'other="https://x.example"', 'doorstep="https://doorstep.example/"'])
def test_a_meaning_whose_prefix_is_not_declared_is_refused_with_what_to_write(namespaces: str | None) -> None:
    settings = (SETTINGS[0], ("colours", "Colours", "1", namespaces))
    [(sheet, row, message)] = problems_of(make_xlsx(survey=TALK, settings=settings))
    assert (sheet, row) == ("settings", 2)
    assert 'doorstep="https://doorstep.example/ns"' in message


def test_its_author_hears_of_missing_translations_and_of_columns_that_phones_do_not_have() -> None:
    looked_up = "pulldata('resident', 'firstname', 'id', 'x')"
    rows = [*TALK, ("calculate", "who", None, None, looked_up, None), ("image", "photo", "A photo", None, None, None)]
    warnings = [(one.sheet, one.row, one.message) for one in convert_xlsform(make_xlsx(survey=rows)).warnings]
    assert ("survey", 10, "“photo” has no label in Cymraeg (cy). Phones show “-” there.") in warnings
    assert any("Phones know no “firstname” of a resident" in words for _, row, words in warnings if row == 9)
    assert not any("max-pixels" in words for _, _, words in warnings)
    assert not convert_xlsform(make_xlsx(survey=TALK)).warnings
    many = [*TALK, *(("text", f"q{number}", "In English", None, None, None) for number in range(30))]
    assert convert_xlsform(make_xlsx(survey=many)).warnings[-1].message == "10 more texts have no translation."
