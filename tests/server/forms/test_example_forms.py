"""Forms of the kinds that the ODK projects publish as examples, written anew: each is taken in, warned of, and its questions listed.

The originals (pyxform's tests/example_xls) stay where they are; what each of these shows is named after the one it follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from server.forms.conversion import ConvertedForm, convert_xlsform
from server.forms.named_media import list_named_media
from server.forms.questions import question_from_json, question_json
from tests.factories.spreadsheets import Rows, workbook

FIXTURES = Path(__file__).parents[2] / "fixtures" / "forms" / "examples"


@dataclass(frozen=True)
class Example:
    """One spreadsheet, the names of what it asks in order, words of each warning, and the files that its labels show."""

    survey: Rows
    asked: tuple[str, ...]
    choices: Rows = (("list_name", "name", "label"),)
    settings: Rows | None = None
    warned: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


YES_NO = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No"))
PLACES = (
    ("list_name", "name", "label", "county"),
    ("counties", "king", "King", None),
    ("counties", "cameron", "Cameron", None),
    ("cities", "dumont", "Dumont", "king"),
    ("cities", "brownsville", "Brownsville", "cameron"),
)
EXAMPLES = {
    "widgets": Example(
        survey=(
            ("type", "name", "label", "appearance", "parameters"),
            ("text", "my_string", "String", None, None),
            ("integer", "my_int", "Integer", None, None),
            ("decimal", "my_decimal", "Decimal", None, None),
            ("date", "my_date", "Date", None, None),
            ("select_multiple yn", "my_select", "Select any", None, None),
            ("select_one yn", "my_trees", "Select one", "w1", None),
            ("image", "my_image", "Image", None, "max-pixels=1024"),
            ("acknowledge", "my_trigger", "Tick", None, None),
            ("range", "my_range", "Range", None, "start=1 end=5 step=1"),
            ("note", "thanks", "Thank you", None, None),
        ),
        choices=YES_NO,
        asked=("my_string", "my_int", "my_decimal", "my_date", "my_select", "my_trees", "my_image", "my_trigger", "my_range", "thanks"),
        warned=("“my_trees” plainly, without the appearance “w1”",),
    ),
    "group": Example(
        survey=(
            ("type", "name", "label::English (en)", "label::Cymraeg (cy)"),
            ("text", "family_name", "What is your family name?", "Beth yw eich cyfenw?"),
            ("begin group", "father", "Father", "Tad"),
            ("phone number", "phone", "Telephone", "Ffôn"),
            ("integer", "age", "How old?", "Faint oed?"),
            ("end group", None, None, None),
        ),
        asked=("family_name", "phone", "age"),
    ),
    "loop": Example(
        survey=(
            ("type", "name", "label"),
            ("begin loop over yn", "loop", None),
            ("integer", "count", "How many of %(label)s?"),
            ("end loop", None, None),
        ),
        choices=YES_NO,
        asked=("count", "count"),
    ),
    "specify_other": Example(
        survey=(("type", "name", "label"), ("select_one yn or_other", "state", "What state?")),
        choices=YES_NO,
        asked=("state", "state_other"),
    ),
    "choice_filter_test": Example(
        survey=(
            ("type", "name", "label", "choice_filter"),
            ("select_one counties", "county", "County", None),
            ("select_one cities", "city", "City", "county=${county}"),
        ),
        choices=PLACES,
        asked=("county", "city"),
    ),
    "repeat_date_test": Example(
        survey=(
            ("type", "name", "label", "calculation", "constraint", "repeat_count"),
            ("integer", "number", "How many visits?", None, ". < 10", None),
            ("begin repeat", "visits", "Visits", None, None, "${number}"),
            ("date", "day", "On which day?", None, ". <= today()", None),
            ("calculate", "place", None, "position(..)", None, None),
            ("end repeat", None, None, None, None, None),
            ("calculate", "days", None, "count(${visits})", None, None),
        ),
        asked=("number", "day"),
    ),
    "pull_data": Example(
        survey=(
            ("type", "name", "label", "calculation"),
            ("calculate", "fruit", None, "pulldata('fruits', 'name', 'name_key', 'mango')"),
            ("note", "note_fruit", "The fruit ${fruit}", None),
        ),
        asked=("note_fruit",),
        warned=("“fruits”",),
    ),
    "xlsform_spec_test": Example(
        survey=(
            ("type", "name", "label", "hint", "required", "required_message", "relevant", "read_only", "default", "media::image"),
            ("start", "start", None, None, None, None, None, None, None, None),
            ("deviceid", "device", None, None, None, None, None, None, None, None),
            ("text", "my_name", "Name", "All of it", "yes", "We need it", None, None, None, "face.jpg"),
            ("integer", "my_age", "Age", None, None, None, "string-length(${my_name}) > 0", None, "18", None),
            ("text", "fixed", "Fixed", None, None, None, None, "yes", "as it is", None),
        ),
        settings=(("form_title", "form_id", "instance_name", "version"), ("Spec test", "Spec test", "${my_name}", "7")),
        asked=("my_name", "my_age", "fixed"),
        media=("face.jpg",),
    ),
    "extra_sheet_names": Example(
        survey=(("type", "name", "label"), ("integer", "a", "A")),
        settings=(("form_title",), ("Extra",)),
        asked=("a",),
    ),
    "geo and time": Example(
        survey=(
            ("type", "name", "label"),
            ("text", "before", "Before"),
            ("geotrace", "way", "Walk along"),
            ("geoshape", "field", "Walk around"),
            ("audit", "audit", None),
        ),
        asked=("before", "way", "field"),
        warned=("no “audit”: no log of taps is kept",),
    ),
    "entities": Example(
        survey=(
            ("type", "name", "label", "trigger", "calculation"),
            ("text", "a", "A", None, None),
            ("dateTime", "when", "When", "${a}", "now()"),
        ),
        asked=("a", "when"),
    ),
}  # fmt: skip


def _convert(name: str) -> ConvertedForm:
    example = EXAMPLES[name]
    sheets = {"survey": example.survey, "choices": example.choices}
    settings = {"settings": example.settings} if example.settings else {}
    return convert_xlsform(workbook(**sheets, **settings), f"{name}.xlsx")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_form_becomes_questions_and_says_what_degrades(name: str) -> None:
    example, form = EXAMPLES[name], _convert(name)
    assert tuple(one.path.rpartition("/")[2] for one in form.questions if one.control) == example.asked
    said = [warning.message for warning in form.warnings]
    assert tuple(one.name for one in list_named_media(form.xform)) == example.media
    for words in example.warned:
        assert any(words in message for message in said), said
    assert [question_from_json(question_json(one)) for one in form.questions] == list(form.questions)


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_the_xform_that_the_phone_tests_fill_in(name: str) -> None:
    fixture = FIXTURES / f"{name.replace(' ', '_')}.xml"
    assert _convert(name).xform == fixture.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example.settings is None])
def test_a_form_without_settings_is_named_by_its_file(name: str) -> None:
    form = convert_xlsform(workbook(survey=EXAMPLES[name].survey, choices=EXAMPLES[name].choices), f"{name}.xlsx")
    assert form.form_id == name.replace(" ", "_")


def test_an_xlsform_as_csv_says_the_same_as_its_workbook() -> None:
    rows = (("type", "name", "label"), ("text", "a", "A, or not"), ("integer", "b", "B"))
    text = 'survey,,,\n,type,name,label\n,text,a,"A, or not"\n,integer,b,B\n'
    book, plain = convert_xlsform(workbook(survey=rows), "f.xlsx"), convert_xlsform(text.encode("utf-8-sig"), "f.csv")
    assert (plain.xform, plain.questions) == (book.xform, book.questions)
