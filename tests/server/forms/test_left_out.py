"""What phones leave out or show elsewhere is told to a form's author at upload, by row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.forms.conversion import convert_xlsform
from server.forms.left_out import FOUND_BY_TYPING
from tests.factories.resident_links import make_resident_form
from tests.factories.spreadsheets import workbook

PHONE_LISTS = Path(__file__).parents[3] / "pwa" / "src" / "screens" / "check" / "choice_lists.ts"
TANKS = (
    ("list_name", "name", "label", "media::image", "media::audio"),
    ("tank", "round", "Round", "round.png", None),
    ("tank", "square", "Square", None, "knock.mp3"),
    ("seen", "round", "Round", "round.png", None),
    ("bare", "none", "None", None, None),
    *(("street", f"s{number}", f"Street {number}", None, "bell.mp3") for number in range(FOUND_BY_TYPING + 1)),
)
SETTINGS = (("form_id", "form_title"), ("left_out", "Left out"))


def hear(*rows: tuple[str | None, ...], heads: tuple[str, ...] = (), **sheets: object) -> list[tuple[int | None, str]]:
    """Row and words of each warning. The first two columns are type and name, the third the label."""
    survey = (("type", "name", "label", *heads), *rows)
    book = {"survey": survey, "choices": TANKS, "settings": SETTINGS, **sheets}
    return [(one.row, one.message) for one in convert_xlsform(workbook(**book), "f.xlsx").warnings]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "appearance", "said"),
    [
        ("select_one tank", "minimal", ["as radios"]),
        ("select_one street", "minimal", ["as a list that is found by typing", "played once a choice is made"]),
        ("select_one street", None, ["played once a choice is made"]),
        ("select_one tank", "autocomplete", ["played once a choice is made"]),
        ("select_one tank", "label", ["no choices of"]),
        ("select_one seen", "autocomplete", []),
        ("select_one bare", "minimal", []),
        ("select_one tank", None, []),
        ("select_one street", "columns", []),
        ("select_multiple tank", "minimal", []),
        ("rank tank", None, []),
    ],
)
def test_choices_that_show_and_play_things_are_named_where_a_control_cannot(
    kind: str, appearance: str | None, said: list[str]
) -> None:
    warnings = hear((kind, "which", "Which?", appearance), heads=("appearance",))
    assert [row for row, _ in warnings] == [2] * len(said)
    assert all(part in words for part, (_, words) in zip(said, warnings, strict=True))


def test_a_list_is_found_by_typing_from_the_same_length_on_as_on_phones() -> None:
    found = re.search(r"LONG_LIST = (\d+)", PHONE_LISTS.read_text(encoding="utf-8"))
    assert found is not None
    assert int(found[1]) == FOUND_BY_TYPING


@pytest.mark.parametrize(
    ("head", "row", "words"),
    [
        ("autoplay", ("note", "said", "Said", "audio"), "nothing plays by itself"),
        ("body::intent", ("text", "said", "Said", "org.example.app()"), "no other app is opened"),
        ("parameters", ("range", "said", "Said", "start=0 end=9 step=1 tick_interval=3"), "ticks stand at each step"),
        ("parameters", ("range", "said", "Said", "start=0 end=9 step=1 placeholder=3"), "before it is touched"),
    ],
)
def test_what_an_author_asks_for_beside_the_appearance_is_named(head: str, row: tuple[str, ...], words: str) -> None:
    [(number, said)] = hear(row, heads=(head,))
    assert number == 2
    assert "“said”" in said
    assert words in said


@pytest.mark.parametrize("kind", ["username", "phonenumber", "email", "start-geopoint", "audit"])
def test_what_phones_never_fill_in_is_named(kind: str) -> None:
    name = "audit" if kind == "audit" else "told"
    assert [row for row, words in hear(("text", "a", "A"), (kind, name, None)) if f"“{kind}”" in words] == [3]


def test_an_external_list_is_named_as_text() -> None:
    towns = (("list_name", "name", "label", "region"), ("town", "bath", "Bath", "west"))
    questions = (("text", "region", "Region"), ("select_one_external town", "town", "Town", "region=${region}"))
    warnings = hear(*questions, heads=("choice_filter",), external_choices=towns)
    assert any(row == 3 and "asked as text" in words for row, words in warnings)


def test_colours_are_named_once_a_question_wherever_they_stand_and_other_marks_are_not() -> None:
    red = '<span style="color:red">Red</span>'
    choices = (("list_name", "name", "label"), ("c", "a", red), ("c", "b", red))
    warnings = hear(
        ("note", "plain", "**Bold** and <u>under</u> 5"), ("note", "red", red), ("select_one c", "which", "Which?"),
        choices=choices,
    )  # fmt: skip
    assert warnings == [
        (3, "Phones show the words of “red” without colours, typefaces and alignment."),
        (4, "Phones show the words of “which” without colours, typefaces and alignment."),
    ]


def test_a_larger_picture_is_named() -> None:
    [(row, words)] = hear(("note", "map", "Map", "small.png", "large.png"), heads=("media::image", "media::big-image"))
    assert (row, "big-image" in words) == (2, True)


def test_a_style_and_entities_are_named_for_the_whole_form() -> None:
    form = ("text", "a", "A", "tree_name")
    settings = (("form_id", "style"), ("left_out", "theme-grid"))
    entities = (("list_name", "label"), ("trees", "${a}"))
    said = [words for _, words in hear(form, heads=("save_to",), settings=settings, entities=entities)]
    assert ["theme-grid" in said[0], "entities are not kept" in said[1]] == [True, True]
    assert hear(("text", "a", "A"), settings=(("form_id", "style"), ("left_out", "pages"))) == []


def test_a_place_in_a_form_for_residents_is_named_as_typed() -> None:
    survey = [("type", "name", "label"), ("text", "how", "How?"), ("geopoint", "where", "Where?")]
    [warning] = convert_xlsform(make_resident_form(survey=survey)).warnings
    assert warning.row == 3
    assert "only type “where”" in warning.message
    assert hear(("geopoint", "where", "Where?")) == []
