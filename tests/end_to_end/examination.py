"""Examines a screen as it stands: axe-core at the width of a phone and of a desk, and whether anything is wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.end_to_end.walk.window import grow
from tests.live.browser import DESK, PHONE

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# For pages that are examined one after the other: handed over once, and not with each. Frames are looked at from outside, as before.
AXE_IN_EVERY_PAGE = f"if (window === window.top) {{ {AXE} }}"
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 by 1024 at 400 %
# Each fault in a few words: what axe says of all that is well is much, and would be carried from the browser to here to be dropped.
RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) =>
    `${id}: ${html.slice(0, 160)} (${(failureSummary ?? '').replaceAll('\\n', ' ').slice(0, 200)})`));
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > room + 1);
  return wide.slice(-3).map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
}"""


def examine(page: Page) -> Iterator[str]:
    """One sentence for each fault, at each size; none when all is well. Leaves the window as it was."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        grow(page, size)
        yield from (f"at {size['width']} px {fault}" for fault in run_axe(page))
        if size is PHONE:
            yield from _find_too_wide(page, size)
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    yield from _find_too_wide(page, ZOOMED)
    if before:
        page.set_viewport_size(before)


def _find_too_wide(page: Page, size: dict[str, int]) -> Iterator[str]:
    yield from (f"at {size['width']} px wider than the window: {what}" for what in page.evaluate(TOO_WIDE))


def run_axe(page: Page) -> list[str]:
    """What axe-core finds: the rule, and the first places that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found
