"""The layouts of files this council receives, told apart by their headings, whatever the order of the columns.

A layout says where a value stands, not what it means: reading the cells is `import_row.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

GAZETTEER = "gazetteer"


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns`: our field -> heading. A file has the layout when every heading of `required` is there."""

    code: str
    name: str
    columns: Mapping[str, str]
    required: frozenset[str]
    known: frozenset[str] = field(default_factory=frozenset)
    full_extract: bool = False


SPL = Layout(
    code="spl",
    name="NHS Shielded Patient List",
    columns={
        "nhs_number": "Traced_NHSNUMBER",
        "first_name": "PatientFirstName",
        "middle_name": "PatientOtherName",
        "last_name": "PatientSurname",
        "date_of_birth": "DateOfBirth",
        "line_1": "PatientAddress_Line1",
        "line_2": "PatientAddress_Line2",
        "line_3": "PatientAddress_Line3",
        "line_4": "PatientAddress_Line4",
        "line_5": "PatientAddress_Line5",
        "postcode": "PatientAddress_PostCode",
        "email": "PatientEmailAddress",
        "telephone_1": "mobile",
        "telephone_2": "landline",
        "died_on": "DateOfDeath",
        "informally_deceased": "Flag_PDSInformallyDeceased",
        "edition": "SPL_Version",
        "uprn": "uprn",
    },
    required=frozenset(
        {
            "Traced_NHSNUMBER",
            "PatientFirstName",
            "PatientSurname",
            "DateOfBirth",
            "PatientAddress_Line1",
            "PatientAddress_PostCode",
        }
    ),
    known=frozenset({"oslaua", "oscty", "Data_Source", "category", "InceptionDate"}),
    full_extract=True,
)

NSSS = Layout(
    code="nsss",
    name="National Shielding Support Service",
    columns={
        "key": "ID",
        "nhs_number": "nhs_number",
        "first_name": "first_name",
        "middle_name": "middle_name",
        "last_name": "last_name",
        "date_of_birth": "date_of_birth",
        "line_1": "address_line1",
        "line_2": "address_line2",
        "line_3": "address_town_city",
        "postcode": "address_postcode",
        "uprn": "address_uprn",
        "telephone_1": "contact_number_texts",
        "telephone_2": "contact_number_calls",
        "email": "contact_email",
        "edition": "submission_datetime",
    },
    required=frozenset(
        {"ID", "nhs_number", "first_name", "last_name", "date_of_birth", "address_line1", "address_postcode"}
    ),
    known=frozenset(
        {
            "uid_submission",
            "are_you_applying_on_behalf_of_someone_else",
            "have_you_received_an_nhs_letter",
            "do_you_want_supermarket_deliveries",
            "do_you_need_someone_to_contact_you_about_local_support",
            "do_you_have_someone_to_go_shopping_for_you",
            "do_you_have_one_of_the_listed_medical_conditions",
            "ladcode",
            "active_status",
            "spl_category",
        }
    ),
)

CTAS = Layout(
    code="ctas",
    name="Contact tracing (CTAS)",
    columns={
        "key": "Account ID",
        "nhs_number": "NHS Number",
        "first_name": "Forename",
        "last_name": "Surname",
        "date_of_birth": "Date of Birth",
        "house_number": "House Number",
        "postcode": "Postcode",
        "email": "Email",
        "telephone_1": "Phone",
        "telephone_2": "Phone2",
        "edition": "Date Updated",
    },
    required=frozenset(
        {"Account ID", "NHS Number", "Forename", "Surname", "Date of Birth", "House Number", "Postcode"}
    ),
    known=frozenset({"Gender", "First Symptomatic At", "Date Tested", "Comments", "Date Time Extracted", "UTLA"}),
)

GAZETTEER_LAYOUT = Layout(
    code=GAZETTEER,
    name="Gazetteer",
    columns={name: name for name in ("uprn", "postcode", "ward", "latitude", "longitude")},
    required=frozenset({"uprn", "postcode", "ward", "latitude", "longitude"}),
)

LAYOUTS: Mapping[str, Layout] = {layout.code: layout for layout in (SPL, NSSS, CTAS, GAZETTEER_LAYOUT)}


class LayoutUnknownError(Exception):
    """The headings belong to no layout, or not to the one asked for; the message says what is missing, for a person to read."""


@dataclass(frozen=True, slots=True)
class FoundLayout:
    """The layout, our field -> heading as this file spells it, and what of the layout the file leaves out."""

    layout: Layout
    headings: Mapping[str, str]
    missing: tuple[str, ...]
    month_first: bool = False


def detect_layout(headings: Sequence[str], *, wanted: str | None = None) -> FoundLayout:
    """Find the layout of a file; `wanted` insists on one. Raises LayoutUnknownError in words."""
    by_key: dict[str, str] = {}
    for heading in headings:
        key = heading_key(heading)
        if key and key in by_key:
            raise LayoutUnknownError(f"Two columns have the heading “{heading.strip()}”.")
        by_key[key] = heading
    if wanted is not None and wanted not in LAYOUTS:
        raise LayoutUnknownError(f"There is no layout called “{wanted}”. Known: {', '.join(LAYOUTS)}.")
    layouts = [LAYOUTS[wanted]] if wanted is not None else list(LAYOUTS.values())
    for layout in layouts:
        if not _missing(layout.required, by_key):
            found = {name: by_key[heading_key(h)] for name, h in layout.columns.items() if heading_key(h) in by_key}
            return FoundLayout(layout, found, tuple(h for n, h in layout.columns.items() if n not in found))
    nearest = min(layouts, key=lambda layout: len(_missing(layout.required, by_key)) / len(layout.required))
    lacking = _missing(nearest.required, by_key)
    if len(lacking) == len(nearest.required):
        raise LayoutUnknownError(
            "The first line does not hold the headings of a list we know "
            f"({', '.join(layout.name for layout in layouts)}). It begins: {_first(headings)}"
        )
    raise LayoutUnknownError(
        f"This looks like {nearest.name}, but these columns are missing: {', '.join(sorted(lacking))}."
    )


def heading_key(heading: str) -> str:
    """A heading for comparing: case, blanks, underscores and a byte order mark do not count."""
    return "".join(char for char in heading.replace("\ufeff", "").casefold() if char not in " _-\t\r\n\xa0")


def _missing(required: Iterable[str], by_key: Mapping[str, str]) -> list[str]:
    return [heading for heading in required if heading_key(heading) not in by_key]


def _first(headings: Sequence[str]) -> str:
    shown = ", ".join(" ".join(heading.split()) for heading in headings[:5])
    return shown if len(shown) <= 120 else shown[:117] + "..."
