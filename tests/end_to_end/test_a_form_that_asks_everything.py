"""The form that asks everything, on a phone without a line: in its second language, killed in the middle, restored, finished, sent."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Playwright, expect

from server.store.tables import Attachment, Submission
from tests.end_to_end.examination import examine
from tests.end_to_end.handset import Handset
from tests.end_to_end.town import Town
from tests.engines.patience import wait_until
from tests.factories.all_question_types import make_all_question_types
from tests.live.photos import make_photo
from tests.live.staff import PIN

pytestmark = pytest.mark.browser

IN_WELSH = " (yn Gymraeg)"
ANSWERED = {
    "texts/plain": "Glan môr",
    "texts/long_words": "un\ndau",
    "texts/digits": "007",
    "texts/secret": "4711",
    "texts/telephone": "07700 900123",
    "texts/mail": "nan@example.org",
    "texts/address": "https://council.example/",
    "texts/unheard": "plain",
    "texts/whole": "21",
    "texts/grouped": "1234",
    "texts/fraction": "2.5",
    "texts/code": "5012345678900",
    "texts/shown": "42",
    "texts/fixed": "as they were",
    "scales/level": "7",
    "scales/height": "1.5",
    "scales/picked": "12",
    "scales/stars": "4",
    "scales/agree": "half",
    "choices/one": "green",
    "choices/one_minimal": "red",
    "choices/one_columns": "blue",
    "choices/one_quick": "red",
    "choices/one_map": "green",
    "choices/several": "red blue",
    "choices/several_columns": "green",
    "choices/several_minimal": "blue",
    "choices/order": "red blue green",
    "choices/table/head": "",
    "choices/table/first_line": "yes",
    "lists/street": "s1999",
    "lists/long_one": "s7",
    "lists/long_several": "s3 s1234",
    "days/day": "2026-03-27",
    "days/month": "2026-04-01",
    "days/year": "1948-01-01",
    "days/other_calendar": "2025-12-01",
    "days/hour": "09:05:00.000",
    "places/on_map": "51.501 -0.124",
    "people/floors": "2",
    "outcome_page/explained": "OK",
    "outcome_page/concern": "no",
    "outcome_page/outcome": "seen_needs",
}


def test_it_is_filled_offline_in_welsh_killed_restored_finished_and_sent_whole(
    lone_town: Town, playwright: Playwright, tmp_path: Path
) -> None:
    town = lone_town
    town.publish(make_all_question_types("welfare_check"))
    officer = town.hire(2)
    phone = Handset(playwright, tmp_path / "phone", town.stack.url)
    faults: list[str] = []
    try:
        phone.start(before=_with_a_place).sign_in(officer.email, visits=2)
        phone.kill()
        phone.open(offline=True, before=_with_a_place)
        page = phone.app.page
        phone.app.open_visit(officer.names[0])
        page.get_by_role("button", name="Start check").click()
        page.get_by_role("button", name="Cymraeg").click()
        faults += _fill_up_to_people(page)
        expect(page.get_by_text("Drafft wedi’i gadw ar y ffôn hwn")).to_be_visible()

        phone.kill()
        page = phone.start(offline=True, before=_with_a_place).page
        page.goto(f"{town.stack.url}/app/#/visit/{officer.visit_ids[0]}")
        page.locator("#pin").fill(PIN)
        page.locator("main form button").click()
        # The browser may not have written down the app's own language when it died; the form's is in its draft.
        page.get_by_role("button", name=re.compile("^(Parhau â’r gwiriad|Go on with the check)$")).click()
        expect(page.locator("h1")).to_have_text(f"People{IN_WELSH}")
        _see_people(page)
        page.get_by_role("button", name="Cymraeg").click()
        _go_on(page)
        _fill_end(page)
        faults += [f"part 9 {fault}" for fault in examine(page)]
        page.get_by_role("button", name="Gwirio’ch atebion").click()
        told = page.locator("section[aria-labelledby=effects-title]")
        expect(told).to_contain_text("Gwneir 1 atgyfeiriad: Parsel bwyd")
        faults += [f"before saving {fault}" for fault in examine(page)]
        page.get_by_role("button", name="Cadw ar y ffôn hwn").click()
        expect(page.locator(".govuk-panel")).to_be_visible()
        phone.context.set_offline(False)
        wait_until(lambda: len(town.list_photos(officer.visit_ids[0])) == 3, "the photos to reach the council")
        wait_until(lambda: _are_received(town.list_photos(officer.visit_ids[0])), "their bytes to reach the council")
    finally:
        phone.close()
    assert not faults, "\n".join(faults)
    [submission] = town.list_submissions(officer.visit_ids[0])
    photos = town.list_photos(officer.visit_ids[0])
    _hold_against(submission.xml, {photo.node: photo.name for photo in photos})
    _find_exported(town, submission, photos)


def _are_received(photos: list[Attachment]) -> bool:
    return {photo.status for photo in photos} == {"received"}


def _find_exported(town: Town, submission: Submission, photos: list[Attachment]) -> None:
    """In the archive of the form's files is each photo, as it was sent, under the name that its answer says."""
    exported = town.export_files_of(submission)
    listed = exported.pop("files.csv").decode("utf-8-sig")
    folder = submission.instance_id.replace(":", "_")
    assert exported.keys() == {f"{folder}/{photo.name}" for photo in photos}, listed
    hashes = {name.rpartition("/")[2]: hashlib.sha256(content).hexdigest() for name, content in exported.items()}
    assert hashes == {photo.name: photo.sha256 for photo in photos}


