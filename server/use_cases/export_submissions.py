"""Take a form's submissions out of the house as a file that is written while it is sent. No audit entry, no file.

What is asked for is fixed at the start; the rows follow a page at a time, so that memory does not grow with them.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from server.attachments.byte_store import ByteStore
from server.attachments.streamed_zip import ZipEntry, stream_zip
from server.domain.exported import ExportedSubmission, SubmissionFilter, say_instant
from server.domain.permissions import may
from server.forms.csv_tables import write_csv
from server.forms.form_tables import FormTable, list_tables
from server.forms.questions import question_from_json
from server.store.audit_writes import record_audit
from server.store.exported_submissions import count_exported, iterate_exported, where_of
from server.store.forms import find_form, list_all_questions
from server.store.unit_of_work import write_transaction
from server.use_cases.export_files import list_file_entries


class ExportKind(StrEnum):
    """What is written: the form's own rows, all tables, everything nested, the photos and documents."""

    CSV = "csv"
    TABLES = "tables"
    JSON = "json"
    ATTACHMENTS = "attachments"


class NoSuchFormError(LookupError):
    """There is no form of this form_id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What somebody asked for. `originals` counts only for a role that may open originals."""

    form_id: str
    kind: ExportKind
    wanted: SubmissionFilter
    split_multiples: bool = False
    originals: bool = False
    has_scanner: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """The file: its pieces are made as they are taken, within an app context."""

    pieces: Iterator[bytes]
    content_type: str
    ending: str
    count: int


def export_submissions(order: ExportOrder, store: ByteStore, *, by_id: uuid.UUID, role: str, at: dt.datetime) -> Export:
    """Audit it, with the filter and the number of submissions, then hand out the pieces. Raises NoSuchFormError.

    Whoever may not see visits gets no names of staff; originals go to the roles that may open them, pictures to others.
    """
    order = replace(order, originals=order.originals and may(role, "originals.read"))
    where = where_of(order.wanted)
    with write_transaction() as session:
        form = find_form(session, order.form_id)
        if form is None:
            raise NoSuchFormError(order.form_id)
        questions = list_all_questions(session, form)
        count = count_exported(session, form.id, where)
        record_audit(
            session, action="export.submissions", at=at, user_id=by_id, entity_type="form", entity_id=form.id,
            fields={
                "kind": {"old": None, "new": order.kind.value},
                "filter": {"old": None, "new": order.wanted.as_json()},
                "submissions": {"old": None, "new": count},
                "originals": {"old": None, "new": order.originals},
            },
        )  # fmt: skip
    tables = list_tables([[question_from_json(one) for one in version] for version in questions])
    has_names = may(role, "visits.read")

    def read() -> Iterator[ExportedSubmission]:
        for one in iterate_exported(form.id, where, until_at=at):
            yield one if has_names else replace(one, submitter_name="")

    make = _MAKERS[order.kind]
    return Export(make(order, tables, read, store, count, at), *_TYPES[order.kind], count)


_Read = Callable[[], Iterator[ExportedSubmission]]


def _make_csv(
    order: ExportOrder, tables: list[FormTable], read: _Read, _store: ByteStore, _count: int, _at: dt.datetime
) -> Iterator[bytes]:
    for table in tables[:1]:
        yield from _encode(write_csv(table, read(), split_multiples=order.split_multiples))


def _make_tables(
    order: ExportOrder, tables: list[FormTable], read: _Read, _store: ByteStore, _count: int, _at: dt.datetime
) -> Iterator[bytes]:
    """One pass over the submissions for each table: nothing is kept meanwhile."""
    return stream_zip(
        ZipEntry(
            f"{order.form_id}{table.name.removeprefix('Submissions').replace('.', '-')}.csv".replace("/", "_"),
            _encode(write_csv(table, read(), split_multiples=order.split_multiples)),
        )
        for table in tables
    )


def _make_json(
    order: ExportOrder, _tables: list[FormTable], read: _Read, _store: ByteStore, count: int, at: dt.datetime
) -> Iterator[bytes]:
    head = {
        "form_id": order.form_id, "exported_at": say_instant(at), "filter": order.wanted.as_json(), "count": count,
    }  # fmt: skip
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "submissions": ['
    mark = b"\n"
    for one in read():
        yield mark + json.dumps(_as_json(one), ensure_ascii=False).encode("utf-8", "replace")
        mark = b",\n"
    yield b"\n]}\n"


def _make_attachments(
    order: ExportOrder, _tables: list[FormTable], read: _Read, store: ByteStore, _count: int, _at: dt.datetime
) -> Iterator[bytes]:
    return stream_zip(list_file_entries(store, read(), originals=order.originals, has_scanner=order.has_scanner))


def _as_json(one: ExportedSubmission) -> dict[str, Any]:
    return {
        "instance_id": one.instance_id,
        "submitted_at": say_instant(one.received_at),
        "submitter": {"id": str(one.submitter_id), "name": one.submitter_name} if one.submitter_id else None,
        "visit_id": str(one.visit_id) if one.visit_id else None,
        "review_state": one.review_state,
        "form_version": one.form_version,
        "attachments": {"present": one.attachments_present, "expected": one.attachments_expected},
        "corrects": one.deprecated_id or None,
        "corrected_by": one.corrected_by or None,
        "answers": one.answers,
    }


def _encode(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)


_MAKERS: dict[ExportKind, Callable[..., Iterator[bytes]]] = {
    ExportKind.CSV: _make_csv,
    ExportKind.TABLES: _make_tables,
    ExportKind.JSON: _make_json,
    ExportKind.ATTACHMENTS: _make_attachments,
}
_TYPES = {
    ExportKind.CSV: ("text/csv; charset=utf-8", "csv"),
    ExportKind.TABLES: ("application/zip", "zip"),
    ExportKind.JSON: ("application/json", "json"),
    ExportKind.ATTACHMENTS: ("application/zip", "zip"),
}
