"""Import files made in a test: a few lines in a real layout, obviously false people. Writes nothing by itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from stdnum.gb import nhs

from server.domain.import_layouts import CTAS, GAZETTEER_LAYOUT, NSSS, SPL
from server.use_cases.apply_import import apply_import
from server.use_cases.confirm_import import confirm_import
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import ImportOrder, receive_import
from tests.factories.borough import NOW, TODAY

FIXTURES = Path(__file__).parent.parent / "fixtures" / "imports"
HEADINGS = {layout.code: tuple(layout.columns.values()) for layout in (SPL, NSSS, CTAS, GAZETTEER_LAYOUT)}


def nhs_number(number: int) -> str:
    """The n-th number of the test range with a right check digit."""
    found = [f"999{tail:06d}" for tail in range(number * 10, number * 10 + 10)]
    return next(stem + digit for stem in found for digit in "0123456789" if nhs.is_valid(stem + digit))


def make_csv(headings: Sequence[str], lines: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    """A CSV file of these lines."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


def spl(*lines: Mapping[str, str]) -> bytes:
    """A Shielded Patient List; each line is made of a plain person and what the test says otherwise."""
    return make_csv(HEADINGS["spl"], [{SPL.columns[name]: value for name, value in line.items()} for line in lines])


def nsss(*lines: Mapping[str, str]) -> bytes:
    """A support-service list."""
    return make_csv(HEADINGS["nsss"], [{NSSS.columns[name]: value for name, value in line.items()} for line in lines])


def gazetteer(*lines: Mapping[str, str]) -> bytes:
    """A gazetteer."""
    return make_csv(HEADINGS["gazetteer"], lines)


def person(number: int, **values: str) -> dict[str, str]:
    """The n-th invented person, as a line by our field names."""
    return {
        "nhs_number": nhs_number(number),
        "first_name": "Ada",
        "last_name": f"Example{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}",
        "date_of_birth": f"{1 + number % 28:02d}/05/1941",
        "line_1": f"{number} Test Street",
        "postcode": "ZZ9 9ZZ",
        "telephone_1": "07700 900001",
        "edition": "1",
    } | values


def receive(content: bytes, *, name: str = "list.csv", layout: str | None = None, **values: object) -> uuid.UUID:
    """Send a file; returns the batch's id. No preview is queued."""
    order: dict[str, object] = {
        "file_name": name,
        "uploaded_by_id": None,
        "programme_id": None,
        "max_bytes": 64 * 1024 * 1024,
        "allow_test_range": True,
        "layout": layout,
        "queue_preview": False,
    }
    return receive_import(io.BytesIO(content), ImportOrder(**order | values), at=NOW)  # type: ignore[arg-type]


def preview(content: bytes, **values: object) -> tuple[uuid.UUID, dict[str, int]]:
    """Send a file and preview it."""
    batch_id = receive(content, **values)  # type: ignore[arg-type]
    return batch_id, preview_import(batch_id, today_on=TODAY)


def confirm_and_apply(batch_id: uuid.UUID, *, at: dt.datetime = NOW, full_extract: bool = False) -> None:
    """Confirm a previewed batch and apply it."""
    confirm_import(batch_id, programme_id=ensure_programme(), full_extract=full_extract, by_id=None, at=at, queue=False)
    apply_import(batch_id, clock=lambda: at)


def import_list(content: bytes, *, at: dt.datetime = NOW, full_extract: bool = False, **values: object) -> uuid.UUID:
    """Send, preview, confirm and apply a file."""
    batch_id, _ = preview(content, **values)
    confirm_and_apply(batch_id, at=at, full_extract=full_extract)
    return batch_id
