"""Cells of a CSV file that people will open in a spreadsheet. Never lets a cell be read as a formula."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would take it for a formula."""
    return (
        f"'{text}" if text.lstrip(" \xa0").startswith(_STARTS_A_FORMULA) or text.startswith(_STARTS_A_FORMULA) else text
    )
