"""Where each question stands in the spreadsheet, so that what is said of it can name the row. Checks nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_TYPES, _NAMES = ("type", "command"), ("name", "tag", "variable")
FIRST_ROW = 2  # below the headings


def locate_rows(survey: Iterable[Mapping[str, Any]], root_name: str) -> dict[str, int]:
    """{path: row as a person counts} of a survey sheet, given row by row under its headings, groups opened and closed."""
    places: dict[str, int] = {}
    around = [f"/{root_name}"]
    for number, row in enumerate(survey, FIRST_ROW):
        cells = {str(head).strip().lower(): cell for head, cell in row.items()}
        kind = _first(cells, _TYPES).lower().replace("_", " ")
        name = _first(cells, _NAMES)
        if kind.startswith("end ") and len(around) > 1:
            around.pop()
        elif kind.startswith("begin "):
            around.append(f"{around[-1]}/{name}")
            places.setdefault(around[-1], number)
        elif name:
            places.setdefault(f"{around[-1]}/{name}", number)
    return places


def _first(cells: Mapping[str, Any], heads: Iterable[str]) -> str:
    return next((str(cells[head]).strip() for head in heads if cells.get(head)), "")
