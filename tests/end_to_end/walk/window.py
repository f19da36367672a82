"""Makes a window of a given width as high as what it shows, so that what is fixed to its foot covers nothing."""

from __future__ import annotations

from playwright.sync_api import Page

TALLEST = 6000
_WHOLE = """() => {
  scrollTo(0, 0);
  return Math.max(document.documentElement.scrollHeight, document.body.scrollHeight);
}"""
_HAS_ITS_PICTURES = "() => [...document.images].every((one) => one.complete)"


def grow(page: Page, size: dict[str, int]) -> None:
    """At least `size`, and higher where the page is."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    whole = page.evaluate(_WHOLE)
    if whole > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(whole, TALLEST)})
    if not page.evaluate(_HAS_ITS_PICTURES):
        page.wait_for_function(_HAS_ITS_PICTURES)
