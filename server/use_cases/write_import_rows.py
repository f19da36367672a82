"""Write what classified lines say: residents, addresses, sources, cases and holds, each change through the one log.

Decides nothing that `classify_import_rows` has not decided, and opens no transaction.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.import_row import ReadRow
from server.domain.words import RowVerdict
from server.store.address_writes import AddressBook
from server.store.case_writes import list_residents_with_case, open_case
from server.store.database import new_id
from server.store.hold_writes import place_death_hold
from server.store.import_writes import mark_sources_seen
from server.store.marker_writes import move_markers_of
from server.store.match_candidates import Known, search_text
from server.store.resident_writes import move_waiting_visits, rebuild_search_text
from server.store.row_writes import change_row, create_row
from server.store.tables import Address, ImportBatch, ImportRow, Resident, ResidentSource
from server.use_cases.classify_import_rows import Classified

_SHOWN = ("first_name", "middle_name", "last_name", "date_of_birth", "mobile", "landline", "email", "nhs_number")


class RowWriter:
    """Writes one chunk of lines in three rounds, doors, people, then what hangs on them, so that a row never precedes what it names."""

    def __init__(
        self, session: Session, batch: ImportBatch, known: Known, rows: Sequence[ReadRow], *, now: dt.datetime
    ) -> None:
        self._session = session
        self._batch = batch
        self._known = known
        self._now = now
        self._book = AddressBook(session, rows, now=now)
        self._doors: dict[int, Address | None] = {}
        self._people: dict[int, Resident] = {}
        self._seen: list[uuid.UUID] = []
        self._undo: dict[int, dict[str, Any]] = defaultdict(dict)
        self._numbers = {resident.nhs_number for resident in known.residents.values() if resident.nhs_number}
        self._with_case = list_residents_with_case(session, known.residents, batch.programme_id)

    def write(self, rows: Sequence[ImportRow], answers: Sequence[Classified]) -> None:
        """Write every line and say on it that this is done; a line that turns out to need a person waits for one."""
        for row, answer in zip(rows, answers, strict=True):
            self._say(row, answer)
        written = [pair for pair in zip(rows, answers, strict=True) if pair[0].applied_at is not None]
        for _, answer in written:
            if answer.verdict is RowVerdict.NEW or answer.moves:
                self._doors[answer.line.number] = self._book.find_or_add(answer.line.row)
        self._session.flush()
        for _, answer in written:
            self._write_person(answer)
        self._session.flush()
        for row, answer in written:
            person = self._people.get(answer.line.number)
            if person is not None:
                row.resident_id = person.id
                self._write_what_hangs_on(person, answer)
                row.undo = self._undo[answer.line.number]
        self._session.flush()
        mark_sources_seen(self._session, self._seen, self._batch.id)

    def _say(self, row: ImportRow, answer: Classified) -> None:
        row.verdict, row.reasons = answer.verdict, answer.reasons
        row.normalised = answer.line.row.received()
        row.candidates = [{"person_id": one.person_id, "reason": one.reason} for one in answer.candidates]
        if answer.verdict is not RowVerdict.DECIDE:
            row.applied_at = self._now
        else:
            row.decision = None

    def _write_what_hangs_on(self, resident: Resident, answer: Classified) -> None:
        """The source, the hold and the case of one line."""
        undo = self._undo[answer.line.number]
        if not answer.outdated:
            undo["source"] = self._keep_source(resident, answer)
        elif answer.source is not None:
            self._seen.append(answer.source.id)
            undo["source"] = _before(answer.source)
        if answer.line.row.death_reported and self._hold(resident, answer.line.row):
            undo["held"] = True
        if resident.id not in self._with_case and not resident.on_hold:
            undo["case_id"] = str(self._open_case(resident))

    def _write_person(self, answer: Classified) -> None:
        """Make or change who the line is about. Nobody is noted for a line that says only what a later one brings."""
        number = answer.line.number
        if answer.verdict is RowVerdict.NEW:
            self._people[number] = self._add_resident(answer.line.row, self._doors.get(number))
            self._undo[number]["made"] = True
            return
        person = answer.resident if answer.resident is not None else self._people.get(answer.same_line or 0)
        if person is not None:
            self._people[number] = person
            if not answer.outdated:
                self._change_resident(person, answer)

    def _add_resident(self, row: ReadRow, address: Address | None) -> Resident:
        values: dict[str, Any] = {name: getattr(row, name) for name in _SHOWN}
        values["date_of_birth"] = _date(row.date_of_birth)
        if (
            row.nhs_number in self._numbers
        ):  # a person decided that this is somebody else; the number stays with its holder
            values["nhs_number"] = None
        elif row.nhs_number:
            self._numbers.add(row.nhs_number)
        if address is not None:
            values["address_id"] = address.id
        resident = Resident(
            id=new_id(),
            **values,
            corrected_fields=[],
            on_hold=False,
            recent_outcomes=[],
            search_text=search_text(row.received()),
            created_at=self._now,
        )
        create_row(
            self._session,
            resident,
            kind="resident.create",
            entity_type="resident",
            user_id=self._batch.confirmed_by_id,
            now=self._now,
            values={name: value for name, value in values.items() if value is not None},
            payload=self._origin(),
        )
        self._known.residents[resident.id] = resident
        if address is not None:
            self._known.addresses[address.id] = address
        return resident

    def _change_resident(self, resident: Resident, answer: Classified) -> None:
        values, before_id = dict(answer.changes), resident.address_id
        if "date_of_birth" in values:
            values["date_of_birth"] = _date(values["date_of_birth"])
        if values.get("nhs_number") in self._numbers:
            del values["nhs_number"]
        address = self._known.address_of(resident)
        if answer.moves:
            address = self._doors.get(answer.line.number) or address
            values["address_id"] = address.id if address is not None else None
        operation = change_row(
            self._session,
            resident,
            values,
            kind="resident.import",
            entity_type="resident",
            user_id=self._batch.confirmed_by_id,
            now=self._now,
            payload=self._origin(),
        )
        if operation is None:
            return
        self._undo[answer.line.number]["op_id"] = str(operation.op_id)
        if values.get("nhs_number"):
            self._numbers.add(values["nhs_number"])
        if "address_id" in values and address is not None:
            self._known.addresses[address.id] = address
            move_waiting_visits(self._session, resident.id, address.id, now=self._now)
            move_markers_of(
                self._session, [resident.id], [before_id, address.id], by_id=self._batch.confirmed_by_id, at=self._now
            )
        rebuild_search_text(resident, address)

    def _keep_source(self, resident: Resident, answer: Classified) -> dict[str, Any]:
        """Keep what the feed said beside what is shown; returns what it said before."""
        row, source = answer.line.row, answer.source
        if source is None:
            source = ResidentSource(
                id=new_id(),
                resident_id=resident.id,
                layout=str(self._batch.layout),
                key=self._free_key(row),
                received=row.received(),
                row_hash=row.row_hash(),
                first_batch_id=self._batch.id,
                last_batch_id=self._batch.id,
                received_at=self._now,
            )
            self._session.add(source)
            self._known.sources[source.key] = source
            return {"id": str(source.id), "made": True}
        before = _before(source)
        self._seen.append(source.id)
        if source.received != row.received():
            before |= {
                "resident_id": str(source.resident_id),
                "received": source.received,
                "row_hash": source.row_hash,
                "received_at": source.received_at.isoformat(),
            }
            source.resident_id = resident.id
            source.received, source.row_hash, source.received_at = row.received(), row.row_hash(), self._now
        return before

    def _free_key(self, row: ReadRow) -> str:
        """The feed's key, unless it stands for somebody else already."""
        for key in (row.key, row.other_key):
            if key not in self._known.sources:
                return key
        return f"{row.other_key}|{new_id()}"

    def _hold(self, resident: Resident, row: ReadRow) -> bool:
        return place_death_hold(
            self._session,
            resident,
            # A report that was lifted must not silence a later one: a death with a date is another report than a flag.
            source=f"import:{self._batch.layout}:{row.died_on or 'informal'}",
            details={"died_on": row.died_on, "batch_id": str(self._batch.id)},
            user_id=self._batch.confirmed_by_id,
            now=self._now,
        )

    def _open_case(self, resident: Resident) -> uuid.UUID:
        assert self._batch.programme_id is not None, "a list of people is confirmed under a programme"
        self._with_case.add(resident.id)
        case = open_case(
            self._session,
            resident.id,
            self._batch.programme_id,
            user_id=self._batch.confirmed_by_id,
            now=self._now,
            origin=self._origin(),
        )
        return case.id

    def _origin(self) -> dict[str, Any]:
        return {"batch_id": str(self._batch.id), "layout": self._batch.layout}


def _before(source: ResidentSource) -> dict[str, Any]:
    """Which batch named the source last, before this one."""
    return {"id": str(source.id), "last_batch_id": str(source.last_batch_id)}


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
