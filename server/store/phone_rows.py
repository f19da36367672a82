"""Reads the rows a phone is sent, in the shape of the wire and with the fields of domain/phone_rows.py only.

Says nothing of who may have them: the keys handed in are already the officer's.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    String,
    Text,
    Uuid,
    and_,
    cast,
    false,
    func,
    null,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from server.domain.age import find_age
from server.domain.form_medium import phone_media
from server.domain.phone_rows import PHONE_FIELDS, find_marker_version, find_resident_version, is_expired
from server.domain.view import RowKey
from server.domain.wire_value import json_value
from server.store.id_lists import SQLITE, add_dashes, as_text, find_dialect, is_among, write_list
from server.store.phone_conflicts import list_phone_conflicts
from server.store.tables import (
    Address,
    Case,
    CodeList,
    DutyNumber,
    FormVersion,
    Programme,
    Resident,
    Shift,
    User,
    Visit,
    VisitAssignment,
    VisitProposal,
    WarningMarker,
)
from server.store.tables.forms import Form
from server.store.visible_rows import find_proposal_version

WireRow = dict[str, Any]
_Finish = Callable[[WireRow, dt.date], None]


def list_phone_rows(session: Session, keys: Iterable[RowKey], today_on: dt.date, user_id: uuid.UUID) -> list[WireRow]:
    """The rows of these keys, by type in the order a phone can use them; a row gone meanwhile is missing.

    `user_id` only says which sides of a conflict are the reader's own.
    """
    ids: dict[str, list[str]] = {}
    for row_type, row_id in keys:
        ids.setdefault(row_type, []).append(row_id)
    rows: list[WireRow] = []
    dialect = find_dialect(session)
    for row_type in _SOURCES:
        if row_type in ids:
            plan = _plan(row_type, dialect)
            found = _read(session, plan, ids[row_type], dialect)
            for row in found:
                plan.finish(row, today_on)
            rows += found
    if "conflict" in ids:
        rows += list_phone_conflicts(session, ids["conflict"], user_id)
    return rows


def _read(session: Session, plan: _Plan, ids: Iterable[str], dialect: str) -> list[WireRow]:
    found = session.connection().execute(plan.query, {"ids": write_list(ids, dialect)}).all()
    if not found:
        return []
    # Column by column, since a step for each value of each row would cost more than the query.
    row_ids, versions, versions_texts, *columns = zip(*found, strict=True)
    read_versions = functools.cache(lambda text: _find_versions(text, plan.names))
    fields = [_read_column(values, kind, dialect) for values, kind in zip(columns, plan.kinds, strict=True)]
    return [
        {
            "type": plan.row_type,
            "id": row_id,
            "version": version,
            "field_versions": read_versions(versions_text),
            "fields": dict(zip(plan.names, values, strict=True)),
        }
        for row_id, version, versions_text, *values in zip(
            _read_column(row_ids, Uuid, dialect), versions, versions_texts, *fields, strict=True
        )
    ]


def _read_column(values: Sequence[Any], kind: type[Any] | None, dialect: str) -> Sequence[Any]:
    if kind is JSON:
        read: list[Any] = json.loads(f"[{','.join('null' if text is None else text for text in values)}]")
        return read
    if kind is Uuid:
        return [text and add_dashes(text) for text in values] if dialect == SQLITE else values
    return values if kind is None else [value and json_value(value) for value in values]


def _find_versions(text: str | None, names: tuple[str, ...]) -> dict[str, int]:
    versions: dict[str, int] = json.loads(text) if text is not None else {}
    return {name: number for name, number in versions.items() if name in names}


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement written once; `names` are the fields after id, version and field versions, `kinds` how each is read."""

    row_type: str
    query: Select[Any]
    names: tuple[str, ...]
    kinds: tuple[type[Any] | None, ...]
    finish: _Finish


@functools.cache
def _plan(row_type: str, dialect: str) -> _Plan:
    """The fields of PHONE_FIELDS: columns of the row's own table unless `_Source.others` has them from elsewhere."""
    source = _SOURCES[row_type]()
    table = source.table
    names = tuple(PHONE_FIELDS[row_type])
    columns = [source.others[name] if name in source.others else getattr(table, name) for name in names]
    kinds = tuple(_find_kind(column) for column in columns)
    versions = getattr(table, "field_versions", None)
    query = select(
        as_text(table.id, dialect).label("row_id"),
        (table.version if source.version is None else source.version).label("row_version"),
        (null() if versions is None else _json_text(versions, dialect)).label("row_field_versions"),
        *(
            (
                as_text(column, dialect) if kind is Uuid else _json_text(column, dialect) if kind is JSON else column
            ).label(f"f_{name}")
            for name, column, kind in zip(names, columns, kinds, strict=True)
        ),
    ).select_from(table)
    for joined, condition in source.joins:
        query = query.outerjoin(joined, condition)
    return _Plan(row_type, query.where(is_among(table.id, "ids", dialect)), names, kinds, source.finish)


