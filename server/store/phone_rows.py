"""Reads the rows a phone is sent, in the shape of the wire and with the fields of domain/phone_rows.py only.

Says nothing of who may have them: the keys handed in are already the officer's.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import false, func, literal, select
from sqlalchemy.orm import Session

from server.domain.phone_rows import PHONE_FIELDS, find_age, find_marker_version, find_resident_version, is_expired
from server.domain.view import RowKey
from server.store.row_writes import json_value
from server.store.tables import (
    Address,
    Case,
    CodeList,
    DutyNumber,
    FormVersion,
    Programme,
    Resident,
    Visit,
    WarningMarker,
)
from server.store.tables.forms import Form

_CHUNK = 500
WireRow = dict[str, Any]
_Reader = Callable[[Session, Sequence[uuid.UUID], dt.date], Iterator[WireRow]]


def list_phone_rows(session: Session, keys: Iterable[RowKey], today_on: dt.date) -> list[WireRow]:
    """The rows of these keys, by type in the order a phone can use them; a row gone meanwhile is missing."""
    ids: dict[str, list[uuid.UUID]] = {}
    for row_type, row_id in keys:
        ids.setdefault(row_type, []).append(uuid.UUID(row_id))
    rows: list[WireRow] = []
    for row_type, read in _READERS.items():
        wanted = ids.get(row_type, [])
        for start in range(0, len(wanted), _CHUNK):
            rows.extend(read(session, wanted[start : start + _CHUNK], today_on))
    return rows


def _read(
    session: Session,
    row_type: str,
    table: Any,
    ids: Sequence[uuid.UUID],
    others: Mapping[str, Any] = MappingProxyType({}),
    joins: Sequence[tuple[Any, Any]] = (),
) -> Iterator[WireRow]:
    """Rows of columns, not of objects: `others` are fields that come from elsewhere than the table's own columns."""
    names = [name for name in PHONE_FIELDS[row_type] if name in others or hasattr(table, name)]
    names += [name for name in others if name not in names]
    has_versions = hasattr(table, "field_versions")
    columns = [table.id, table.version, table.field_versions if has_versions else literal(None)]
    columns += [(others[name] if name in others else getattr(table, name)).label(f"f_{name}") for name in names]
    query = select(*columns).select_from(table)
    for joined, condition in joins:
        query = query.outerjoin(joined, condition)
    for row_id, version, field_versions, *values in session.execute(query.where(table.id.in_(ids))):
        fields = dict(zip(names, map(json_value, values), strict=True))
        known = {name: number for name, number in (field_versions or {}).items() if name in fields}
        yield {
            "type": row_type, "id": str(row_id), "version": version, "field_versions": known, "fields": fields
        }  # fmt: skip


def _visits(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    joins = ((Case, Case.id == Visit.case_id), (Programme, Programme.id == Case.programme_id))
    yield from _read(session, "visit", Visit, ids, {"programme_name": Programme.name}, joins)


def _residents(session: Session, ids: Sequence[uuid.UUID], today_on: dt.date) -> Iterator[WireRow]:
    others = {
        "age": Resident.date_of_birth,
        "address_lines": Address.lines,
        "postcode": Address.postcode,
        "ward": Address.ward,
        "latitude": Address.latitude,
        "longitude": Address.longitude,
    }
    for row in _read(session, "resident", Resident, ids, others, ((Address, Address.id == Resident.address_id),)):
        fields = row["fields"]
        born_on = dt.date.fromisoformat(fields["age"]) if fields["age"] else None
        fields["age"] = find_age(born_on, today_on)
        fields["address_lines"] = fields["address_lines"] or []
        row["version"] = find_resident_version(row["version"], born_on, today_on)
        yield row


def _cases(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    others = {"programme_code": Programme.code, "programme_name": Programme.name}
    yield from _read(session, "case", Case, ids, others, ((Programme, Programme.id == Case.programme_id),))


def _markers(session: Session, ids: Sequence[uuid.UUID], today_on: dt.date) -> Iterator[WireRow]:
    """A person's marker carries the address where that person lives, so that it shows for every visit there."""
    others = {
        "address_id": func.coalesce(WarningMarker.address_id, Resident.address_id),
        "expired": WarningMarker.review_on < today_on,
    }
    joins = ((Resident, Resident.id == WarningMarker.resident_id),)
    for row in _read(session, "warning_marker", WarningMarker, ids, others, joins):
        review_on = dt.date.fromisoformat(row["fields"]["review_on"])
        row["fields"]["expired"] = is_expired(review_on, today_on)
        row["version"] = find_marker_version(row["version"], review_on, today_on)
        yield row


def _form_versions(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    newest = (
        select(FormVersion.form_ref_id, func.max(FormVersion.published_at).label("published_at"))
        .where(FormVersion.retired_at.is_(None))
        .group_by(FormVersion.form_ref_id)
        .subquery()
    )
    is_newest = (newest.c.published_at == FormVersion.published_at) & FormVersion.retired_at.is_(None)
    others = {"form_id": Form.form_id, "current": func.coalesce(is_newest, false())}
    joins = ((Form, Form.id == FormVersion.form_ref_id), (newest, newest.c.form_ref_id == FormVersion.form_ref_id))
    for row in _read(session, "form_version", FormVersion, ids, others, joins):
        row["fields"]["current"] = bool(row["fields"]["current"])
        yield row


def _code_lists(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    yield from _read(session, "code_list", CodeList, ids)


def _duty_numbers(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    yield from _read(session, "duty_number", DutyNumber, ids)


_READERS: Mapping[str, _Reader] = {
    "duty_number": _duty_numbers,
    "code_list": _code_lists,
    "form_version": _form_versions,
    "warning_marker": _markers,
    "resident": _residents,
    "case": _cases,
    "visit": _visits,
}
