"""Copies the built app for a town, mostly one whose phones work out a PIN at once: its price is most of an unlock, and a run pays
it some hundred times.

What the app weighs, the other engines and the figures are of the full price.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.end_to_end.second_build import find_entry
from tests.live import HOUSE

_FULL_PRICE, _NEXT_TO_NOTHING = re.compile(r"memory_kib:65536,passes:3\b"), "memory_kib:64,passes:1"


def copy_build(target: Path) -> None:
    """The build of this house."""
    shutil.copytree(HOUSE / "build", target)


def copy_quick_build(target: Path) -> None:
    """The same with another price of a PIN. Raises AssertionError where it has none."""
    copy_build(target)
    entry = find_entry(target / "app")
    script, found = _FULL_PRICE.subn(_NEXT_TO_NOTHING, entry.read_text())
    if found != 1:
        raise AssertionError(f"the price of a PIN stands {found} times in the build")
    entry.write_text(script)