def _fill_up_to_people(page: Page) -> list[str]:
    """Every part of the form but its last, in Welsh; what is wrong with how they stand on the screen."""
    faults: list[str] = []
    fillers = (
        _fill_texts,
        _fill_scales,
        _fill_choices,
        _fill_lists,
        _fill_days,
        _fill_places,
        _fill_files,
        _fill_people,
    )
    for part, fill in enumerate(fillers, start=1):
        expect(page.get_by_text(re.compile(rf"^Rhan {part} o 9"))).to_be_visible()
        expect(page.locator("h1")).to_have_attribute("lang", "cy")
        fill(page)
        faults += [f"part {part} {fault}" for fault in examine(page)]
        if fill is not _fill_people:
            _go_on(page)
    return faults


def _hold_against(xml: str, photos: dict[str | None, str]) -> None:
    root = ET.fromstring(xml)
    said = {path: root.findtext(path) or "" for path in ANSWERED}
    assert said == ANSWERED
    people = root.findall("people/person")
    assert [(one.findtext("person_name"), one.findtext("wants_food")) for one in people] == [
        ("Ann", "no"),
        ("Cyd", "yes"),
    ]
    assert people[1].findtext("meals") == "3"
    assert people[0].find("meals") is None
    assert [floor.findtext("floor_state") for floor in root.findall("people/floor")] == ["Sych", "Gwlyb"]
    assert re.fullmatch(r"2026-03-27T14:05:00\.000[+-]\d\d:\d\d", root.findtext("days/moment") or "")
    assert re.fullmatch(r"51\.5 -0\.12 0\.0 4\.0", root.findtext("places/here") or "")
    assert root.findtext("places/way") == "51.5 -0.12;51.6 -0.13"
    assert root.findtext("places/area") == "51.5 -0.1;51.6 -0.1;51.6 -0.2;51.5 -0.1"
    assert photos == {
        "/data/files/picture": root.findtext("files/picture"),
        "/data/people/person[1]/person_photo": people[0].findtext("person_photo"),
        "/data/people/person[2]/person_photo": people[1].findtext("person_photo"),
    }


def _with_a_place(context: BrowserContext) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 51.5, "longitude": -0.12, "accuracy": 4})


