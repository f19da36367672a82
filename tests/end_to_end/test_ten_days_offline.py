"""T4: ten days without a line, photos at every door, a browser that dies on the way; then everything arrives, whole and once.

TEN_DAYS_VISITS (6; `make soak` takes 40) says how many doors; each has five photos.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Playwright, expect

from server.forms.shipped_forms import read_shipped_form
from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.stored_rows import list_stored_photos
from tests.end_to_end.town import Hired, Town, build_town
from tests.engines.patience import wait_until
from tests.live.photos import make_photo

DAYS = 10
PHOTOS = 5  # at each door
VISITS = int(os.environ.get("TEN_DAYS_VISITS") or 6)

pytestmark = pytest.mark.browser


@pytest.fixture
def patient_town(tmp_path: Path) -> Iterator[Town]:
    """A council that lets its officers read for longer than that without a contact; recording never lapses anywhere."""
    town = build_town(tmp_path / "town", DOORSTEP_READING_LAPSES_AFTER_HOURS=str(24 * (DAYS + 2)))
    yield town
    town.stack.kill()
    town.close()


def test_ten_days_without_a_line_arrive_whole_and_once(
    patient_town: Town, playwright: Playwright, tmp_path: Path
) -> None:
    patient_town.publish(_make_form_with_five_photos())
    officer = patient_town.hire(VISITS)
    phone = Handset(playwright, tmp_path / "phone", patient_town.stack.url)
    began = dt.datetime.now(dt.UTC)
    try:
        phone.start().sign_in(officer.email, visits=VISITS)
        done = 0
        for day in range(1, DAYS + 1):
            if day % 3 == 1:
                phone.kill()
                phone.start(offline=True)
            phone.context.clock.set_fixed_time(began + dt.timedelta(days=day))
            phone.app.open()
            while done < VISITS * day // DAYS:
                _check(phone.app, officer.names[done], done)
                done += 1
            _sees_unsent(phone.app, done)
        assert patient_town.list_operations(officer) == []
        phone.context.set_offline(False)
        phone.app.show_not_sent()
        phone.app.page.get_by_role("button", name="Send now").click()
        phone.app.wait_until_all_received(300)
        phone.app.see("Nothing is waiting on this phone.")
        wait_until(lambda: _says_nothing_is_left(patient_town, officer), "the phone to tell that it holds nothing more")
    finally:
        phone.close()
    _arrived_once(patient_town, officer)


def _check(app: SteadyOfficer, resident: str, number: int) -> None:
    app.answer_up_to_photos(resident, note=f"Door {number}")
    for place in range(1, PHOTOS + 1):
        question = "Do they agree to a photo?" if place == 1 else f"Do they agree to photo {place}?"
        app.page.get_by_role("group", name=question).get_by_label("Yes, they agree").check()
        group = app.page.get_by_role("group", name=re.compile(rf"^Photo {place}\b"))
        content = make_photo(number * PHOTOS + place, width=320, height=240)
        photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=content)
        group.locator("input[type=file]").first.set_input_files(files=[photo])
        expect(group.locator("img")).to_be_visible()
    app.go_to_summary()
    app.press_save()
    app.see_saved()


def _sees_unsent(app: SteadyOfficer, checks: int) -> None:
    """All of it, and nothing else: the phone never claims that the council has any."""
    if checks:
        app.see(re.compile(rf"{checks} things? and {checks * PHOTOS} photos are only on this phone"))


def _arrived_once(town: Town, officer: Hired) -> None:
    operations = town.list_operations(officer)
    assert {operation.verdict for operation in operations} == {"applied"}
    assert sorted(one.device_seq or 0 for one in operations) == list(range(1, len(operations) + 1))
    stored = list_stored_photos(town.stack)
    assert len(stored) == len({photo.sha256_of_upload for photo in stored}) == VISITS * PHOTOS
    for photo in stored:
        assert photo.status == "received"
        assert hashlib.sha256(photo.content).hexdigest() == photo.sha256_in_operation == photo.sha256_of_upload
    for number, visit_id in enumerate(officer.visit_ids):
        [submission] = town.list_submissions(visit_id)
        assert f"<visit_note>Door {number}</visit_note>" in submission.xml
        assert len(town.list_photos(visit_id)) == PHOTOS


def _says_nothing_is_left(town: Town, officer: Hired) -> bool:
    """It says so once its screen does: at the end of the round."""
    device = town.device_of(officer)
    return (device.unsent_count, device.photos_unsent, device.lost_count) == (0, 0, 0)


def _make_form_with_five_photos() -> bytes:
    """The shipped check, with photos 4 and 5 after the third."""
    book = openpyxl.load_workbook(io.BytesIO(read_shipped_form("welfare_check")))
    survey = book["survey"]
    rows = list(survey.iter_rows(values_only=True))
    last = next(place for place, row in enumerate(rows, start=1) if row[1] == "photo_3")
    survey.insert_rows(last + 1, amount=2 * (PHOTOS - 3))
    for number in range(4, PHOTOS + 1):
        for offset, row in enumerate(rows[last - 2 : last]):
            for column, value in enumerate(row, start=1):
                words = _renumber(value, number) if isinstance(value, str) else value
                survey.cell(last + 1 + 2 * (number - 4) + offset, column, words)
    settings = book["settings"]
    headings = [cell.value for cell in settings[1]]
    settings.cell(2, headings.index("version") + 1, "five photos")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _renumber(words: str, number: int) -> str:
    """Of the third photo's words those of another; what said 2 stands on the one before."""
    return words.replace("3", str(number)).replace("2}", f"{number - 1}}}")
