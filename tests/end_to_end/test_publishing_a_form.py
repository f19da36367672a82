"""A form is published and retired at the office while an officer is in the middle of it; and tried before that, on nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, expect

from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Hired, Town
from tests.factories.sent_files import small_photo
from tests.factories.spreadsheets import shipped_edition, small_form
from tests.live.browser import DESK, open_browser
from tests.live.staff import ADMINISTRATOR

SETTLED = {"applied", "merged", "agreed"}
OLD_QUESTION, NEW_QUESTION = "What should the back office know?", "What must the office hear?"
PICTURE = "note.png"
# Of retired versions that stay for a draft, and of files that labels show.
COUNT_KEPT = """(database) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(database);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction(['rows', 'form_media']);
    const rows = reading.objectStore('rows').getAllKeys();
    const media = reading.objectStore('form_media').count();
    reading.oncomplete = () => {
      opening.result.close();
      resolve([rows.result.filter(([type]) => type === 'pinned_form').length, media.result]);
    };
  };
})"""

pytestmark = pytest.mark.browser


@pytest.fixture
def hired(lone_town: Town) -> Hired:
    """An officer with three visits in a town whose forms may be changed."""
    return lone_town.hire(3)


@pytest.fixture
def handset(playwright: Playwright, lone_town: Town, hired: Hired, tmp_path: Path) -> Iterator[Handset]:
    """Her phone, signed in, without a network."""
    handset = Handset(playwright, tmp_path / "phone", lone_town.stack.url)
    handset.start().sign_in(hired.email, visits=len(hired.names))
    handset.context.set_offline(True)
    yield handset
    handset.close()


@pytest.fixture
def desk(playwright: Playwright, lone_town: Town, tmp_path: Path) -> Iterator[OfficePages]:
    """An administrator's browser, signed in."""
    with open_browser(playwright, tmp_path / "desk", size=DESK) as context:
        pages = OfficePages(context.pages[0], lone_town.stack.url)
        pages.sign_in(ADMINISTRATOR)
        yield pages


def test_a_check_begun_on_one_version_is_finished_on_it_though_another_is_published_and_the_form_retired(
    lone_town: Town, hired: Hired, handset: Handset, desk: OfficePages
) -> None:
    app = handset.app
    app.answer_up_to_photos(hired.names[0], note="Begun on the first version")
    app.see_draft_saved()
    labels, pictures = {"visit_note": NEW_QUESTION}, {"visit_note": PICTURE}
    _publish(desk, shipped_edition("welfare_check", "council 2", labels, pictures))
    _come_by_a_signal(handset, app, hired, pinned=1)
    handset.kill()
    app = handset.open(offline=True)
    _open_note(app, hired.names[1], NEW_QUESTION)
    _see_picture(app.page)

    desk.page.get_by_role("link", name="Retire Welfare check").click()
    desk.page.get_by_role("button", name="Retire this form").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("The form is retired.")
    _come_by_a_signal(handset, app, hired, pinned=2)
    handset.kill()
    app = handset.open(offline=True)
    app.go_on(hired.names[0])
    assert OLD_QUESTION in "".join(app.go_to_summary())
    app.press_save()
    app.see_saved()
    handset.context.set_offline(False)
    app.wait_until_all_received()
    [submission] = lone_town.list_submissions(hired.visit_ids[0])
    assert "<visit_note>Begun on the first version</visit_note>" in submission.xml
    assert (lone_town.version_of(submission), submission.problems) == ("2026112301", [])
    assert {operation.verdict for operation in lone_town.list_operations(hired)} <= SETTLED

    desk.page.get_by_role("link", name="Bring back of version council 2").click()
    desk.page.get_by_role("button", name="Bring this version back").click()
    expect(desk.page.get_by_text("New checks begin with version council 2.")).to_be_visible()
    _come_by_a_signal(handset, app, hired, pinned=1)
    _open_note(app, hired.names[2], NEW_QUESTION)


