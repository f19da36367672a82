"""Every step of the main job with Tab, arrow keys, Space and Enter: no pointer, and no script that puts the focus for us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.live.browser import DESK, PHONE, open_browser
from tests.live.stack import Stack
from tests.live.staff import OFFICE, OFFICER, PASSWORD, PIN

pytestmark = pytest.mark.browser
MOST_TABS = 120
FOCUSED = """() => {
  const one = document.activeElement;
  const words = [one.innerText, one.getAttribute('aria-label'), ...[...(one.labels ?? [])].map((label) => label.innerText)];
  return words.filter(Boolean).join(' ').trim();
}"""


@pytest.fixture
def demo_stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path / "installation")
    stack.flask("prepare", "--with-demo-data")
    stack.start()
    yield stack
    stack.stop()


def test_a_check_is_made_and_approved_with_the_keyboard_alone(
    playwright: Playwright, demo_stack: Stack, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "phone", size=PHONE) as phone:
        name = _make_a_check(phone.pages[0], demo_stack.url)
    with open_browser(playwright, tmp_path / "desk", size=DESK) as desk:
        _approve(desk.pages[0], demo_stack.url, name)


def _make_a_check(page: Page, url: str) -> str:
    page.goto(f"{url}/app/")
    _type(page, "Email address", OFFICER)
    _type(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Choose a PIN")).to_be_visible()
    _type(page, "New PIN", PIN)
    _type(page, "New PIN again", PIN)
    page.keyboard.press("Enter")
    link = page.locator(".app-visit__link").first
    expect(link).to_be_visible(timeout=20_000)
    name = link.inner_text().split("\n")[0].strip()
    _press(page, name, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    _press(page, "Start check", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Outcome")
    _press(page, "Seen, no needs", "Space")
    _press(page, "Continue", "Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Outcome")
    _answer_to_the_end(page)
    _press(page, "Save on this phone", "Enter")
    expect(page.locator(".govuk-panel")).to_be_visible()
    expect(page.get_by_text("The council has received it")).to_be_visible(timeout=30_000)
    return name


def _answer_to_the_end(page: Page) -> None:
    """Questions that must be answered get their first choice; each page's heading has the focus when it opens."""
    for _ in range(12):
        heading = page.get_by_role("heading", level=1)
        title = heading.inner_text().strip()
        if title == "Check your answers":
            return
        expect(heading).to_be_focused()
        if page.get_by_role("group", name="duty manager").count():
            _press(page, "No", "Space", exact=True)
        _press(page, ("Continue", "Check your answers"), "Enter")
        expect(heading).not_to_have_text(title)
    raise AssertionError("the check never came to its end")


def _approve(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/office/visits?review=received")
    _type(page, "Email address", OFFICE)
    _type(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Visits")).to_be_visible()
    _press(page, name, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    _press(page, "Approve", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Approved")


def _type(page: Page, label: str, words: str) -> None:
    _reach(page, (label,), exact=False)
    page.keyboard.type(words)


def _press(page: Page, words: str | tuple[str, ...], key: str, *, exact: bool = False) -> None:
    _reach(page, (words,) if isinstance(words, str) else words, exact=exact)
    page.keyboard.press(key)


def _reach(page: Page, words: tuple[str, ...], *, exact: bool) -> None:
    """Tab until the focus is on something of these words, which must then be in sight and show that it has the focus.

    One Tab enters a group of radios, so the arrow keys look through it.
    """
    passed: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        text = page.evaluate(FOCUSED)
        passed.append(text[:30])
        if any(text == one if exact else text.startswith(one) for one in words):
            assert _shows_focus(page), f"the focus is not to be seen on {text!r}"
            return
        if exact and _next_in_group(page, words):
            return
    raise AssertionError(f"Tab never reached {words}: {passed}")


def _next_in_group(page: Page, words: tuple[str, ...]) -> bool:
    """Arrow keys through the radios that have the focus."""
    is_radio = "document.activeElement.type === 'radio'"
    for _ in range(3 if page.evaluate(is_radio) else 0):
        page.keyboard.press("ArrowDown")
        if page.evaluate(FOCUSED) in words:
            return True
    return False


def _shows_focus(page: Page) -> bool:
    """In the window, not under the navigation, and drawn otherwise than before."""
    return bool(
        page.evaluate("""() => {
          const one = document.activeElement;
          const box = (one.labels?.[0] ?? one).getBoundingClientRect();
          const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
          const inSight = top && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((it) => it.contains(top)));
          return Boolean(inSight) && one.matches(':focus-visible');
        }""")
    )
