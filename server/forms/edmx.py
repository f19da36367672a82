"""A form's tables as an OData v4 model: `$metadata` (CSDL in EDMX), and each row as JSON of that model.

Tables are named as ODK Central names them (`Submissions`, `Submissions.door`); groups are complex types, what the system knows
is `__system`. An answer that does not fit its type is null. Source: OData 4.0, parts 1 and 3. Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from server.domain.edm_model import add, add_container, add_entity_type, add_fields, begin_model, write_model
from server.domain.exported import ExportedSubmission, say_instant
from server.forms.form_tables import Column, FormTable, Turn, find_answer

NAMESPACE = "org.doorstep.submissions"
SYSTEM = "__system"
_TYPES = {
    "int": "Edm.Int64", "decimal": "Edm.Double", "date": "Edm.Date", "dateTime": "Edm.DateTimeOffset",
    "boolean": "Edm.Boolean", "geopoint": "Edm.GeographyPoint",
}  # fmt: skip
SYSTEM_FIELDS = {
    "submissionDate": "Edm.DateTimeOffset", "submitterId": "Edm.String", "submitterRole": "Edm.String",
    "visitId": "Edm.String", "attachmentsPresent": "Edm.Int64", "attachmentsExpected": "Edm.Int64",
    "reviewState": "Edm.String", "formVersion": "Edm.String", "deprecatedId": "Edm.String", "correctedBy": "Edm.String",
}  # fmt: skip
_NO = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Property:
    """A node of a table as OData names it: a group with what is in it, or a column."""

    name: str
    column: Column | None
    inner: tuple[Property, ...] = ()


def list_properties(table: FormTable) -> tuple[Property, ...]:
    """The table's columns, nested by group. Names that OData does not know are made ones it does, each its own."""
    return _nest([(column.steps, column) for column in table.columns])


def write_metadata(tables: Sequence[FormTable]) -> bytes:
    """The EDMX document."""
    schema = begin_model(NAMESPACE)
    add_fields(add(schema, "ComplexType", Name="metadata"), SYSTEM_FIELDS)
    for table in tables:
        _write_table(schema, table)
    add_container(schema, {table.name: _list_unfiltered(table) for table in tables})
    return write_model(schema)


def write_row(table: FormTable, turn: Turn, submission: ExportedSubmission) -> dict[str, Any]:
    """One row."""
    row: dict[str, Any] = {"__id": turn.key}
    if table.repeats:
        row[name_parent(table)] = turn.parent_key
    else:
        row[SYSTEM] = write_system(submission)
    return row | _write_properties(list_properties(table), turn.answers)


def name_parent(table: FormTable) -> str:
    """The property of a repeat's rows that names the row they belong to, as ODK Central calls it."""
    inner = [path.split("/")[-1] for path in table.repeats[:-1]]
    return f"__{'-'.join(['Submissions', *inner])}-id"


def write_system(one: ExportedSubmission) -> dict[str, Any]:
    """What the system knows of a submission. Readers outside are given no names of staff."""
    return {
        "submissionDate": say_instant(one.received_at),
        "submitterId": str(one.submitter_id) if one.submitter_id else None,
        "submitterRole": one.submitter_role or None,
        "visitId": str(one.visit_id) if one.visit_id else None,
        "attachmentsPresent": one.attachments_present,
        "attachmentsExpected": one.attachments_expected,
        "reviewState": one.review_state,
        "formVersion": one.form_version,
        "deprecatedId": one.deprecated_id or None,
        "correctedBy": one.corrected_by or None,
    }


def _nest(columns: Iterable[tuple[tuple[str, ...], Column]]) -> tuple[Property, ...]:
    groups: dict[str, list[tuple[tuple[str, ...], Column]]] = {}
    for steps, column in columns:
        groups.setdefault(steps[0], []).append((steps[1:], column))
    found: list[Property] = []
    for step, inner in groups.items():
        name = _name(step, {known.name for known in found})
        own = next((column for steps, column in inner if not steps), None)
        found.append(Property(name, own) if own is not None else Property(name, None, _nest(inner)))
    return tuple(found)


def _name(step: str, taken: set[str]) -> str:
    name = _NO.sub("_", step)
    name = f"_{name}" if name[:1].isdigit() or name.startswith("__") else name
    number = 2
    while name in taken:
        name, number = f"{_NO.sub('_', step)}_{number}", number + 1
    return name


def _write_properties(properties: Iterable[Property], answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        one.name: _write_properties(one.inner, answers) if one.column is None else _value(one.column, answers)
        for one in properties
    }


def _value(column: Column, answers: Mapping[str, Any]) -> Any:
    value = find_answer(answers, column.steps)
    if value is None or value == "":
        return None
    read = _VALUES.get(column.type)
    if read is not None:
        return read(value)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _date(value: Any) -> str | None:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def _instant(value: Any) -> str | None:
    try:
        found = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return str(value) if found.tzinfo is not None else None


def _point(value: Any) -> dict[str, Any] | None:
    """GeoJSON, as Edm.GeographyPoint is written: longitude first."""
    try:
        latitude, longitude, *more = (float(part) for part in str(value).split())
    except ValueError:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude, *more[:1]]}


_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "int": _number, "decimal": _number, "date": _date, "dateTime": _instant, "geopoint": _point,
    "boolean": lambda value: value if isinstance(value, bool) else None,
}  # fmt: skip


def _write_table(schema: etree._Element, table: FormTable) -> None:
    entity = add_entity_type(schema, table.name)
    if table.repeats:
        add(entity, "Property", Name=name_parent(table), Type="Edm.String")
    else:
        add(entity, "Property", Name=SYSTEM, Type=f"{NAMESPACE}.metadata")
    _write_fields(schema, entity, table.name, list_properties(table))


def _write_fields(schema: etree._Element, owner: etree._Element, name: str, properties: Iterable[Property]) -> None:
    for one in properties:
        if one.column is not None:
            kind = "Edm.String" if one.column.is_multiple else _TYPES.get(one.column.type, "Edm.String")
            add(owner, "Property", Name=one.name, Type=kind)
            continue
        inner = f"{name}.{one.name}.group"
        add(owner, "Property", Name=one.name, Type=f"{NAMESPACE}.{inner}")
        made = add(schema, "ComplexType", Name=inner)
        _write_fields(schema, made, inner, one.inner)


def _list_unfiltered(table: FormTable) -> list[str]:
    """What no filter may name: everything but what the system knows."""
    own = [name_parent(table)] if table.repeats else []
    return [*own, *(one.name for one in list_properties(table))]
