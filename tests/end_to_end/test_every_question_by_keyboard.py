"""Every kind of question there is, answered with Tab, arrow keys, Space, Enter and letters, in the form's preview on a phone's screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, ViewportSize, expect

from tests.end_to_end.keyboard import press, type_into
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Town
from tests.factories.all_question_types import make_all_question_types
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.photos import make_photo
from tests.live.staff import ADMINISTRATOR

pytestmark = pytest.mark.browser

ANSWERED = {
    "plain": "words",
    "long_words": "one two",
    "secret": "4711",
    "whole": "21",
    "fraction": "2.5",
    "code": "5012345678900",
    "level": "8",
    "height": "1.5",
    "picked": "1",
    "stars": "4",
    "agree": "half",
    "one": "green",
    "one_minimal": "red",
    "one_columns": "blue",
    "one_quick": "red",
    "one_map": "green",
    "several": "red blue",
    "several_columns": "green",
    "several_minimal": "red",
    "order": "red blue green",
    "first_line": "half",
    "street": "s1999",
    "long_one": "s7",
    "long_several": "s3 s1234",
    "day": "2026-03-27",
    "month": "2026-04-01",
    "year": "1948-01-01",
    "other_calendar": "2025-12-02",
    "hour": "09:05:00.000",
    "moment": "2026-03-28T23:59:00.000+00:00",
    "here": "51.5 -0.12",
    "on_map": "51.501 -0.124",
    "way": "51.5 -0.12;51.6 -0.13",
    "area": "51.5 -0.1;51.6 -0.1;51.6 -0.2;51.5 -0.1",
    "person_name": "Ann",
    "wants_food": "yes",
    "meals": "3",
    "floors": "1",
    "floor_state": "Dry",
    "explained": "OK",
    "concern": "no",
    "outcome": "seen_needs",
}


def test_every_kind_of_question_is_answered_with_the_keyboard_alone(
    town: Town, playwright: Playwright, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "desk", size=DESK) as desk:
        page = desk.pages[0]
        _open_preview(page, town.stack.url)
        page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
        for part, answer in enumerate(PARTS, start=1):
            expect(page.get_by_text(f"Part {part} of {len(PARTS)}")).to_be_visible()
            expect(page.get_by_role("heading", level=1)).to_be_focused()
            answer(page)
            press(page, ("Continue", "Check your answers"), "Enter")
        press(page, "Save on this phone", "Enter")
        rows = page.locator(".app-summary .govuk-summary-list__row")
        expect(rows.first).to_be_visible()
        said = dict(zip(rows.locator("dt").all_inner_texts(), rows.locator("dd").all_inner_texts(), strict=True))
    assert {name: said.get(name) for name in ANSWERED} == ANSWERED
    assert [name for name in ("picture", "signature", "person_photo") if not said.get(name)] == []


def _open_preview(page: Page, url: str) -> None:
    OfficePages(page, url).sign_in(ADMINISTRATOR)
    page.goto(f"{url}/office/forms")
    form = FilePayload(name="form.xlsx", mimeType="application/octet-stream", buffer=make_all_question_types())
    page.get_by_label("Choose an XLSForm").set_input_files(files=[form])
    page.get_by_role("button", name="Send and preview").click()
    page.goto(page.frame_locator("iframe.doorstep-preview").locator("html").evaluate("() => location.href"))


def _words(page: Page) -> None:
    type_into(page, "Plain words", "words")
    type_into(page, "Several lines", "one\ntwo")
    type_into(page, "A masked word", "4711")
    type_into(page, "A whole number", "21")
    type_into(page, "A decimal number", "2.5")
    type_into(page, "A barcode", "5012345678900")


def _scales(page: Page) -> None:
    for label, moves in (("A level", 2), ("A height", 1)):
        press(page, label, "Enter")  # the middle
        for _ in range(moves):
            page.keyboard.press("ArrowRight")
    press(page, "A picked number", "ArrowDown")
    press(page, "4", "Space", exact=True)
    press(page, "Partly", "Space", exact=True)


def _choices(page: Page) -> None:
    press(page, "Green", "Space", exact=True)
    press(page, "One colour from a menu", "ArrowDown")
    for colour in ("Blue", "Red", "Green"):
        press(page, colour, "Space", exact=True)
    for colour in ("Red", "Blue"):  # of several
        press(page, colour, "Space", exact=True)
    press(page, "Green", "Space", exact=True)
    press(page, "Red", "Space", exact=True)
    press(page, "Up Move up: Blue", "Enter")
    press(page, "Partly", "Space", exact=True)


def _lists(page: Page) -> None:
    for label, typed in (("A street", "1999 ex"), ("A street of a long list", "7 example street")):
        type_into(page, label, typed)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    for number in ("3", "1234"):
        type_into(page, "Find in the list", f"{number} example")
        press(page, f"{number} Example Street", "Space", exact=True)


def _days(page: Page) -> None:
    for label, typed in (
        ("Day", "27"), ("Month", "3"), ("Year", "2026"), ("Month", "4"), ("Year", "2026"), ("Year", "1948"),
        ("Day", "2"), ("Month", "12"), ("Year", "2025"), ("Hour", "9"), ("Minute", "5"),
        ("Day", "28"), ("Month", "3"), ("Year", "2026"), ("Hour", "23"), ("Minute", "59"),
    ):  # fmt: skip
        type_into(page, label, typed)


def _places(page: Page) -> None:
    press(page, "Use where I am now", "Enter")
    expect(page.get_by_text("A preview does not ask where you are.")).to_be_visible()
    type_into(page, "Latitude", "51.5")
    type_into(page, "Longitude", "-0.12")
    press(page, "Type the place", "Enter")
    type_into(page, "Latitude", "51.501")
    type_into(page, "Longitude", "-0.124")
    type_into(page, "A way", "51.5 -0.12\n51.6 -0.13")
    type_into(page, "An area", "51.5 -0.1\n51.6 -0.1\n51.6 -0.2")


def _files(page: Page) -> None:
    _choose_file(page, "Choose file", 1)
    _choose_file(page, "Choose file", 2)


def _people(page: Page) -> None:
    type_into(page, "Their name", "Ann")
    press(page, "Yes", "Space", exact=True)
    type_into(page, "How many meals?", "3")
    _choose_file(page, "Choose file", 3)
    press(page, "Add another: Person", "Enter")
    press(page, "Remove Person 2", "Enter")
    press(page, "Yes, remove", "Enter")
    type_into(page, "How many floors?", "1")
    type_into(page, "What is it like?", "Dry")


def _end(page: Page) -> None:
    press(page, "Done", "Space")
    press(page, "No", "Space", exact=True)
    press(page, "Seen, with needs", "Space", exact=True)


def _choose_file(page: Page, words: str, number: int) -> None:
    with page.expect_file_chooser() as chooser:
        press(page, words, "Enter")
    photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=make_photo(number))
    kept = page.get_by_text(re.compile("^On this phone, "))
    before = kept.count()
    chooser.value.set_files(files=[photo])
    expect(kept).to_have_count(before + 1)
    expect(page.locator("main form img").nth(0)).to_be_visible()


PARTS: tuple[Callable[[Page], None], ...] = (
    _words, _scales, _choices, _lists, _days, _places, _files, _people, _end,
)  # fmt: skip
