"""A form that asks everything a form can ask: each question type and appearance, in three languages, one of them from right to left.

Made row by row here, so that a test names its questions by what they are. Used by tests only.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import openpyxl

LANGUAGES = {"en": "English (en)", "cy": "Cymraeg (cy)", "ar": "العربية (ar)"}
# In a form that is read by eye the words of another language need only be told apart: what is tested is which is shown.
SAYS = {"en": "{}", "cy": "{} (yn Gymraeg)", "ar": "{} (بالعربية)"}
LONG_LIST = 2_000

Row = dict[str, str]


def make_all_question_types(form_id: str = "all_question_types", *, long_list: int = LONG_LIST) -> bytes:
    """The workbook. `long_list`: how many choices its longest list has."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _write(book, "survey", _list_survey())
    _write(book, "choices", _list_choices(long_list))
    settings = {
        "form_title": "All question types",
        "form_id": form_id,
        "version": "all types 1",
        "default_language": LANGUAGES["en"],
        "namespaces": 'doorstep="https://doorstep.example/ns"',
    }
    _write(book, "settings", [settings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_survey() -> list[Row]:
    pages = (
        ("texts", "Words and numbers", _TEXTS),
        ("scales", "Scales", _SCALES),
        ("choices", "Choices", _CHOICES),
        ("lists", "Long lists", _LISTS),
        ("days", "Days and times", _DAYS),
        ("places", "Places", _PLACES),
        ("files", "Files", _FILES),
        ("people", "People", _PEOPLE),
        ("outcome_page", "At the end", _END),
    )
    rows = [_row("start", "start"), _row("calculate", "doubled", calculation="${whole} * 2")]
    rows.append(_row("hidden", "hidden_word", default="kept"))
    for name, title, questions in pages:
        rows += [_row("begin group", name, title), *questions, {"type": "end group"}]
    return rows


def _row(kind: str, name: str, label: str = "", hint: str = "", guidance: str = "", **more: str) -> Row:
    """One row of the survey, said in each language; `more` are columns as XLSForm names them, `__` standing for `::`."""
    row = {"type": kind, "name": name, **{column.replace("__", "::"): value for column, value in more.items()}}
    for column, words in (("label", label), ("hint", hint), ("guidance_hint", guidance)):
        if words:
            row |= {f"{column}::{LANGUAGES[code]}": said.format(words) for code, said in SAYS.items()}
    return row


_TEXTS = [
    _row("text", "plain", "**Plain** words", hint="A _short_ hint", guidance="Guidance for whoever asks"),
    _row("text", "long_words", "Several lines", appearance="multiline"),
    _row("text", "digits", "Digits as words", appearance="numbers"),
    _row("text", "secret", "A masked word", appearance="masked"),
    _row("text", "telephone", "A phone number", appearance="tel", bind__doorstep_records="resident.mobile"),
    _row("text", "mail", "An email address", appearance="email"),
    _row("text", "address", "An address of the web", appearance="url"),
    _row("text", "unheard", "An appearance nobody knows", appearance="no-such-thing"),
    _row("integer", "whole", "A whole number", required="yes", constraint=". >= 0 and . < 100"),
    _row("integer", "grouped", "A whole number in groups", appearance="thousands-sep"),
    _row("decimal", "fraction", "A decimal number"),
    _row("barcode", "code", "A barcode"),
    _row("text", "shown", "Twice the whole number", read_only="yes", calculation="${doubled}"),
    _row("text", "fixed", "Words that cannot be changed", read_only="yes", default="as they were"),
]
_SCALES = [
    _row("range", "level", "A level", parameters="start=1 end=10 step=1"),
    _row("range", "height", "A height", parameters="start=0 end=2 step=0.5", appearance="vertical no-ticks"),
    _row("range", "picked", "A picked number", parameters="start=1 end=12 step=1", appearance="picker"),
    _row("range", "stars", "A rating", parameters="start=1 end=5 step=1", appearance="rating"),
    _row("select_one agreement", "agree", "How far do you agree?", appearance="likert"),
]
_CHOICES = [
    _row("select_one colour", "one", "One colour", required="yes"),
    _row("select_one colour", "one_minimal", "One colour from a menu", appearance="minimal"),
    _row("select_one colour", "one_columns", "One colour in columns", appearance="columns-2"),
    _row("select_one colour", "one_quick", "One colour, quickly", appearance="quick"),
    _row("select_one colour", "one_map", "One colour on a picture", appearance="image-map"),
    _row("select_multiple colour", "several", "Several colours"),
    _row("select_multiple colour", "several_columns", "Several colours in columns", appearance="columns"),
    _row("select_multiple colour", "several_minimal", "Several colours from a menu", appearance="minimal"),
    _row("rank colour", "order", "Colours in order"),
    _row("begin group", "table", "A table of choices", appearance="field-list"),
    _row("select_one agreement", "head", "Headings of the table", appearance="label"),
    _row("select_one agreement", "first_line", "The first line", appearance="list-nolabel"),
    {"type": "end group"},
]
_LISTS = [
    _row("select_one street", "street", "A street", appearance="autocomplete"),
    _row("select_one street", "long_one", "A street of a long list"),
    _row("select_multiple street", "long_several", "Streets of a long list"),
]
_DAYS = [
    _row("date", "day", "A day"),
    _row("date", "month", "A month", appearance="month-year"),
    _row("date", "year", "A year", appearance="year"),
    _row("date", "other_calendar", "A day of another calendar", appearance="ethiopian"),
    _row("time", "hour", "A time"),
    _row("datetime", "moment", "A day and a time"),
]
_PLACES = [
    _row("geopoint", "here", "Where you are"),
    _row("geopoint", "on_map", "A place on a map", appearance="placement-map"),
    _row("geotrace", "way", "A way"),
    _row("geoshape", "area", "An area"),
]
_FILES = [
    _row("image", "picture", "A picture"),
    _row("image", "signature", "A signature", appearance="signature"),
    _row("image", "face", "A picture from the front camera", appearance="new-front"),
    _row("audio", "sound", "A sound"),
    _row("video", "film", "A film"),
    _row("file", "document", "A document"),
]
_PEOPLE = [
    _row("begin repeat", "person", "Person"),
    _row("text", "person_name", "Their name", required="yes"),
    _row("select_one yes_no", "wants_food", "Do they need food?", bind__doorstep_records="referral.food.wanted"),
    _row("integer", "meals", "How many meals?", relevant="${wants_food} = 'yes'"),
    _row("image", "person_photo", "A photo of their door"),
    {"type": "end repeat"},
    _row("integer", "floors", "How many floors?", constraint=". <= 5"),
    _row("begin repeat", "floor", "Floor", repeat_count="${floors}"),
    _row("text", "floor_state", "What is it like?"),
    {"type": "end repeat"},
]
_END = [
    _row("note", "said", "**Thank** you, ${plain}. See [the council](https://council.example/)."),
    _row("acknowledge", "explained", "It was explained", required="yes"),
    _row("select_one yes_no", "concern", "Are you worried?", bind__doorstep_records="alert.safeguarding"),
    _row("select_one outcome", "outcome", "What happened?", required="yes", bind__doorstep_records="visit.outcome"),
]


def _list_choices(long_list: int) -> list[Row]:
    lists: dict[str, Iterable[tuple[str, str]]] = {
        "colour": (("red", "Red"), ("green", "Green"), ("blue", "Blue")),
        "agreement": (("no", "Not at all"), ("half", "Partly"), ("yes", "Wholly")),
        "yes_no": (("yes", "Yes"), ("no", "No")),
        "outcome": (("seen_no_needs", "Seen, no needs"), ("seen_needs", "Seen, with needs")),
        "street": ((f"s{number}", f"{number} Example Street") for number in range(1, long_list + 1)),
    }
    return [
        {
            "list_name": name,
            "name": value,
            **{f"label::{LANGUAGES[code]}": said.format(label) for code, said in SAYS.items()},
        }
        for name, choices in lists.items()
        for value, label in choices
    ]


def _write(book: openpyxl.Workbook, title: str, rows: list[Row]) -> None:
    """`bind__doorstep_records` is the column `bind::doorstep:records`, which no name of Python can be."""
    sheet = book.create_sheet(title)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append([column.replace("bind::doorstep_", "bind::doorstep:") for column in columns])
    for row in rows:
        sheet.append([row.get(column) for column in columns])
