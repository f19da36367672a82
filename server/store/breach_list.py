"""Reads whose data was on a phone and when: the log of rows that came and went, and what the phone holds now.

A row that is no longer in the tables is still listed, by what is left of it. Decides nothing about what could be read.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.address_values import one_line
from server.domain.breach import PhoneFacts, Stay, merge_stays
from server.domain.phone_rows import PERSONAL_TYPES
from server.domain.view import RowKey
from server.domain.words import DeviceOrder
from server.store.device_orders import list_standing_orders
from server.store.phone_conflicts import find_residents
from server.store.tables import (
    Address,
    Case,
    Conflict,
    Device,
    Programme,
    Resident,
    ViewMembership,
    Visit,
    VisitProposal,
    WarningMarker,
)
from server.store.views import find_device_view, unpack_view

_AT_ONCE = 500
_ORDER = ("resident", "case", *(row_type for row_type in PERSONAL_TYPES if row_type != "resident"))
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row that was on the phone: its type, what tells it from others of its type, and when."""

    row_type: str
    what: Any
    stay: Stay


@dataclass(slots=True)
class Affected:
    """One person, or one door where a row is about a door only. `resident_id` None: not a resident the council knows."""

    resident_id: uuid.UUID | None
    name: str
    address: str
    rows: list[HeldRow] = field(default_factory=list)


def find_phone_facts(session: Session, device: Device) -> PhoneFacts:
    """What bears on whether the phone can be read."""
    said = {order.kind: order.obeyed_at for order in list_standing_orders(session, [device.id]).get(device.id, ())}
    is_word = device.upload_ticket_hash is not None
    return PhoneFacts(
        schema=device.schema,
        last_contact_at=device.last_contact_at,
        lost_at=device.lost_at,
        wiped_at=said.get(DeviceOrder.WIPE),
        locked_at=said.get(DeviceOrder.LOCK),
        signed_out_at=None if is_word else device.signed_out_at,
        said_signed_out_at=device.signed_out_at if is_word else None,
    )


def list_affected(session: Session, device_id: str) -> list[Affected]:
    """Everybody whose data is or was on the phone, by name; each with their rows, the oldest first."""
    stays = _find_stays(session, device_id)
    ids: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row_type, row_id in stays:
        ids[row_type].add(uuid.UUID(row_id))
    visits = _load(session, Visit, ids["visit"])
    cases = _load(session, Case, {visit.case_id for visit in visits.values()})
    stays |= _find_case_stays(stays, visits)
    markers = _load(session, WarningMarker, ids["warning_marker"])
    conflicts = _load(session, Conflict, ids["conflict"])
    proposals = _load(session, VisitProposal, ids["visit_proposal"])
    about = find_residents(session, list(conflicts.values()))
    owners: dict[RowKey, uuid.UUID | None] = {("resident", str(one)): one for one in ids["resident"]}
    owners |= {("visit", str(key)): visit.resident_id for key, visit in visits.items()}
    owners |= {("case", str(key)): case.resident_id for key, case in cases.items()}
    owners |= {("warning_marker", str(key)): marker.resident_id for key, marker in markers.items()}
    owners |= {("conflict", str(key)): about.get(conflict.entity_id) for key, conflict in conflicts.items()}
    programmes = {row.id: row.name for row in session.execute(select(Programme.id, Programme.name))}
    whats: dict[RowKey, Any] = {("visit", str(key)): visit.planned_on for key, visit in visits.items()}
    whats |= {("case", str(key)): programmes.get(case.programme_id) for key, case in cases.items()}
    whats |= {("warning_marker", str(key)): marker.instruction for key, marker in markers.items()}
    whats |= {("conflict", str(key)): conflict.field for key, conflict in conflicts.items()}
    people = _find_people(session, {owner for owner in owners.values() if owner is not None})
    doors = _find_doors(session, markers.values())
    found: dict[object, Affected] = {}
    for key, row_stays in stays.items():
        owner = owners.get(key)
        person = people.get(owner) if owner is not None else None
        if person is None:
            person = _find_other(key, doors, proposals)
        place = person.resident_id or (person.name, person.address)
        kept = found.setdefault(place, Affected(person.resident_id, person.name, person.address))
        kept.rows += [HeldRow(key[0], whats.get(key), stay) for stay in row_stays]
    for person in found.values():
        person.rows.sort(key=_order_of)
    return sorted(
        found.values(), key=lambda one: (not one.name, one.name.casefold(), one.address, str(one.resident_id))
    )