def _question(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^{re.escape(label + IN_WELSH)}"))


def _box(page: Page, name: str) -> Locator:
    return page.locator(f"[id$='-{name}']")


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Parhau", exact=True).click()


def _fill_texts(page: Page) -> None:
    said = {
        **{path.removeprefix("texts/"): said for path, said in ANSWERED.items() if path.startswith("texts/")},
        "grouped": "1,234",
        "fraction": "2,5",
    }
    for name, words in said.items():
        if name not in ("shown", "fixed"):
            page.locator(f"#q-data-texts-{name.replace('_', '-')}").fill(words)
    expect(page.get_by_text("42", exact=True)).to_be_visible()


def _fill_scales(page: Page) -> None:
    level = page.locator("#q-data-scales-level")
    level.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    level.fill("7")
    page.locator("#q-data-scales-height").fill("1.5")
    page.locator("#q-data-scales-picked").select_option("12")
    _question(page, "A rating").get_by_label("4", exact=True).check()
    _question(page, "How far do you agree?").get_by_label("Partly").check()


def _fill_choices(page: Page) -> None:
    _question(page, "One colour").first.get_by_label("Green").check()
    page.locator("#q-data-choices-one-minimal").select_option("red")
    _question(page, "One colour in columns").get_by_label("Blue").check()
    _question(page, "One colour, quickly").get_by_label("Red").check()
    _question(page, "One colour on a picture").get_by_label("Green").check()
    for colour in ("Red", "Blue"):
        _question(page, "Several colours").first.get_by_label(colour).check()
    _question(page, "Several colours in columns").get_by_label("Green").check()
    _question(page, "Several colours from a menu").get_by_label("Blue").check()
    _question(page, "The first line").get_by_label("Wholly").check()
    page.get_by_role("button", name="Symud i fyny: Blue").click()


def _fill_lists(page: Page) -> None:
    for name, typed in (("street", "1999 ex"), ("long-one", "7 example street")):
        box = page.locator(f"#q-data-lists-{name}")
        box.fill(typed)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    several = _question(page, "Streets of a long list")
    for number in ("1234", "3"):
        several.get_by_role("textbox").fill(f"{number} example")
        several.get_by_label(re.compile(f"^{number} Example")).check()


def _fill_days(page: Page) -> None:
    boxes = {
        "day": ("27", "3", "2026"),
        "month": ("4", "2026"),
        "year": ("1948",),
        "other-calendar": ("1", "12", "2025"),
        "hour": ("9", "5"),
        "moment": ("27", "3", "2026", "14", "5"),
    }
    for name, typed in boxes.items():
        for box, words in zip(page.locator(f"#q-data-days-{name} input").all(), typed, strict=True):
            box.fill(words)


def _fill_places(page: Page) -> None:
    here = _question(page, "Where you are")
    here.get_by_role("button", name="Defnyddio lle rwyf nawr").click()
    expect(here.get_by_text("yn gywir o fewn 4 metr")).to_be_visible()
    on_map = _question(page, "A place on a map")
    on_map.get_by_text("Teipio’r lle").click()
    on_map.get_by_label("Lledred").fill("51.501")
    on_map.get_by_label("Hydred").fill("-0.124")
    page.locator("#q-data-places-way").fill("51.5 -0.12\n51.6 -0.13")
    page.locator("#q-data-places-area").fill("51.5 -0.1\n51.6 -0.1\n51.6 -0.2")


def _fill_files(page: Page) -> None:
    _add_file(_question(page, "A picture"), make_photo(1))


def _fill_people(page: Page) -> None:
    """Three people, each with a photo; the second is taken away again."""
    for number, name in enumerate(("Ann", "Bob", "Cyd"), start=1):
        if number > 1:
            page.get_by_role("button", name=re.compile("^Ychwanegu un arall: Person")).click()
        page.locator(f"#q-data-people-person-{number}-person-name").fill(name)
        _add_file(
            page.locator("fieldset", has=page.locator(f"#q-data-people-person-{number}-person-photo")),
            make_photo(number + 1),
        )
    page.get_by_role("button", name=re.compile("^Tynnu Person.* 2$")).click()
    page.get_by_role("button", name="Ie, tynnu").click()
    expect(page.locator("#q-data-people-person-2-person-name")).to_have_value("Cyd")
    turns = page.locator("#q-data-people-person .app-repeat__turn")
    turns.nth(0).get_by_label("No", exact=False).check()
    turns.nth(1).get_by_label("Yes", exact=False).check()
    page.locator("#q-data-people-person-2-meals").fill("3")
    page.locator("#q-data-people-floors").fill("2")
    for number, words in enumerate(("Sych", "Gwlyb"), start=1):
        page.locator(f"#q-data-people-floor-{number}-floor-state").fill(words)


def _see_people(page: Page) -> None:
    expect(page.locator("#q-data-people-person-1-person-name")).to_have_value("Ann")
    expect(page.locator("#q-data-people-person-2-person-name")).to_have_value("Cyd")
    expect(page.locator("#q-data-people-person-2-meals")).to_have_value("3")
    expect(page.locator("#q-data-people-floor-2-floor-state")).to_have_value("Gwlyb")
    expect(page.locator("#q-data-people-person img")).to_have_count(2)


def _add_file(group: Locator, content: bytes) -> None:
    photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=content)
    group.locator("input[type=file]").first.set_input_files(files=[photo])
    expect(group.locator("img")).to_be_visible()


def _fill_end(page: Page) -> None:
    expect(page.get_by_text("Glan môr").first).to_be_visible()
    _question(page, "It was explained").get_by_role("checkbox").check()
    _question(page, "Are you worried?").get_by_label("No", exact=False).check()
    _question(page, "What happened?").get_by_label("Seen, with needs").check()
