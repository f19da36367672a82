"""Undo an imported batch: remove whom it brought and put back what it changed, but leave, and list, whoever was worked with since.

A chunk of rows in each transaction, the last applied first; may be killed at any moment and run again. Undoing twice is undoing once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.field_policy import parse_date
from server.domain.wire_value import json_value
from server.store.address_writes import list_doors
from server.store.audit_writes import record_audit
from server.store.import_batches import get_batch
from server.store.import_undo import WORKED_ON, find_left, list_rows_to_undo, why_not_undoable
from server.store.import_undo_writes import (
    lock_residents_to_undo,
    put_source_back,
    remove_case,
    remove_empty_doors,
    remove_residents,
)
from server.store.jobs import queue_job
from server.store.marker_writes import move_markers_of
from server.store.operations import find_operations
from server.store.programmes import lock_gate_of_imports
from server.store.resident_writes import move_waiting_visits, rebuild_search_text
from server.store.row_writes import append_server_operation, change_row
from server.store.tables import Address, ImportBatch, ImportRow, Resident
from server.store.unit_of_work import write_transaction
from server.store.visit_locks import lock_undone_around
from server.use_cases.apply_import import Clock

UNDO_JOB = "undo_import"
CHUNK = 300


class ImportNotUndoneError(Exception):
    """The batch cannot be undone; `reason` is not_imported, gazetteer or too_old. Nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def request_undo(batch_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime, queue: bool = True) -> None:
    """Let the worker undo the batch. Raises ImportNotUndoneError; asking twice is asking once."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status in ("undoing", "undone"):
            return
        if reason := why_not_undoable(session, batch):
            raise ImportNotUndoneError(reason)
        batch.status, batch.rows_done, batch.undone_by_id = "undoing", 0, by_id
        if queue:
            queue_job(session, UNDO_JOB, {"batch_id": str(batch_id)}, now=at, unique_key=f"{UNDO_JOB}:{batch_id}")
        record_audit(
            session, action="import.undo", at=at, user_id=by_id, entity_type="import_batch", entity_id=batch_id
        )


def undo_import(batch_id: uuid.UUID, *, clock: Clock) -> None:
    """Undo what is left of the batch. Does nothing to one that nobody asked to undo."""
    while _undo_chunk(batch_id, now=clock()):
        pass
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status == "undoing":
            batch.status, batch.rows_done, batch.undone_at = "undone", batch.rows_total, clock()


def _undo_chunk(batch_id: uuid.UUID, *, now: dt.datetime) -> bool:
    """Undo the next rows; False when none is left."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        rows = list_rows_to_undo(session, batch_id, limit=CHUNK) if batch.status == "undoing" else []
        if not rows:
            return False
        lock_gate_of_imports(session)
        _ChunkUndo(session, batch, rows, now=now).run()
        batch.rows_done += len(rows)
        return True


class _ChunkUndo:
    """Undoes the rows of one chunk on locked residents."""

    def __init__(self, session: Session, batch: ImportBatch, rows: Sequence[ImportRow], *, now: dt.datetime) -> None:
        self._session = session
        self._batch = batch
        self._rows = rows
        self._now = now
        ids = {row.resident_id for row in rows if row.resident_id is not None}
        named = [uuid.UUID(row.undo["op_id"]) for row in rows if row.undo and "op_id" in row.undo]
        self._operations = {str(op_id): operation for op_id, operation in find_operations(session, named).items()}
        lock_undone_around(session, ids, {*list_doors(session, ids), *self._list_doors_before()})
        self._residents = lock_residents_to_undo(session, ids)
        self._doors = {one.address_id for one in self._residents.values() if one.address_id is not None}
        self._left = find_left(session, batch, only=ids)

    def run(self) -> None:
        """Put back, then remove; every row says that it is through."""
        removed = {}
        for row in self._rows:
            row.undone_at = self._now
            resident = self._residents.get(row.resident_id) if row.resident_id is not None else None
            if resident is None or row.undo is None:
                continue
            if resident.id in self._left:
                row.left_because = self._left[resident.id]
            elif row.undo.get("made"):
                removed[resident.id] = row
            elif not self._put_back(resident, row.undo):
                row.left_because = WORKED_ON
        for resident_id in removed:
            self._log("resident.import_undone", "resident", resident_id)
        for row in self._rows:
            if row.resident_id in removed:
                row.resident_id = None
        self._session.flush()
        remove_residents(self._session, removed.keys())
        remove_empty_doors(self._session, self._doors)

    def _list_doors_before(self) -> list[uuid.UUID]:
        """Where people go back to."""
        edits = [operation.envelope["fields"].get("address_id") for operation in self._operations.values()]
        return [uuid.UUID(edit["base_value"]) for edit in edits if edit and edit["base_value"]]

    def _put_back(self, resident: Resident, undo: Mapping[str, Any]) -> bool:
        """Give the resident what stood before the row; False, and nothing done, where a value has moved since."""
        operation = self._operations.get(undo.get("op_id", ""))
        fields = operation.envelope["fields"] if operation is not None else {}
        if any(json_value(getattr(resident, name)) != edit["value"] for name, edit in fields.items()):
            return False
        values = {name: _as_column(name, edit["base_value"]) for name, edit in fields.items()}
        if values:
            self._change(resident, values)
        if "source" in undo:
            put_source_back(self._session, undo["source"])
        if "case_id" in undo:
            case_id = uuid.UUID(undo["case_id"])
            self._log("case.import_undone", "case", case_id)
            remove_case(self._session, case_id)
        return True

    def _change(self, resident: Resident, values: dict[str, Any]) -> None:
        before_id = resident.address_id
        change_row(
            self._session,
            resident,
            values,
            kind="resident.import_undone",
            entity_type="resident",
            user_id=self._batch.undone_by_id,
            now=self._now,
            payload={"batch_id": str(self._batch.id)},
        )
        address = self._session.get(Address, resident.address_id) if resident.address_id else None
        if "address_id" in values and address is not None:
            move_waiting_visits(self._session, resident.id, address.id, now=self._now)
            move_markers_of(
                self._session, [resident.id], [before_id, address.id], by_id=self._batch.undone_by_id, at=self._now
            )
        rebuild_search_text(resident, address)

    def _log(self, kind: str, entity_type: str, entity_id: uuid.UUID) -> None:
        append_server_operation(
            self._session,
            kind=kind,
            entity_type=entity_type,
            entity_id=entity_id,
            user_id=self._batch.undone_by_id,
            now=self._now,
            payload={"batch_id": str(self._batch.id)},
        )


def _as_column(name: str, value: Any) -> Any:
    """A value of the log as its column holds it."""
    if value is None:
        return None
    if name == "date_of_birth":
        return parse_date(value)
    return uuid.UUID(value) if name == "address_id" else value
