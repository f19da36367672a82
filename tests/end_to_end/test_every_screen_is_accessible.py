"""WCAG 2.2 AA in a real browser: nothing that axe-core finds, nothing that needs scrolling sideways, on any screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.end_to_end.examination import AXE_IN_EVERY_PAGE, examine
from tests.end_to_end.walk.every_screen import PARTS, walk_part

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_on_any_screen_and_no_screen_is_wider_than_a_phone(
    playwright: Playwright, tmp_path: Path, part: str
) -> None:
    seen: list[str] = []
    faults: list[str] = []
    for screen in walk_part(part, playwright, tmp_path, script=AXE_IN_EVERY_PAGE):
        seen.append(screen.file_name)
        faults += [f"{screen.file_name} {fault}" for fault in examine(screen.page)]
    assert len(seen) == len(set(seen))
    assert not faults, "\n".join(faults)
