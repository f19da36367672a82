"""The form that asks everything converts, and the table of appearances that phones go by knows what it asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from server.forms.conversion import convert_xlsform
from server.forms.questions import Question
from tests.factories.all_question_types import make_all_question_types
from tests.factories.spreadsheets import workbook

HOUSE = Path(__file__).parents[3]
TABLE: dict[str, Any] = json.loads(
    (HOUSE / "pwa" / "src" / "forms" / "shown_appearances.json").read_text(encoding="utf-8")
)
SHORT_LIST = 60  # choices, so that the phone's tests read little; a test of theirs makes it long


def test_it_is_the_xform_that_the_phone_tests_read() -> None:
    fixture = HOUSE / "tests" / "fixtures" / "forms" / "all_question_types.xml"
    form = convert_xlsform(make_all_question_types(long_list=SHORT_LIST))
    assert form.languages == ("en", "cy", "ar")
    assert form.xform == fixture.read_text(encoding="utf-8")


def test_every_question_of_it_has_a_line_in_the_table_and_every_appearance_but_one_is_known() -> None:
    form = convert_xlsform(make_all_question_types(long_list=SHORT_LIST))
    unknown = []
    for question in form.questions:
        asks = question.type if question.type in ("group", "repeat") else question.control
        if asks is None:
            continue
        line = _find_line(asks, question)
        known = {*line["appearances"], *line["plain"]}
        unknown += [name for name in (question.appearance or "").split() if not _is_among(name, known)]
    assert unknown == ["no-such-thing"]


def test_its_author_hears_by_row_which_files_the_council_does_not_keep() -> None:
    warnings = convert_xlsform(make_all_question_types(long_list=SHORT_LIST)).warnings
    said = {
        one.message.split("”")[0].strip("“"): one for one in warnings if "the council’s server keeps" in one.message
    }
    assert set(said) == {"sound", "film", "document"}
    rows = [one.row for one in (said["sound"], said["film"], said["document"])]
    assert rows[0] is not None
    assert rows == [rows[0], rows[0] + 1, rows[0] + 2]
    assert "cannot be answered on phones" in said["film"].message
    assert "pictures and PDF documents only" in said["document"].message


def test_a_sound_that_must_be_recorded_is_named_as_what_each_check_will_lack() -> None:
    rows = (("type", "name", "label", "required"), ("audio", "talk", "Talk", "yes"), ("audio", "more", "More", None))
    warnings = convert_xlsform(workbook(survey=rows), "f.xlsx").warnings
    lacking = [one.row for one in warnings if "Each check will come without this required answer." in one.message]
    assert lacking == [2]


def test_no_appearance_is_both_shown_and_plain() -> None:
    for line in TABLE["questions"]:
        assert not set(line["appearances"]) & set(line["plain"]), line


def _find_line(asks: str, question: Question) -> dict[str, Any]:
    lines = [line for line in TABLE["questions"] if line["asks"] == asks]
    typed = [line for line in lines if not line["types"] or question.type in line["types"]]
    fitting = [line for line in typed if "media" not in line or question.media in line["media"]]
    assert fitting, question
    assert asks == "upload" or len(fitting) == 1, question
    found: dict[str, Any] = fitting[0]
    return found


def _is_among(name: str, known: set[str]) -> bool:
    return any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in known)