def _find_stays(session: Session, device_id: str) -> dict[RowKey, Sequence[Stay]]:
    view = find_device_view(session, device_id)
    known = view.view if view is not None else 0
    stays: dict[RowKey, list[Stay]] = defaultdict(list)
    log = select(ViewMembership).where(ViewMembership.device_id == device_id).order_by(ViewMembership.id)
    for one in session.scalars(log):
        has_dropped = one.left_view is not None and one.left_view <= known
        stays[one.entity_type, str(one.entity_id)].append(
            Stay(one.entered_at, one.left_at, one.left_reason, has_dropped)
        )
    held = unpack_view(view.held) | unpack_view(view.pending_held) if view is not None else {}
    for key in held:
        is_logged = any(stay.left_at is None or not stay.has_dropped for stay in stays.get(key, ()))
        if key[0] in PERSONAL_TYPES and not is_logged:
            stays[key].append(Stay(None, None))
    return {key: merge_stays(found) for key, found in stays.items()}


def _find_case_stays(
    stays: Mapping[RowKey, Sequence[Stay]], visits: Mapping[uuid.UUID, Visit]
) -> dict[RowKey, Sequence[Stay]]:
    """A case is not logged by itself: it comes and goes with its visits."""
    found: dict[RowKey, list[Stay]] = defaultdict(list)
    for (row_type, row_id), row_stays in stays.items():
        visit = visits.get(uuid.UUID(row_id)) if row_type == "visit" else None
        if visit is not None:
            found["case", str(visit.case_id)] += row_stays
    return {key: merge_stays(row_stays) for key, row_stays in found.items()}


def _load(session: Session, table: type[Row], ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    wanted, rows = sorted(ids), {}
    key: Any = table
    for start in range(0, len(wanted), _AT_ONCE):
        for row in session.scalars(select(table).where(key.id.in_(wanted[start : start + _AT_ONCE]))):
            rows[row.id] = row  # type: ignore[attr-defined]
    return rows


def _find_people(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Affected]:
    residents = _load(session, Resident, ids)
    doors = _load(session, Address, {one.address_id for one in residents.values() if one.address_id is not None})
    return {
        key: Affected(key, _name(one.first_name, one.last_name), _door(doors, one.address_id))
        for key, one in residents.items()
    }


def _find_doors(session: Session, markers: Iterable[WarningMarker]) -> dict[uuid.UUID, str]:
    """Addresses of markers that are about a door, by marker."""
    of_doors = {marker.id: marker.address_id for marker in markers if marker.resident_id is None}
    doors = _load(session, Address, {address_id for address_id in of_doors.values() if address_id is not None})
    return {key: _door(doors, address_id) for key, address_id in of_doors.items()}


def _find_other(key: RowKey, doors: Mapping[uuid.UUID, str], proposals: Mapping[uuid.UUID, VisitProposal]) -> Affected:
    """Whom a row is about that is about no resident: a door, or somebody an officer met."""
    row_id = uuid.UUID(key[1])
    if key[0] == "visit_proposal" and row_id in proposals:
        proposal = proposals[row_id]
        return Affected(None, _name(proposal.first_name, proposal.last_name), proposal.address_text or "")
    return Affected(None, "", doors.get(row_id, ""))


def _name(first: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, last) if part)


def _door(doors: Mapping[uuid.UUID, Address], address_id: uuid.UUID | None) -> str:
    address = doors.get(address_id) if address_id is not None else None
    return one_line(address.lines, address.postcode) if address else ""


def _order_of(row: HeldRow) -> tuple[Any, ...]:
    entered = row.stay.entered_at
    return (entered is not None, entered, _ORDER.index(row.row_type), str(row.what))
