"""One line of a list of people, read into the words of this house, with a remark for each cell that could not be read.

Loses nothing: the line itself is kept as received elsewhere, and a cell that cannot be read empties a field, never a person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from server.domain.address_values import address_lines, postcode_key, read_email, read_postcode, read_uprn
from server.domain.import_dates import read_birth_date, read_date
from server.domain.import_layouts import FoundLayout
from server.domain.names import name_key, tidy_name, without_title
from server.domain.nhs_number import read_nhs_number
from server.domain.own_list import split_name
from server.domain.telephone import is_mobile, read_telephone

LONGEST_CELL = 500
_BETWEEN_LINES = re.compile(r"[,\n]")
_NOT_DECEASED = frozenset({"", "0", "n", "no", "false", "null"})
# What says when or how a row came, not what it says of the person.
_NOT_COMPARED = frozenset({"edition", "key"})


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a line says of a person, JSON-ready. `key` is the feed's own key, or one made of name, birth and postcode."""

    key: str
    other_key: str
    nhs_number: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    date_of_birth: str | None = None
    lines: tuple[str, ...] = ()
    postcode: str | None = None
    uprn: str | None = None
    mobile: str | None = None
    landline: str | None = None
    email: str | None = None
    death_reported: bool = False
    died_on: str | None = None
    edition: str = ""
    remarks: tuple[str, ...] = ()
    rejected: tuple[str, ...] = field(default=())

    def received(self) -> dict[str, Any]:
        """The values kept as what this feed said."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _RECEIVED}
        values["lines"] = list(self.lines)
        return values

    def row_hash(self) -> str:
        """Equal for two lines that say the same of a person, however they spell it."""
        values = {name: value for name, value in self.received().items() if name not in _NOT_COMPARED}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


# Spelt out once: dataclasses.asdict copies deeply, which 23,000 lines feel.
_RECEIVED = tuple(one.name for one in fields(ReadRow) if one.name not in {"remarks", "rejected", "other_key"})


def read_row(cells: Mapping[str, str], found: FoundLayout, *, today_on: dt.date, allow_test_range: bool) -> ReadRow:
    """Read one line of a file with this layout. Never raises; a line that names nobody comes back with `rejected`."""
    text = _Cells(cells, found.headings)
    nhs = read_nhs_number(text["nhs_number"], allow_test_range=allow_test_range)
    birth = read_birth_date(text["date_of_birth"], today_on=today_on, month_first=found.month_first)
    death = read_date(text["died_on"], month_first=found.month_first)
    postcode = read_postcode(text["postcode"])
    uprn = read_uprn(text["uprn"])
    email = read_email(text["email"])
    mobile, landline, spoken = _telephones(text["telephone_1"], text["telephone_2"])
    first, middle, last = _names(text)
    problems = [nhs.problem, _prefixed("Date of birth: ", birth.problem), _prefixed("Date of death: ", death.problem)]
    problems += [postcode.problem, uprn.problem, email.problem, *spoken, *text.clipped]
    remarks = tuple(problem for problem in problems if problem)
    born_on = birth.value.isoformat() if birth.value else None
    other_key = "|".join(
        ("name", name_key(first or ""), name_key(last or ""), born_on or "", postcode_key(postcode.value or ""))
    )
    return ReadRow(
        key=_own_key(text["key"], nhs.number) or other_key,
        other_key=other_key,
        nhs_number=nhs.number,
        first_name=first,
        middle_name=middle,
        last_name=last,
        date_of_birth=born_on,
        lines=_address(text),
        postcode=postcode.value,
        uprn=uprn.value,
        mobile=mobile,
        landline=landline,
        email=email.value,
        death_reported=bool(text["died_on"].strip())
        or text["informally_deceased"].strip().casefold() not in _NOT_DECEASED,
        died_on=death.value.isoformat() if death.value else None,
        edition=_edition(text["edition"]),
        remarks=remarks,
        rejected=_why_rejected(nhs.number, first, last, birth.impossible, remarks),
    )


class _Cells:
    """A line's cells by our field names; a field the file lacks is blank, an over-long cell is cut and remarked on."""

    def __init__(self, cells: Mapping[str, str], headings: Mapping[str, str]) -> None:
        self._cells = cells
        self._headings = headings
        self.clipped: list[str] = []

    def __getitem__(self, name: str) -> str:
        heading = self._headings.get(name)
        text = (self._cells.get(heading) or "") if heading is not None else ""
        if len(text) > LONGEST_CELL:
            self.clipped.append(f"{heading} is longer than {LONGEST_CELL} characters and was cut")
            return text[:LONGEST_CELL]
        return text


def _names(text: _Cells) -> tuple[str | None, str | None, str | None]:
    """First, middle and last name; a name in one cell is taken apart."""
    whole = without_title(tidy_name(text["full_name"]))
    first, middle, last = split_name(whole) if whole else (text["first_name"], "", text["last_name"])
    return (
        without_title(tidy_name(first)) or None,
        tidy_name(text["middle_name"]) or middle or None,
        tidy_name(last) or None,
    )


def _address(text: _Cells) -> tuple[str, ...]:
    """The lines of an address, which may stand in one cell, or be no more than a house number."""
    whole = text["address"]
    if whole.strip():
        parts = address_lines(*_BETWEEN_LINES.split(whole))
        return (*parts[:4], ", ".join(parts[4:])) if len(parts) > 5 else parts
    return address_lines(text["house_number"], *(text[f"line_{number}"] for number in range(1, 6)))


def _why_rejected(
    nhs: str | None, first: str | None, last: str | None, birth_is_impossible: bool, remarks: tuple[str, ...]
) -> tuple[str, ...]:
    """Reasons why nobody can be told from this line; with a verified NHS number there are none."""
    if nhs is not None:
        return ()
    if not name_key(first or "") and not name_key(last or ""):
        return ("Not identifiable: neither a name nor an NHS number that can be used", *remarks)
    if birth_is_impossible:
        return ("The date of birth is impossible and no NHS number says who this is", *remarks)
    return ()


def _telephones(first: str, second: str) -> tuple[str | None, str | None, list[str | None]]:
    """Put the mobile where texts go, whichever column it came in; two mobiles keep both places."""
    readings = (read_telephone(first), read_telephone(second))
    problems = [reading.problem for reading in readings]
    numbers = list(dict.fromkeys(reading.number for reading in readings if reading.number))
    mobile = next((number for number in numbers if is_mobile(number)), None)
    other = next((number for number in numbers if number != mobile), None)
    return mobile, other, problems


def _own_key(own: str, nhs: str | None) -> str | None:
    if own.strip():
        return f"id|{own.strip()[:100]}"
    return f"nhs|{nhs}" if nhs else None


def _edition(text: str) -> str:
    """Sorts as the feed counts: numbers by size, instants by time; never compared between two feeds."""
    stripped = text.strip()[:40]
    return stripped.zfill(12) if stripped.isascii() and stripped.isdigit() else stripped


def _prefixed(prefix: str, problem: str | None) -> str | None:
    return f"{prefix}{problem}" if problem else None
