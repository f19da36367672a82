"""Figures of e-forms in a real Chromium at 6x CPU: opening the welfare check, an answer in it; the same in a form of 1,500 questions.

A time begins with the tap and ends with the frame in which the page stands as it will stay.
"""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import CDPSession, Page, Playwright, expect, sync_playwright

from tests.bench.figure import Figure, make_figure
from tests.end_to_end.handset import Handset
from tests.end_to_end.town import Hired, Town, build_town

RUNS, ANSWERS, SLOWER = 7, 15, 6
WHERE = "Chromium"
PAGES, QUESTIONS, CALCULATIONS, DEPENDANTS = 30, 50, 300, 50
OPEN_CHECK = "open the welfare check, 6x CPU"
ANSWER = "an answer in it, 6x CPU"
OPEN_LARGE = f"open a form of {PAGES * QUESTIONS:,} questions, 6x CPU"
ANSWER_LARGE = f"an answer with {DEPENDANTS} dependants in it, 6x CPU"
# In the task after a frame the page has been laid out and painted with what came before it.
TAP = """async ([tapped, awaited]) => {
  const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const began = performance.now();
  document.querySelector(tapped).click();
  while (!document.querySelector(awaited)) await painted();
  await painted();
  return performance.now() - began;
}"""
TYPE = """async ([into, text]) => {
  const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const box = document.querySelector(into);
  const began = performance.now();
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await painted();
  return performance.now() - began;
}"""
BEGIN = "main .govuk-button"
FIRST_QUESTION = "main form input"


def measure_forms(folder: Path) -> list[Figure]:
    """The four figures."""
    town = build_town(folder / "town", full_price=True)
    try:
        with sync_playwright() as driver:
            return [*_measure_check(town, driver, folder), *_measure_large(town, driver, folder)]
    finally:
        town.stack.kill()
        town.close()


def make_large_form() -> bytes:
    """Pages of whole numbers; the first number of each of the first pages has fifty calculations that hang on it."""
    survey: list[tuple[str, ...]] = [("type", "name", "label", "calculation")]
    for page in range(PAGES):
        survey.append(("begin group", f"page_{page}", f"Page {page + 1}"))
        survey += [("integer", f"n_{page}_{at}", f"Number {at + 1}") for at in range(QUESTIONS)]
        survey.append(("end group", "", ""))
    for at in range(CALCULATIONS):
        survey.append(("calculate", f"c_{at}", "", f"${{n_{at // DEPENDANTS}_0}} * {at} + 1"))
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("survey")
    for row in survey:
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version"))
    settings.append(("A large form", "welfare_check", "large"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _measure_check(town: Town, driver: Playwright, folder: Path) -> list[Figure]:
    officer = town.hire(1)
    phone, slow = _start(town, driver, folder / "phone", officer)
    page = phone.app.page
    opened, answered = _open_often(phone, slow, officer)
    radios = page.locator("main form input[type=radio]")
    ids = [radios.nth(at).get_attribute("id") for at in range(4)]
    for turn in range(ANSWERS):
        chosen = ids[turn % len(ids)]
        answered.append(float(page.evaluate(TAP, [f"[id='{chosen}']", "main"])) / 1000)
    phone.close()
    return [make_figure(OPEN_CHECK, WHERE, opened), make_figure(ANSWER, WHERE, answered)]


def _measure_large(town: Town, driver: Playwright, folder: Path) -> list[Figure]:
    town.publish(make_large_form())
    officer = town.hire(1)
    phone, slow = _start(town, driver, folder / "other", officer)
    opened, answered = _open_often(phone, slow, officer)
    first = "#q-data-page-0-n-0-0"
    for turn in range(ANSWERS):
        answered.append(float(phone.app.page.evaluate(TYPE, [first, str(turn + 2)])) / 1000)
    phone.close()
    return [make_figure(OPEN_LARGE, WHERE, opened), make_figure(ANSWER_LARGE, WHERE, answered)]


def _start(town: Town, driver: Playwright, profile: Path, officer: Hired) -> tuple[Handset, CDPSession]:
    phone = Handset(driver, profile, town.stack.url, whole_browser=True)
    phone.start().sign_in(officer.email, visits=1)
    return phone, phone.context.new_cdp_session(phone.app.page)


def _open_often(phone: Handset, slow: CDPSession, officer: Hired) -> tuple[list[float], list[float]]:
    """Each time in a page that was loaded anew, with nothing of the form in memory; the last stays open, slowed down."""
    page = phone.app.page
    times: list[float] = []
    for _ in range(RUNS):
        _set_speed(slow, 1)
        phone.app.open()
        phone.app.open_visit(officer.names[0])
        _set_speed(slow, SLOWER)
        times.append(float(page.evaluate(TAP, [BEGIN, FIRST_QUESTION])) / 1000)
        _see_form(page)
    return times, []


def _set_speed(slow: CDPSession, rate: int) -> None:
    slow.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def _see_form(page: Page) -> None:
    expect(page.locator(FIRST_QUESTION).first).to_be_visible(timeout=60_000)
