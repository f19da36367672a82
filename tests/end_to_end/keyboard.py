"""A page driven by Tab, arrow keys, Space and Enter: no pointer, and no script that puts the focus anywhere."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 120
FOCUSED = """() => {
  const one = document.activeElement;
  const own = one.tagName === 'SELECT' ? '' : one.innerText;
  const words = [own, one.getAttribute('aria-label'), ...[...(one.labels ?? [])].map((label) => label.innerText)];
  return words.filter(Boolean).join(' ').trim();
}"""


def type_into(page: Page, label: str, words: str) -> None:
    """Type into the field with this label."""
    _reach(page, (label,), exact=False)
    page.keyboard.type(words)


def press(page: Page, words: str | tuple[str, ...], key: str, *, exact: bool = False) -> None:
    """Press the key on what bears these words, or any of them."""
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
            assert _comes_to_show_focus(page), f"the focus is not to be seen on {text!r}"
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


def _comes_to_show_focus(page: Page) -> bool:
    """An answer that was just given may still move the page: the browser gets two seconds to bring the focus into sight."""
    for _ in range(20):
        if _shows_focus(page):
            return True
        page.wait_for_timeout(100)
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
