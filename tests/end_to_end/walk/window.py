"""Makes a window of a given width as high as what it shows, so that what is fixed to its foot covers nothing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

TALLEST = 6000


def grow(page: Page, size: dict[str, int]) -> None:
    """At least `size`, and higher where the page is."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.evaluate("window.scrollTo(0, 0)")
    whole = page.evaluate("Math.max(document.documentElement.scrollHeight, document.body.scrollHeight)")
    page.set_viewport_size({"width": size["width"], "height": min(max(size["height"], whole), TALLEST)})
    for image in page.locator("img").all():
        expect(image).to_have_js_property("complete", True)
