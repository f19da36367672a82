"""The officer's app from sign-in to work saved offline, screen by screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.officer_app import fill_sign_in
from tests.end_to_end.walk import lock_screens
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.browser import wait_for_worker
from tests.live.photos import make_photo
from tests.live.staff import OFFICER

WORDS = {
    "How many people live here": "2",
    "For how many people": "2",
    "Ages of the babies": "5 months",
    "Note for the delivery": "Ring twice, she is slow to the door.",
    "Which pharmacy": "Castle Road Pharmacy",
    "What is broken": "The boiler: no hot water since Friday.",
    "Why?": "Her carer comes less often than agreed.",
    "What do they need": "Somebody to take her to the dentist.",
}
OTHER_WORDS = "She asked for a call before the next visit."
OFFICERS_NUMBER = "07700 900777"
CONCERN = "No reply, with concern: ring the duty manager now"


def walk(page: Page, url: str, staged: Staged) -> Iterator[str]:
    """Ends offline, with work saved that the council has not got."""
    yield from _signing_in(page, url)
    yield from _before_the_door(page, staged)
    yield from _a_check(page, staged)
    page.context.set_offline(True)
    yield from _offline(page, staged)
    yield from _an_alert(page, staged)


def _signing_in(page: Page, url: str) -> Iterator[str]:
    page.goto(f"{url}/app/")
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    yield "sign_in"
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Enter your email address").first).to_be_visible()
    yield "sign_in_empty"
    page.get_by_label("Email address").fill(OFFICER)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("is not right").first).to_be_visible()
    yield "sign_in_wrong_password"
    page.get_by_role("link", name="home screen").click()
    show(page, "Put Doorstep on your home screen")
    yield "install"
    page.goto(f"{url}/app/#/")
    fill_sign_in(page, OFFICER)
    yield from lock_screens.choose(page)
    expect(page.locator(".app-visit").first).to_be_visible()
    wait_for_worker(page)
    expect(page.locator(".app-shift")).to_be_visible()  # comes after the list, this first time, and above it


def _before_the_door(page: Page, staged: Staged) -> Iterator[str]:
    show(page, "Your visits")
    yield "visits"
    yield from lock_screens.walk(page)
    show(page, "Your visits")
    open_visit(page, staged.marked)
    yield "visit_with_marker"
    go_to(page, "Visits")
    open_visit(page, staged.overdue)
    yield "visit_overdue"


def _a_check(page: Page, staged: Staged) -> Iterator[str]:
    """The longest way through the welfare check, with a missing answer, a photo, and the answers before saving."""
    go_to(page, "Visits")
    open_visit(page, staged.marked)
    page.get_by_role("button", name="Start check").click()
    show(page, "Outcome")
    yield "check_outcome"
    press_continue(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "check_outcome_missing"
    page.locator(".app-contents summary").click()
    yield "check_contents"
    page.locator(".app-contents summary").click()
    page.get_by_label("Seen, with needs").check()
    press_continue(page)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Outcome")
    yield from _pages_of_a_check(page)
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.locator(".govuk-panel")).to_be_visible()
    expect(page.get_by_text("The council has received it")).to_be_visible()
    yield "check_received"


def _pages_of_a_check(page: Page) -> Iterator[str]:
    for _ in range(15):
        title = heading(page)
        if title == "Check your answers":
            yield "check_answers"
            return
        answer_page(page, title)
        yield f"check_{as_name(title)}"
        press_continue(page)
        page.wait_for_function("before => (document.querySelector('h1')?.innerText ?? before) !== before", arg=title)
    raise AssertionError(f"the check never came to its end: {heading(page)}")


def answer_page(page: Page, title: str) -> None:
    """Answer what a page of the welfare check asks: the first choice, which opens the most questions; no safeguarding."""
    if title == "Photos":
        add_photo(page)
        return
    if title == "Anything else":
        page.get_by_label("No", exact=True).check()
        return
    quiet = 0
    while quiet < 3:
        quiet = 0 if _answer_what_is_open(page) else quiet + 1
        page.wait_for_timeout(80)


def _answer_what_is_open(page: Page) -> bool:
    """True when there was something to answer: an answer may open further questions."""
    main, answered = page.locator("main"), False
    for group in main.locator("fieldset:has(input[type=radio]), fieldset:has(input[type=checkbox])").all():
        if group.locator("input:checked").count() == 0:
            group.locator("input[type=radio], input[type=checkbox]").first.check()
            answered = True
    for box in main.locator("textarea:visible, input[type=text]:visible:not(.govuk-date-input__input)").all():
        if not box.input_value():
            question = box.evaluate("box => box.labels[0]?.innerText ?? ''")
            box.fill(next((words for asked, words in WORDS.items() if asked in question), OTHER_WORDS))
            answered = True
    return answered


def add_photo(page: Page) -> None:
    """Agreement and one photo."""
    page.get_by_role("group", name="Do they agree to a photo?").get_by_label("Yes, they agree").check()
    group = page.get_by_role("group", name=re.compile(r"^Photo 1\b"))
    photo: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": make_photo(7)}
    group.locator("input[type=file]").first.set_input_files([photo])
    expect(group.locator("img")).to_be_visible()


def _offline(page: Page, staged: Staged) -> Iterator[str]:
    go_to(page, "Visits")
    open_visit(page, staged.others[0])
    page.get_by_role("button", name="Start check").click()
    show(page, "Outcome")
    page.get_by_label("Someone else confirmed they are safe").check()
    press_continue(page)
    show(page, "Note")
    page.get_by_label("What should the back office know?").fill("Her neighbour saw her this morning.")
    expect(page.get_by_text("Draft saved on this phone").first).to_be_visible()
    yield "check_draft_offline"
    go_to(page, "Visits")
    open_visit(page, staged.others[0])
    yield "visit_with_draft"
    page.get_by_role("button", name="Go on with the check").click()
    show(page, "Note")
    _finish_with_a_number(page)
    go_to(page, "Visits")
    open_visit(page, staged.others[1])
    _begin_and_leave(page, staged.others[1])
    page.get_by_role("button", name="No reply").click()
    show(page, "Outcome")
    yield "no_reply_outcome"
    page.get_by_label("No reply, no concern: letter left").check()
    press_continue(page)
    show(page, "Checks at the door")
    for box in page.locator("main input[type=checkbox]").all()[:3]:
        box.check()
    yield "no_reply_checks"
    press_continue(page)
    page.get_by_label("What should the back office know?").fill("Curtains open, post taken in.")
    yield "no_reply_note"
    while heading(page) != "Check your answers":
        title = heading(page)
        press_continue(page)
        page.wait_for_function("before => (document.querySelector('h1')?.innerText ?? before) !== before", arg=title)
    yield "no_reply_answers"
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.locator(".govuk-panel")).to_be_visible()
    yield "check_saved_offline"
    page.get_by_role("button", name="Add a note").click()
    show(page, "Add a note")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write the note").first).to_be_visible()
    yield "note_missing"


def _finish_with_a_number(page: Page) -> None:
    """On from the note: the quickest answers, and a mobile number that the office has corrected meanwhile."""
    press_continue(page)
    while (title := heading(page)) != "Check your answers":
        if title == "Anything else":
            page.get_by_label("No", exact=True).check()
        elif title == "Who you met":
            page.get_by_label("Neighbour").check()
            page.get_by_label("Their name and how they know the resident").fill("Mrs Example, next door")
        elif title == "Before you go":
            page.get_by_label(re.compile("[Mm]obile")).fill(OFFICERS_NUMBER)
        press_continue(page)
        page.wait_for_function("before => (document.querySelector('h1')?.innerText ?? before) !== before", arg=title)
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.locator(".govuk-panel")).to_be_visible()


def _begin_and_leave(page: Page, name: str) -> None:
    """A check that is begun and never saved: another form will close the visit."""
    page.get_by_role("button", name="Start check").click()
    page.get_by_label("Someone else confirmed they are safe").check()
    expect(page.get_by_text("Draft saved on this phone").first).to_be_visible()
    go_to(page, "Visits")
    open_visit(page, name)


def _an_alert(page: Page, staged: Staged) -> Iterator[str]:
    go_to(page, "Visits")
    open_visit(page, staged.others[2])
    page.get_by_role("button", name="No reply").click()
    page.get_by_label(CONCERN).click()  # not check(): the alert takes the radio away
    show(page, "The council does not know this yet")
    yield "alert"
    page.get_by_role("button", name="Record and go on").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "alert_nobody_told"
    yield from lock_screens.walk_with_alert(page)


def heading(page: Page) -> str:
    """The words of the heading, without the caption."""
    return page.get_by_role("heading", level=1).inner_text().strip()


def as_name(words: str) -> str:
    """Words as a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def show(page: Page, title: str) -> None:
    """Wait for the screen of this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def go_to(page: Page, place: str) -> None:
    """One of the four places at the foot of the app."""
    page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{place}")).click()


def open_visit(page: Page, name: str) -> None:
    """From the list to a visit."""
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def press_continue(page: Page) -> None:
    """On to the next page of a form; after the last one, to the answers."""
    page.get_by_role("button", name=re.compile("^(Continue|Check your answers)$")).click()
