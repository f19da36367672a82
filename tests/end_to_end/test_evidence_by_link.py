"""Evidence by link: without JavaScript asked for, sent, refused, sent again, approved, closed; with it over a line that drops."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, Request, Route, expect

from tests.end_to_end.examination import examine
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Hired, Town
from tests.factories.documents import pdf_document
from tests.factories.sent_files import small_photo
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.photos import make_photo
from tests.live.staff import OFFICE

pytestmark = pytest.mark.browser
WHY = "We check this before we can help you with the heating."
COUNT_KEPT = """async () => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const known = (await indexedDB.databases()).map(({ name }) => name);
  if (!known.includes('doorstep-evidence')) return {};
  const opened = await wait(indexedDB.open('doorstep-evidence'));
  const names = [...opened.objectStoreNames];
  const counts = await Promise.all(names.map((name) => wait(opened.transaction(name).objectStore(name).count())));
  const keys = await wait(opened.transaction('links').objectStore('links').getAll());
  opened.close();
  return { ...Object.fromEntries(names.map((name, at) => [name, counts[at]])), extractable: keys.some(({ key }) => key.extractable) };
}"""
LIST_CACHED = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => url.slice(location.origin.length));
}"""
REASON = "The corner with the date is cut off. Please take it again."


@pytest.fixture
def desk(playwright: Playwright, town: Town, tmp_path: Path) -> Iterator[OfficePages]:
    """A browser of the back office, signed in, that runs no script."""
    with open_browser(playwright, tmp_path / "desk", size=DESK, scripts=False) as context:
        pages = OfficePages(context.pages[0], town.stack.url)
        pages.sign_in(OFFICE)
        yield pages


