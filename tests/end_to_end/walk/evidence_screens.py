"""Evidence by link: how the office asks for it, what a resident sees without a script, and how the office decides."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show, sign_out
from tests.end_to_end.walk.resident_screens import Sent
from tests.end_to_end.walk.staged_rows import Staged
from tests.factories.sent_files import small_photo
from tests.live.staff import OFFICE, SUPERVISOR

DOCUMENTS = ("Proof of address", "Photo of what needs repair")


def walk_desk(page: Page, url: str, staged: Staged, sent: Sent) -> Iterator[str]:
    """Begins and ends signed out."""
    OfficePages(page, url).sign_in(OFFICE)
    page.goto(f"{url}/office/evidence")
    show(page, "Evidence")
    yield "evidence_none"
    _find(page, url, staged)
    page.get_by_role("link", name="Add a file that came another way").first.click()
    show(page, "Add a file to the case")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "case_file_missing"
    _find(page, url, staged)
    page.get_by_role("link", name="Ask for photos or documents").first.click()
    show(page, "Ask for photos or documents")
    yield "ask_for_evidence"
    page.get_by_role("button", name="Make the request").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "ask_for_evidence_without_a_document"
    for document in DOCUMENTS:
        page.get_by_label(document, exact=True).check()
    page.get_by_label("Why we ask").fill("We help with the repair once we have seen these.")
    page.get_by_role("button", name="Make the request").click()
    show(page, "The request is ready")
    sent.link = page.locator("code.doorstep-code").inner_text()
    yield "evidence_asked"
    sign_out(page)


def walk_phone(page: Page, link: str, born: tuple[str, str, str]) -> Iterator[str]:
    """From the link to the reference number, in a browser that runs the page's script: refused, without a line, received."""
    page.goto(link)
    for label, part in zip(("Day", "Month", "Year"), born, strict=True):
        page.get_by_label(label, exact=True).fill(part)
    page.get_by_role("button", name="Continue").click()
    show(page, "Photos or documents for")
    yield "evidence"
    page.get_by_role("link", name=f"Add photos: {DOCUMENTS[0]}").click()
    show(page, DOCUMENTS[0])
    yield "evidence_document"
    _add(page, b"no picture")
    expect(page.locator(".govuk-error-message")).to_contain_text("photo.jpg: Not taken.")
    yield "evidence_not_taken"
    page.context.set_offline(True)
    _add(page, small_photo(1, size=(900, 1200)))
    expect(page.get_by_role("status")).to_contain_text("No signal. Kept on this device.")
    yield "evidence_without_a_signal"
    page.get_by_role("button", name="Remove from this device").click()
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    yield "evidence_asks_before_it_removes"
    page.get_by_role("button", name="Keep them").click()
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("Now go on to check and send.")
    yield "evidence_added"
    page.get_by_role("link", name="Go on to check and send").click()
    show(page, "Check what you send")
    expect(page.get_by_label("Your name")).to_be_hidden()
    page.get_by_label("I am helping them").check()
    expect(page.get_by_label("Your name")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "evidence_helper_missing"
    page.get_by_label("I am the person it was sent to").check()
    page.get_by_role("button", name="Send", exact=True).click()
    show(page, "Sent")
    yield "evidence_sent"
    page.get_by_role("button", name="Remove from this device").click()
    show(page, "Nothing is left on this device")
    yield "evidence_removed"


def walk_review(page: Page, url: str) -> Iterator[str]:
    """Begins and ends signed out."""
    OfficePages(page, url).sign_in(OFFICE)
    page.goto(f"{url}/office/evidence")
    yield "evidence_to_review"
    page.locator("#main-content tbody a").first.click()
    show(page, "Photos or documents asked for")
    yield "evidence_request"
    page.get_by_role("link", name=DOCUMENTS[0]).click()
    show(page, DOCUMENTS[0])
    picture = page.locator(".doorstep-evidence img").first
    for _ in range(60):  # the worker draws it
        if picture.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(picture).to_be_visible()
    yield "evidence_side_by_side"
    yield from _walk_file(page)
    page.get_by_role("link", name="Decide on this document").click()
    show(page, DOCUMENTS[0])
    page.get_by_role("button", name="Refuse and ask again").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "evidence_refused_without_a_reason"
    page.get_by_role("button", name="Approve", exact=True).click()
    show(page, "Photos or documents asked for")
    page.get_by_label("By text to").check()
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_text("The message with the link is kept under Messages")).to_be_visible()
    yield "evidence_told_by_text"
    page.get_by_role("link", name=DOCUMENTS[0]).click()
    show(page, DOCUMENTS[0])
    yield "evidence_approved"
    sign_out(page)


def _walk_file(page: Page) -> Iterator[str]:
    """One file, large: looked at closely, an area drawn with the keyboard and blacked out."""
    page.get_by_role("link", name="Look closer, turn or black out: file 1").last.click()
    show(page, DOCUMENTS[0])
    page.get_by_role("link", name="+ Larger").click()
    expect(page.locator(".doorstep-picture-200 img")).to_be_visible()
    yield "evidence_file_larger"
    page.get_by_role("link", name="− Smaller").click()
    page.get_by_role("button", name="Turn right").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Turned.")
    page.get_by_role("button", name="Draw the area on the picture").click()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"):
        for _ in range(20):
            page.keyboard.press(key)
    expect(page.get_by_label("From the left")).to_have_value("20")
    expect(page.get_by_label("Height", exact=True)).to_have_value("40")
    yield "evidence_area_drawn"
    page.get_by_role("button", name="Black out", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "evidence_blacked_out_without_a_reason"
    page.get_by_label("Why it is blacked out").fill("A neighbour’s telephone number.")
    page.get_by_role("button", name="Black out", exact=True).click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The area is blacked out.")
    expect(page.locator(".doorstep-picture img")).to_be_visible()  # by itself, once the worker has drawn it
    yield "evidence_blacked_out"


def walk_document_types(page: Page, url: str) -> Iterator[str]:
    """Begins and ends signed out."""
    OfficePages(page, url).sign_in(SUPERVISOR)
    page.goto(f"{url}/office/evidence")
    page.get_by_role("link", name="Document types").click()
    show(page, "Document types")
    yield "document_types"
    page.get_by_role("link", name="Add a document type").first.click()
    show(page, "Add a document type")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "document_type_without_a_name"
    page.get_by_role("link", name="All document types").click()
    page.get_by_role("link", name="Another document", exact=True).first.click()
    page.get_by_label("Name in Welsh").fill("Dogfen o fath arall")
    page.get_by_role("button", name="Save the words").click()
    expect(page.get_by_text("The words are saved.")).to_be_visible()
    yield "document_type_changed"
    sign_out(page)


def _find(page: Page, url: str, staged: Staged) -> None:
    page.goto(f"{url}/office/residents")
    page.get_by_label("Find a resident").fill(staged.marked.split()[-1])
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=staged.marked).first.click()
    show(page, staged.marked)


def _add(page: Page, content: bytes) -> None:
    page.get_by_label("Take photos or choose files").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    )
