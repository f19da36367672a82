"""`make screenshots`: photographs every screen, at the width of a phone and of a desk, into screenshots/. Nothing is judged."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.end_to_end.walk.every_screen import Screen, walk_every_screen
from tests.end_to_end.walk.window import grow
from tests.live.browser import DESK, PHONE

FOLDER = Path(__file__).parents[2] / "screenshots"


def main() -> int:
    """Take them all; 0 when the walk came to its end."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    began, count = time.monotonic(), 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for screen in walk_every_screen(playwright, Path(folder), device_scale=2):
            photograph(screen)
            count += 1
            print(f"{time.monotonic() - began:6.1f} s  {count:3d}  {screen.file_name}", flush=True)
    print(f"{count} screens, each at {PHONE['width']} and {DESK['width']} px, in {FOLDER.name}/")
    return 0


def photograph(screen: Screen) -> None:
    """Both sizes. The window grows to the page, so that what is fixed to its foot stands at the foot of the picture."""
    before = screen.page.viewport_size
    for size in (PHONE, DESK):
        grow(screen.page, size)
        screen.page.screenshot(path=FOLDER / f"{screen.file_name}_{size['width']}.png")
    if before:
        screen.page.set_viewport_size(before)


if __name__ == "__main__":
    sys.exit(main())