def test_a_preview_runs_the_form_with_an_invented_resident_and_keeps_and_sends_nothing(desk: OfficePages) -> None:
    spreadsheet = small_form(
        ("csv-external", "resident", None, None),
        ("calculate", "who", None, "pulldata('resident', 'first_name', 'id', instance('resident')/root/item/id)"),
        ("note", "greeting", "You are with ${who}", None),
        ("select_one yn", "well", "Are they well?", None),
        heads=("type", "name", "label", "calculation"),
    )
    page, asked, errors = desk.page, [], []
    _upload(desk, spreadsheet)
    page.on("request", lambda request: asked.append((request.method, request.resource_type)))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.get_by_role("link", name="At the width of this page").click()
    preview = page.frame_locator("iframe.doorstep-preview")
    expect(preview.get_by_role("heading", name="You are with Test")).to_be_visible()
    preview.get_by_label("Yes", exact=True).check()
    preview.get_by_role("button", name="Check your answers").click()
    preview.get_by_role("button", name="Save on this phone").click()
    expect(preview.get_by_role("heading", level=1, name="The form is finished")).to_be_visible()
    expect(preview.get_by_role("definition").filter(has_text="yes")).to_be_visible()
    preview.get_by_role("button", name="Begin again").click()
    expect(preview.get_by_role("heading", name="You are with Test")).to_be_visible()
    assert errors == []
    assert {kind for _, kind in asked} <= {"document", "stylesheet", "script", "image"}
    assert {method for method, _ in asked} == {"GET"}
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("[localStorage.length, navigator.serviceWorker.controller]") == [0, None]


def _publish(desk: OfficePages, spreadsheet: bytes) -> None:
    """As a new version of the welfare check; ends on the form's page."""
    desk.page.goto(f"{desk.url}/office/forms")
    desk.page.get_by_role("link", name="Welfare check").click()
    _send(desk.page, spreadsheet, small_photo(size=(320, 200), kind="PNG"))
    expect(desk.page.get_by_text("Every file that the form names is here.")).to_be_visible()
    expect(desk.page.get_by_text(f"is now “{NEW_QUESTION}”")).to_be_visible()
    desk.page.get_by_role("button", name="Publish this version").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("The version is published.")


def _upload(desk: OfficePages, spreadsheet: bytes) -> None:
    desk.page.goto(f"{desk.url}/office/forms")
    _send(desk.page, spreadsheet)


def _send(page: Page, spreadsheet: bytes, picture: bytes | None = None) -> None:
    payload = FilePayload(name="form.xlsx", mimeType="application/octet-stream", buffer=spreadsheet)
    page.get_by_label("Choose an XLSForm").set_input_files(files=[payload])
    if picture is not None:
        shown = FilePayload(name=PICTURE, mimeType="image/png", buffer=picture)
        page.get_by_label("Choose the pictures, sounds and films of its labels").set_input_files(files=[shown])
    page.get_by_role("button", name="Send and preview").click()
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()


def _come_by_a_signal(handset: Handset, app: SteadyOfficer, hired: Hired, *, pinned: int) -> None:
    """Until the phone has heard what is published now, and has the picture that the new version shows."""
    handset.context.set_offline(False)
    app.reload()
    for _ in range(600):
        if app.page.evaluate(COUNT_KEPT, f"doorstep-user-{hired.user_id}") == [pinned, 1]:
            handset.context.set_offline(True)
            return
        app.page.wait_for_timeout(100)
    raise AssertionError(f"the phone never kept {pinned} retired versions and a picture")


def _see_picture(page: Page) -> None:
    """Drawn from what lies on the phone, which has no network."""
    picture = page.locator("img.app-medium")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('img.app-medium').naturalWidth === 320")
    assert str(picture.get_attribute("src")).startswith("blob:")


def _open_note(app: SteadyOfficer, resident: str, question: str) -> None:
    """Begin a check as far as the page of the note, and leave it there."""
    app.show_list()
    app.open_visit(resident)
    app.page.get_by_role("button", name="Start check").click()
    app.page.get_by_label("Someone else confirmed they are safe").check()
    app.page.get_by_role("button", name="Continue").click()
    expect(app.page.get_by_label(question)).to_be_visible()
