"""Reads the rows a phone is sent, in the shape of the wire and with the fields of domain/phone_rows.py only.

Says nothing of who may have them: the keys handed in are already the officer's.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
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


def _make(row_type: str, source: Any, version: int, values: Mapping[str, Any]) -> WireRow:
    fields = {
        name: values[name] if name in values else json_value(getattr(source, name)) for name in PHONE_FIELDS[row_type]
    }
    versions = {name: number for name, number in getattr(source, "field_versions", {}).items() if name in fields}
    return {
        "type": row_type, "id": str(source.id), "version": version, "field_versions": versions, "fields": fields
    }  # fmt: skip


def _visits(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    query = (
        select(Visit, Programme.name)
        .join(Case, Case.id == Visit.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Visit.id.in_(ids))
    )
    for visit, programme_name in session.execute(query):
        yield _make("visit", visit, visit.version, {"programme_name": programme_name})


def _residents(session: Session, ids: Sequence[uuid.UUID], today_on: dt.date) -> Iterator[WireRow]:
    query = select(Resident, Address).outerjoin(Address, Address.id == Resident.address_id).where(Resident.id.in_(ids))
    for resident, found in session.execute(query):
        address: Address | None = found
        values = {
            "age": find_age(resident.date_of_birth, today_on),
            "address_lines": address.lines if address is not None else [],
            "postcode": address.postcode if address is not None else None,
            "ward": address.ward if address is not None else None,
            "latitude": address.latitude if address is not None else None,
            "longitude": address.longitude if address is not None else None,
        }
        version = find_resident_version(resident.version, resident.date_of_birth, today_on)
        yield _make("resident", resident, version, values)


def _cases(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    query = (
        select(Case, Programme.code, Programme.name)
        .join(Programme, Programme.id == Case.programme_id)
        .where(Case.id.in_(ids))
    )
    for case, code, name in session.execute(query):
        yield _make("case", case, case.version, {"programme_code": code, "programme_name": name})


def _markers(session: Session, ids: Sequence[uuid.UUID], today_on: dt.date) -> Iterator[WireRow]:
    """A person's marker carries the address where that person lives, so that it shows for every visit there."""
    query = (
        select(WarningMarker, Resident.address_id)
        .outerjoin(Resident, Resident.id == WarningMarker.resident_id)
        .where(WarningMarker.id.in_(ids))
    )
    for marker, home_id in session.execute(query):
        values = {
            "address_id": json_value(marker.address_id or home_id),
            "expired": is_expired(marker.review_on, today_on),
        }
        version = find_marker_version(marker.version, marker.review_on, today_on)
        yield _make("warning_marker", marker, version, values)


def _form_versions(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    newest = (
        select(FormVersion.form_ref_id, func.max(FormVersion.published_at).label("published_at"))
        .where(FormVersion.retired_at.is_(None))
        .group_by(FormVersion.form_ref_id)
        .subquery()
    )
    query = (
        select(FormVersion, Form.form_id, newest.c.published_at)
        .join(Form, Form.id == FormVersion.form_ref_id)
        .outerjoin(newest, newest.c.form_ref_id == FormVersion.form_ref_id)
        .where(FormVersion.id.in_(ids))
    )
    for form_version, form_id, newest_at in session.execute(query):
        current = form_version.retired_at is None and form_version.published_at == newest_at
        yield _make("form_version", form_version, form_version.version, {"form_id": form_id, "current": current})


def _code_lists(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    for code_list in session.scalars(select(CodeList).where(CodeList.id.in_(ids))):
        yield _make("code_list", code_list, code_list.version, {})


def _duty_numbers(session: Session, ids: Sequence[uuid.UUID], _today_on: dt.date) -> Iterator[WireRow]:
    for number in session.scalars(select(DutyNumber).where(DutyNumber.id.in_(ids))):
        yield _make("duty_number", number, number.version, {})


_READERS: Mapping[str, _Reader] = {
    "duty_number": _duty_numbers,
    "code_list": _code_lists,
    "form_version": _form_versions,
    "warning_marker": _markers,
    "resident": _residents,
    "case": _cases,
    "visit": _visits,
}