def _find_kind(column: Any) -> type[Any] | None:
    for kind in (Uuid, JSON):
        if isinstance(column.type, kind):
            return kind
    return None if column.type.python_type in (str, int, float, bool) else dt.date


def _json_text(column: Any, dialect: str) -> ColumnElement[str]:
    return type_coerce(column, String) if dialect == SQLITE else cast(column, Text)


def _finish_nothing(_row: WireRow, _today_on: dt.date) -> None:
    """The row is as the wire wants it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a type's rows come from: table, joins, fields that are no columns of the table, what depends on today, and
    the version of a table that has none.
    """

    table: Any
    others: Mapping[str, Any]
    joins: tuple[tuple[Any, Any], ...] = ()
    finish: _Finish = _finish_nothing
    version: Any = None


def _visits() -> _Source:
    """The names of a pair, on both phones; of a visit that one officer makes, none."""
    along, second, lead = aliased(VisitAssignment), aliased(User), aliased(User)
    is_along = and_(along.visit_id == Visit.id, along.part == "second", along.ended_at.is_(None))
    joins = (
        (Case, Case.id == Visit.case_id),
        (Programme, Programme.id == Case.programme_id),
        (along, is_along),
        (second, second.id == along.user_id),
        (lead, and_(lead.id == Visit.officer_id, second.id.is_not(None))),
    )
    others = {"programme_name": Programme.name, "lead_name": lead.name, "second_name": second.name}
    return _Source(Visit, others, joins)


def _residents() -> _Source:
    others = {
        "age": Resident.date_of_birth,
        "address_lines": Address.lines,
        "postcode": Address.postcode,
        "ward": Address.ward,
        "latitude": Address.latitude,
        "longitude": Address.longitude,
    }
    return _Source(Resident, others, ((Address, Address.id == Resident.address_id),), _finish_resident)


def _finish_resident(row: WireRow, today_on: dt.date) -> None:
    fields = row["fields"]
    born_on = dt.date.fromisoformat(fields["age"]) if fields["age"] else None
    fields["age"] = find_age(born_on, today_on)
    fields["address_lines"] = fields["address_lines"] or []
    row["version"] = find_resident_version(row["version"], born_on, today_on)


def _cases() -> _Source:
    others = {"programme_code": Programme.code, "programme_name": Programme.name}
    return _Source(Case, others, ((Programme, Programme.id == Case.programme_id),))


def _markers() -> _Source:
    """A person's marker carries the address where that person lives, so that it shows for every visit there."""
    others = {
        "address_id": func.coalesce(WarningMarker.address_id, Resident.address_id),
        "expired": false(),
    }
    return _Source(WarningMarker, others, ((Resident, Resident.id == WarningMarker.resident_id),), _finish_marker)


def _finish_marker(row: WireRow, today_on: dt.date) -> None:
    review_on = dt.date.fromisoformat(row["fields"]["review_on"])
    row["fields"]["expired"] = is_expired(review_on, today_on)
    row["version"] = find_marker_version(row["version"], review_on, today_on)


def _form_versions() -> _Source:
    newest = (
        select(FormVersion.form_ref_id, func.max(FormVersion.published_at).label("published_at"))
        .where(FormVersion.retired_at.is_(None))
        .group_by(FormVersion.form_ref_id)
        .subquery()
    )
    is_newest = (newest.c.published_at == FormVersion.published_at) & FormVersion.retired_at.is_(None)
    others = {"form_id": Form.form_id, "current": func.coalesce(is_newest, false())}
    joins = ((Form, Form.id == FormVersion.form_ref_id), (newest, newest.c.form_ref_id == FormVersion.form_ref_id))
    return _Source(FormVersion, others, joins, _finish_form_version)


def _finish_form_version(row: WireRow, _today_on: dt.date) -> None:
    row["fields"]["current"] = bool(row["fields"]["current"])
    row["fields"]["media"] = phone_media(row["fields"]["media"])


_SOURCES: Mapping[str, Callable[[], _Source]] = {
    "duty_number": lambda: _Source(DutyNumber, {}),
    "shift": lambda: _Source(Shift, {}),
    "code_list": lambda: _Source(CodeList, {}),
    "form_version": _form_versions,
    "warning_marker": _markers,
    "resident": _residents,
    "case": _cases,
    "visit": _visits,
    "visit_proposal": lambda: _Source(VisitProposal, {}, version=find_proposal_version()),
}
