"""The daily figures as an OData feed: its model, a row a day and ward, and where a page ended. Pure.

The numbers are those of figures.py, of which the page and the file are made too; none is worked out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.day_filter import FIELD
from server.domain.edm_model import add_container, add_entity_type, add_fields, begin_model, write_model
from server.domain.figures import NAMES, DailyLine
from server.domain.odata_page import check_number, write_mark

NAMESPACE: Final = "org.doorstep.figures"
TABLE: Final = "DailyFigures"
FIELDS: Final = {FIELD: "Edm.Date", "ward": "Edm.String", **dict.fromkeys(NAMES, "Edm.Int64")}
PROPERTIES: Final = ("__id", *FIELDS)


@dataclass(frozen=True, slots=True)
class FiguresMark:
    """The place of the last line that was given, and how many more are wanted (None: all)."""

    place: tuple[dt.date, str]
    rows_left: int | None


def write_figures_mark(line: DailyLine, left: int | None) -> str:
    """The mark behind a line, as it stands in `$skiptoken`."""
    day, ward = line.place
    return write_mark([day.isoformat(), ward, left])


def read_figures_mark(parts: Sequence[Any]) -> FiguresMark:
    """The mark that was written. Raises ValueError or TypeError for anything else."""
    day, ward, left = parts
    if not isinstance(ward, str):
        raise TypeError
    return FiguresMark((dt.date.fromisoformat(day), ward), None if left is None else check_number(left))


def write_figures_model() -> bytes:
    """The EDMX document. Readers filter by day alone, and all else themselves."""
    schema = begin_model(NAMESPACE)
    add_fields(add_entity_type(schema, TABLE), FIELDS)
    add_container(schema, {TABLE: [name for name in PROPERTIES if name != FIELD]})
    return write_model(schema)


def write_figures_row(line: DailyLine, unknown_ward: str) -> dict[str, Any]:
    """One row; `unknown_ward` are the words of the file for an address without one."""
    day, ward = line.place
    return {
        "__id": f"{day.isoformat()}/{ward}",
        FIELD: day.isoformat(),
        "ward": ward or unknown_ward,
        **{name: getattr(line.figures, name) for name in NAMES},
    }
