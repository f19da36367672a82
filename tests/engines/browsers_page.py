"""Reads the table of docs/browsers.md: what a page can ask of its browser, and which browser has it."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "browsers.md"
HAS = {"yes": True, "no": False}


def read_column(browser: str) -> dict[str, bool]:
    """By the JavaScript that asks for it, whether the browser has it; raises when the table has no such column or no row."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    asked, column = rows[0].index("asked by"), rows[0].index(browser)
    found = {re.sub("`", "", row[asked]): HAS[row[column].partition(",")[0]] for row in rows[2:]}
    if not found:
        raise AssertionError("the table is empty")
    return found
