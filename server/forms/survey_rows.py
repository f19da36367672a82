"""Finds the row of a spreadsheet on which a question stands, so that what is wrong with it is shown where its author looks.

Reads the sheet `survey` and nothing else; a sheet it cannot read has no rows.
"""

from __future__ import annotations

import io
import re

_BEGIN = re.compile(r"begin[ _](group|repeat)")
_END = re.compile(r"end[ _](group|repeat)")


def find_survey_rows(xlsx: bytes, root_name: str) -> dict[str, int]:
    """{path of the question: its row, as a spreadsheet program numbers it}."""
    from openpyxl import load_workbook  # here, since only publishing a form should wait for it

    book = load_workbook(io.BytesIO(xlsx), read_only=True, data_only=True)
    sheet = next((book[name] for name in book.sheetnames if name.strip().lower() == "survey"), None)
    if sheet is None:
        return {}
    found: dict[str, int] = {}
    around = [f"/{root_name}"]
    columns: dict[str, int] = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [str(cell).strip() if cell is not None else "" for cell in row]
        if not columns:
            columns = {heading.lower(): place for place, heading in enumerate(cells) if heading}
            continue
        kind, name = (_cell(cells, columns, heading) for heading in ("type", "name"))
        path = f"{around[-1]}/{name}"
        if _END.match(kind) and len(around) > 1:
            around.pop()
        elif name:
            found.setdefault(path, number)
            if _BEGIN.match(kind):
                around.append(path)
    return found


def _cell(cells: list[str], columns: dict[str, int], heading: str) -> str:
    place = columns.get(heading)
    return cells[place] if place is not None and place < len(cells) else ""
