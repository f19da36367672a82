"""A council's own list: whatever its headings are, a person says once what each means, and that is remembered.

Proposes meanings for the person to look at; decides none. Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.domain.import_layouts import FoundLayout, Layout, heading_key

OWN = "own"
OWN_LAYOUT = Layout(code=OWN, name="Another list", columns={}, required=frozenset())
FEWEST_COLUMNS = 3
LONGEST_NAME = 80

# What a column may mean, in the order in which a person is offered it. `import_row` knows the same words.
MEANINGS = (
    "first_name", "last_name", "full_name", "middle_name", "date_of_birth", "nhs_number", "address",
    "line_1", "line_2", "line_3", "line_4", "line_5", "postcode", "uprn", "telephone_1", "telephone_2", "email",
    "key", "died_on",
)  # fmt: skip
DATES = ("date_of_birth", "died_on")

_USUAL = {
    "first_name": "firstname forename forenames givenname givennames christianname knownas",
    "last_name": "lastname surname familyname secondname",
    "full_name": "name fullname clientname residentname personname customername tenantname patientname",
    "middle_name": "middlename middlenames othernames",
    "date_of_birth": "dateofbirth dob birthdate birthday datebirth born",
    "nhs_number": "nhsnumber nhsno nhs nhsid",
    "address": "address fulladdress homeaddress addressinfull",
    "line_1": "addressline1 address1 line1 street houseandstreet housenumber",
    "line_2": "addressline2 address2 line2 locality district",
    "line_3": "addressline3 address3 line3 town city posttown",
    "line_4": "addressline4 address4 line4 county",
    "line_5": "addressline5 address5 line5",
    "postcode": "postcode postalcode pcode",
    "uprn": "uprn propertyreference",
    "telephone_1": "mobile mobilenumber mobilephone mobileno tel telephone telephonenumber phone phonenumber telno contactnumber",
    "telephone_2": "landline hometelephone homephone landlinenumber phone2 telephone2 tel2 othertelephone",
    "email": "email emailaddress mail",
    "key": "id ref reference referencenumber refno clientid caseid personid residentid liquidlogicid mosaicid accountid",
    "died_on": "dateofdeath died deceasedon",
}  # fmt: skip
USUAL_MEANINGS: Mapping[str, str] = {key: meaning for meaning, keys in _USUAL.items() for key in keys.split()}

_SLASHED = re.compile(r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}(?:[T ].*)?$", re.ASCII)


class DateOrder(StrEnum):
    """What the dates of a column show of their order. MIXED: some can only be one, some only the other."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EITHER = "either"
    MIXED = "mixed"
    NOT_WRITTEN = "not_written"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The order of the dates, and a date that can be read both ways, for the question."""

    order: DateOrder
    example: str = ""


def guess_heading_line(lines: Sequence[Sequence[str]]) -> int | None:
    """Which of a file's first lines holds the headings, counted from 1: that with most usual headings, of equals the fullest, then first."""
    best, best_score = None, (0, 0)
    for number, cells in enumerate(lines, start=1):
        filled = [cell for cell in cells if cell.strip()]
        usual = sum(_usual_key(cell) in USUAL_MEANINGS for cell in filled)
        if len(filled) >= FEWEST_COLUMNS and (usual, len(filled)) > best_score:
            best, best_score = number, (usual, len(filled))
    return best


def name_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """A name for each column, no two alike: the heading, or its place where there is none or another has it."""
    taken: Counter[str] = Counter(heading_key(cell) for cell in cells)
    names: dict[str, str] = {}
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:200]
        if not name or taken[heading_key(cell)] > 1:
            name = f"{name} (column {place})".strip()
        while heading_key(name) in names:
            name = f"{name} (column {place})"
        names[heading_key(name)] = name
    return tuple(names.values())


def propose_meanings(headings: Sequence[str]) -> dict[str, str]:
    """Heading -> meaning for the headings whose meaning is usual; each meaning once."""
    proposed: dict[str, str] = {}
    for heading in headings:
        meaning = USUAL_MEANINGS.get(_usual_key(heading))
        if meaning is not None and meaning not in proposed.values():
            proposed[heading] = meaning
    return proposed


def headings_fingerprint(headings: Iterable[str]) -> str:
    """The same for the same set of headings, whatever their order and case."""
    return hashlib.sha256("\n".join(sorted({heading_key(heading) for heading in headings})).encode()).hexdigest()


def meaning_fingerprint(mapping: Mapping[str, Any]) -> str:
    """Of what a person said of a list's columns; "" of a list that came with known headings."""
    if "columns" not in mapping:
        return ""
    said = json.dumps([mapping["columns"], mapping.get("month_first")], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def own_layout_code(name: str) -> str:
    """What the list is called in the store: lists of one name are one feed, though their headings change."""
    return f"{OWN}-{hashlib.sha256(' '.join(name.casefold().split()).encode()).hexdigest()[:24]}"


def own_layout(name: str, columns: Mapping[str, str], *, month_first: bool) -> FoundLayout:
    """The layout that a person described: our field -> the file's heading."""
    layout = Layout(code=own_layout_code(name), name=name, columns=columns, required=frozenset())
    return FoundLayout(layout, columns, (), month_first=month_first)


def find_mapping_problems(chosen: Sequence[str]) -> dict[int | None, str]:
    """What is wrong with the meanings chosen, one a column in order: {place: code}, None for the whole. Empty when it can be read."""
    problems: dict[int | None, str] = {}
    seen: dict[str, int] = {}
    for place, meaning in enumerate(chosen):
        if meaning and meaning in seen:
            problems[place] = "twice"
        seen.setdefault(meaning, place)
    names = {"first_name", "last_name"} <= seen.keys() or "full_name" in seen
    if not (names or "nhs_number" in seen):
        problems[None] = "nobody"
    elif "full_name" in seen and {"first_name", "last_name"} & seen.keys():
        problems[seen["full_name"]] = "name_twice"
    elif "address" in seen and any(meaning.startswith("line_") for meaning in seen):
        problems[seen["address"]] = "address_twice"
    return problems


def read_date_order(texts: Iterable[str]) -> Evidence:
    """Which order these written dates are in. Real dates and dates with the year first or a month's name say nothing."""
    day = month = False
    example = ""
    for text in texts:
        found = _SLASHED.match(text)
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        day, month = day or first > 12 >= second, month or second > 12 >= first
        if not example and first != second and first <= 12 and second <= 12:
            example = " ".join(text.split())
    if day or month:
        return Evidence(
            DateOrder.MIXED if day and month else DateOrder.DAY_FIRST if day else DateOrder.MONTH_FIRST, example
        )
    return Evidence(DateOrder.EITHER if example else DateOrder.NOT_WRITTEN, example)


def split_name(text: str) -> tuple[str, str, str]:
    """First, middle and last name of a name in one cell: "LOVELL, Ada Mary" and "Ada Mary Lovell" are the same."""
    last, comma, first = text.partition(",")
    words = (first if comma else text).split()
    if comma:
        return (words[0] if words else "", " ".join(words[1:]), " ".join(last.split()))
    if len(words) < 2:
        return "", "", " ".join(words)
    return words[0], " ".join(words[1:-1]), words[-1]


def _usual_key(heading: str) -> str:
    return "".join(char for char in heading_key(heading) if char.isalnum())
