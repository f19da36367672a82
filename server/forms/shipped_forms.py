"""The spreadsheets that come with Doorstep, by form_id.

The XLSX files are the truth: edit them in a spreadsheet program, and raise `version` in their settings.
"""

from __future__ import annotations

from importlib.resources import files

_FOLDER = files("server.forms") / "shipped"


def list_shipped_forms() -> list[str]:
    """The form_ids, in alphabetical order."""
    return sorted(entry.name.removesuffix(".xlsx") for entry in _FOLDER.iterdir() if entry.name.endswith(".xlsx"))


def read_shipped_form(form_id: str) -> bytes:
    """The workbook's bytes. Raises FileNotFoundError for a form that is not shipped."""
    return (_FOLDER / f"{form_id}.xlsx").read_bytes()
