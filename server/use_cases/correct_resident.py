"""Correct who and where a resident is: name, date of birth, address. With a reason, and only on what the page had shown.

Not merged as a phone's edit is: of two people at once the second is told, and nothing of theirs is half-written (decision 57).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.domain.field_policy import parse_date
from server.domain.import_row import ReadRow
from server.domain.phone_window import find_council_date
from server.domain.resident_correction import (
    ANOTHER_DOOR,
    SAME_DOOR,
    CorrectionWords,
    ReadCorrection,
    read_correction,
)
from server.domain.wire_value import json_value
from server.store.address_writes import (
    AddressBook,
    find_by_uprn,
    find_other_door,
    list_doors_of,
    list_people_behind,
    respell_door,
)
from server.store.audit_writes import record_audit
from server.store.day_order_writes import order_day
from server.store.decision_ground import lock_people
from server.store.marker_writes import move_markers_of
from server.store.pairs import list_seconds
from server.store.programmes import lock_gate_of_imports
from server.store.push_telling import queue_telling
from server.store.resident_writes import move_waiting_visits, rebuild_search_text
from server.store.row_writes import append_server_operation, change_row
from server.store.tables import Address, Resident, Visit
from server.store.unit_of_work import write_transaction

KIND = "resident.correct"
_NAMES = ("first_name", "middle_name", "last_name")


@dataclass(frozen=True, slots=True)
class Corrected:
    """What changed, by the names under which the audit trail has it, and how many visits go to another door with it."""

    fields: tuple[str, ...]
    visits_moved: int = 0


def correct_resident(
    resident_id: uuid.UUID, typed: CorrectionWords, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> Corrected | None:
    """None, and nothing written, where nothing was changed. Raises ChangeRefusedError."""
    read = read_correction(typed, find_council_date(at))
    with write_transaction() as session:
        lock_gate_of_imports(session)  # a list that brings the same door waits, so that there is one
        behind = list_people_behind(session, resident_id) if read.door == SAME_DOOR else []
        doors = list_doors_of(session, resident_id, read.row) if read.door != SAME_DOOR else []
        people = {resident_id, *behind}
        resident = lock_people(session, people, also_at=doors, with_days=True).residents.get(resident_id)
        if resident is None or resident.merged_into_id is not None:
            raise ChangeRefusedError(NOT_FOUND)
        if resident.version != seen_version:
            raise ChangeRefusedError(CHANGED_MEANWHILE)
        return _Correction(session, resident, read, by_id=by_id, at=at).write()


class _Correction:
    """One correction under way, on locked rows."""

    def __init__(
        self, session: Session, resident: Resident, read: ReadCorrection, *, by_id: uuid.UUID, at: dt.datetime
    ) -> None:
        self.session, self.resident, self.read, self.by_id, self.at = session, resident, read, by_id, at
        self.here = session.get(Address, resident.address_id) if resident.address_id else None

    def write(self) -> Corrected | None:
        """All that follows from it."""
        row = self.read.row
        values: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
        values["date_of_birth"] = parse_date(row.date_of_birth)
        audited = {
            name: {"old": json_value(getattr(self.resident, name)), "new": json_value(value)}
            for name, value in values.items()
            if getattr(self.resident, name) != value
        }
        corrected, before = set(audited), _door_values(self.here)
        there, is_respelt = self.here, False
        if before != _door_values(row):
            there, is_respelt = self._find_door(row)
            values["address_id"] = there.id
            corrected.add("address_id")  # also where it was only spelt otherwise: no list spells it back
        elif not audited:
            return None
        moved = self._write_person(values, there)
        if is_respelt:
            self._write_door(row)
        self.resident.corrected_fields = sorted({*self.resident.corrected_fields, *corrected})
        after = _door_values(there)
        audited |= {name: {"old": before[name], "new": after[name]} for name in before if before[name] != after[name]}
        record_audit(
            self.session, action="resident.correct", at=self.at, user_id=self.by_id, entity_type="resident",
            entity_id=self.resident.id, fields=audited,
        )  # fmt: skip
        return Corrected(tuple(audited), moved)

    def _find_door(self, row: ReadRow) -> tuple[Address, bool]:
        """Where they live by what was typed, found as a list's row is; and whether it is the door of before, spelt otherwise."""
        if not (row.lines or row.postcode):
            raise ChangeRefusedError({"address": "missing"})
        if self.here is None:
            return self._look_up(row), False
        if self.read.door == SAME_DOOR:
            if find_other_door(self.session, row, self.here) is not None:
                raise ChangeRefusedError({"door": "is_another"})
            return self.here, True
        if self.read.door != ANOTHER_DOOR:
            raise ChangeRefusedError({"door": "missing"})
        # The number of the old door is left over in its field, as the page had filled it in.
        there = self._look_up(row if row.uprn != self.here.uprn else replace(row, uprn=None))
        if there is self.here:
            raise ChangeRefusedError({"door": "is_the_same"})
        return there, False

    def _look_up(self, row: ReadRow) -> Address:
        held = find_by_uprn(self.session, row.uprn)
        if held is not None and row.postcode and held.postcode and held.postcode != row.postcode:
            raise ChangeRefusedError({"uprn": "of_other_door"})  # a list's slip is passed over; a person can look again
        there = AddressBook(self.session, [row], now=self.at).find_or_add(row)
        assert there is not None, "the row has lines or a postcode"
        self.session.flush()
        return there

    def _write_person(self, values: dict[str, Any], there: Address | None) -> int:
        """The row, the one log, and what hangs on where somebody lives. How many visits moved."""
        resident = self.resident
        moves = there is not None and there.id != resident.address_id
        change_row(
            self.session, resident, values, kind="resident.correct", entity_type="resident", user_id=self.by_id,
            now=self.at, payload={"note": self.read.reason},
        )  # fmt: skip
        rebuild_search_text(resident, there)
        if there is None or not moves:
            return 0
        moved = move_waiting_visits(self.session, resident.id, there.id, now=self.at)
        self._tell_who_goes(moved)
        doors = [there.id, self.here.id if self.here is not None else None]
        move_markers_of(self.session, [resident.id], doors, by_id=self.by_id, at=self.at)
        return len(moved)

    def _tell_who_goes(self, moved: Sequence[Visit]) -> None:
        """Whoever walks to another door now hears of it, and their day is ordered by where it is."""
        days = {(visit.officer_id, visit.planned_on) for visit in moved if visit.officer_id is not None}
        along = list_seconds(self.session, [visit.id for visit in moved])
        queue_telling(self.session, {officer_id for officer_id, _ in days} | set(along.values()), at=self.at)
        for officer_id, day in sorted(days, key=str):
            order_day(self.session, officer_id, day, by_id=self.by_id, at=self.at)

    def _write_door(self, row: ReadRow) -> None:
        """The door's own spelling: for everybody behind it, whose histories say so; the words stay with whom they are about."""
        assert self.here is not None, "only a door that is known can be spelt otherwise"
        for person in respell_door(self.session, self.here, row, now=self.at):
            append_server_operation(
                self.session, kind="resident.door", entity_type="resident", entity_id=person.id, user_id=self.by_id,
                now=self.at, payload={"note": self.read.reason} if person is self.resident else {},
            )  # fmt: skip


def _door_values(door: Address | ReadRow | None) -> dict[str, Any]:
    """An address by the names that the audit trail and the table of fields have for its parts."""
    if door is None:
        return {"address_lines": [], "postcode": None, "uprn": None}
    return {"address_lines": list(door.lines), "postcode": door.postcode, "uprn": door.uprn}