@pytest.fixture
def mobile(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A resident's phone, 360 px wide, that runs no script."""
    with open_browser(playwright, tmp_path / "mobile", size=PHONE, phone=True, scripts=False) as context:
        yield context.pages[0]


def test_a_resident_sends_two_files_is_asked_again_for_one_and_is_told_when_it_is_accepted(
    town: Town, officer: Hired, desk: OfficePages, mobile: Page
) -> None:
    resident = town.find_resident(officer.visit_ids[0])
    assert resident.date_of_birth is not None
    record = f"{desk.url}/office/residents/{resident.id}"
    link = _ask(desk, record)

    _open(mobile, link, resident.date_of_birth)
    expect(mobile.locator("main")).to_contain_text(WHY)
    _add(mobile, "Proof of address", _photo("front.jpg", 1), _photo("note.jpg", 0, b"this is no picture"))
    expect(mobile.locator(".govuk-error-summary")).to_contain_text("note.jpg was not taken.")
    _add(mobile, "Proof of income", {"name": "pay.pdf", "mimeType": "application/pdf", "buffer": pdf_document()})
    reference = _send(mobile)

    _decide(desk, record, "Proof of address")
    desk.page.get_by_label("Reason, as the resident reads it").fill(REASON)
    desk.page.get_by_role("button", name="Refuse and ask again").click()
    expect(desk.page.locator(".govuk-notification-banner")).to_contain_text("Refused")
    expect(desk.page.locator("main")).to_contain_text(reference)

    _open(mobile, link, resident.date_of_birth)
    expect(mobile.locator("main")).to_contain_text(REASON)
    _add(mobile, "Proof of address", _photo("again.jpg", 2))
    _send(mobile)

    for document in ("Proof of address", "Proof of income"):
        _decide(desk, record, document)
        desk.page.get_by_role("button", name="Approve", exact=True).click()
        expect(desk.page.locator(".govuk-notification-banner")).to_contain_text("Approved.")
    mobile.goto(f"{desk.url}/e/evidence")
    expect(mobile.locator("main")).to_contain_text("We have accepted everything that we asked for.")
    desk.page.get_by_role("button", name="Close the request").click()
    expect(desk.page.locator("#state")).to_contain_text("The link opens no more.")
    mobile.goto(link)
    expect(mobile.get_by_role("heading", level=1)).to_have_text("This link does not open")


class CutLine:
    """Notes what the phone announces, and breaks the line after the first piece of the third file."""

    def __init__(self, page: Page) -> None:
        self.hashes: list[str] = []
        self.pieces = 0
        self.is_cut = False
        page.on("request", self._note)
        page.route("**/files/**", self._pass)

    def _note(self, request: Request) -> None:
        sha256 = _announced_hash(request)
        if sha256:
            self.hashes.append(sha256)

    def _pass(self, route: Route) -> None:
        if len(self.hashes) == 3 and route.request.method == "PATCH":
            self.pieces += 1
        self.is_cut = self.is_cut or self.pieces > 1
        if self.is_cut:
            route.abort("internetdisconnected")
        else:
            route.continue_()


def test_a_line_that_drops_in_the_third_photo_and_a_closed_browser_cost_nothing(
    town: Town, officer: Hired, desk: OfficePages, playwright: Playwright, tmp_path: Path
) -> None:
    resident = town.find_resident(officer.visit_ids[0])
    assert resident.date_of_birth is not None
    link = _ask(desk, f"{desk.url}/office/residents/{resident.id}")

    with open_browser(playwright, tmp_path / "mobile", size=PHONE, phone=True) as context:
        mobile = context.pages[0]
        _open(mobile, link, resident.date_of_birth)
        mobile.get_by_role("link", name="Add photos: Proof of address").click()
        mobile.evaluate("navigator.serviceWorker.ready.then(() => true)")
        line = CutLine(mobile)
        mobile.get_by_label("Take photos or choose files").set_input_files([_large(1), _large(2), _large(3)])
        expect(mobile.get_by_role("status")).to_contain_text("No signal. Kept on this device.")
        context.set_offline(True)
        expect(mobile.get_by_role("listitem").filter(has_text="3.jpg").get_by_role("progressbar")).to_be_visible()
        mobile.get_by_label("Take photos or choose files").set_input_files([_large(4)])  # choosing goes on
        fourth = mobile.get_by_role("listitem").filter(has_text="4.jpg")
        expect(fourth.locator("img")).to_be_visible()
        expect(fourth).to_contain_text("Waiting")
        kept = mobile.evaluate(COUNT_KEPT)
        assert (kept["links"], kept["files"], kept["extractable"]) == (1, 2, False)
        assert list(examine(mobile)) == []

    with open_browser(playwright, tmp_path / "mobile", size=PHONE, phone=True) as context:
        mobile = context.pages[0]
        _open_without_a_line(mobile, link)
        again: list[Request] = []
        mobile.on("request", lambda request: again.extend([request]))
        context.set_offline(False)
        expect(mobile.get_by_role("status")).to_contain_text("We have everything that waited on this device.")
        _open(mobile, link, resident.date_of_birth)
        mobile.get_by_role("link", name="Check and send").click()
        mobile.get_by_label("I am the person it was sent to").check()
        mobile.get_by_role("button", name="Send", exact=True).click()
        expect(mobile.get_by_role("heading", level=1)).to_have_text("Sent")
        assert mobile.evaluate(COUNT_KEPT) == {"links": 0, "files": 0, "pieces": 0, "extractable": False}
        mobile.get_by_role("button", name="Remove from this device").click()
        expect(mobile.get_by_role("heading", level=1)).to_have_text("Nothing is left on this device")
        assert not any(mobile.evaluate(COUNT_KEPT).values())
        mobile.wait_for_function("caches.keys().then((names) => names.length === 0)")

    found = town.list_evidence(resident.id)
    assert [attachment.status for attachment in found] == ["received"] * 4
    hashes = line.hashes + [sha256 for request in again if (sha256 := _announced_hash(request))]
    assert sorted(attachment.sha256 for attachment in found) == sorted(hashes)
    assert [town.hash_original(attachment) for attachment in found] == [attachment.sha256 for attachment in found]
    assert (
        len({request.url for request in again if request.method == "HEAD" and "/files/" in request.url}) == 1
    )  # the third was gone on with


def _open_without_a_line(mobile: Page, link: str) -> None:
    """What the phone keeps for that: how many wait, and nothing of what they are, of the request or of the link."""
    mobile.context.set_offline(True)
    mobile.goto(link)
    expect(mobile.get_by_role("heading", level=1)).to_have_text("There is no signal")
    expect(mobile.get_by_role("status")).to_contain_text("Not sent yet, and kept locked on this device: 2.")
    assert [word for word in (WHY, "Proof", ".jpg", "<img") if word in mobile.content()] == []
    assert list(examine(mobile)) == []
    cached = [address.partition("?")[0] for address in mobile.evaluate(LIST_CACHED)]
    assert [address for address in cached if not address.startswith("/assets/")] == ["/e/waiting"]


def _ask(desk: OfficePages, record: str) -> str:
    page = desk.page
    page.goto(record)
    page.get_by_role("link", name="Ask for photos or documents").click()
    page.get_by_label("Proof of address", exact=True).check()
    page.get_by_label("Proof of income", exact=True).check()
    page.get_by_label("Why we ask").fill(WHY)
    page.get_by_role("button", name="Make the request").click()
    return page.locator("code.doorstep-code").inner_text()


def _open(mobile: Page, link: str, born: dt.date) -> None:
    mobile.goto(link)
    for label, part in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        mobile.get_by_label(label, exact=True).fill(str(part))
    mobile.get_by_role("button", name="Continue").click()
    expect(mobile.get_by_role("heading", level=1)).to_contain_text("Photos or documents for")


def _add(mobile: Page, document: str, *files: FilePayload) -> None:
    if mobile.get_by_role("link", name="Back to what we ask for").count():
        mobile.get_by_role("link", name="Back to what we ask for").click()
    mobile.get_by_role("link", name=f"Add photos: {document}").click()
    mobile.get_by_label("Take photos or choose files").set_input_files(list(files))
    mobile.get_by_role("button", name="Add", exact=True).click()
    expect(mobile.locator("main")).to_contain_text("Added so far")


def _send(mobile: Page) -> str:
    """The reference number."""
    mobile.get_by_role("link", name="Go on to check and send").click()
    mobile.get_by_label("I am the person it was sent to").check()
    mobile.get_by_role("button", name="Send", exact=True).click()
    expect(mobile.get_by_role("heading", level=1)).to_have_text("Sent")
    return mobile.locator(".govuk-panel__body").inner_text().rpartition(" ")[2]


def _decide(desk: OfficePages, record: str, document: str) -> None:
    """To the document's page, from the resident's."""
    desk.page.goto(record)
    desk.page.get_by_role("link", name="Asked today").click()
    desk.page.get_by_role("link", name=document).click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(document)


def _photo(name: str, seed: int, content: bytes = b"") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or small_photo(seed)}


def _large(number: int) -> FilePayload:
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": make_photo(number, width=2400, height=1800)}


def _announced_hash(request: Request) -> str | None:
    """What the phone hashed, of a request that announces a file."""
    pairs = dict(pair.split(" ") for pair in request.headers.get("upload-metadata", "").split(",") if " " in pair)
    is_announced = request.method == "POST" and "sha256" in pairs
    return base64.b64decode(pairs["sha256"]).decode() if is_announced else None
