"""Merge two records of one person, or take the merge back. One record keeps everything; the other leads to it and loses nothing.

Two different NHS numbers or dates of birth forbid it; so do a death reported of one of them and a conflict that waits.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.phone_window import find_council_date
from server.domain.resident_merge import (
    KEPT,
    MERGED,
    MERGED_FIELDS,
    list_choices,
    list_forbidding,
    merged_corrections,
    merged_values,
    more_cautious,
)
from server.domain.wire_value import json_value
from server.domain.words import UNDONE_VISIT_STATUSES, CaseStatus
from server.store.address_writes import list_doors
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.decision_ground import DecisionGround, lock_people
from server.store.follow_ups import find_last_visit
from server.store.marker_writes import move_markers_of
from server.store.merge_writes import move_rows, move_rows_back
from server.store.resident_writes import move_waiting_visits, rebuild_search_text
from server.store.row_writes import change_row
from server.store.tables import Address, Case, ContactPreference, Resident, ResidentMerge
from server.store.unit_of_work import write_transaction
from server.use_cases.follow_up_visit import keep_asked_day
from server.use_cases.join_calls import join_calls, part_calls, part_unnoted_calls

_PREFERENCES = ("call", "text", "email", "visit", "safe_to_leave_message")


class ResidentsNotMergedError(Exception):
    """`reason`: not_found, forbidden, held, conflicts, visits, undecided or undone. `fields` names what forbids or waits. Nothing was written."""

    def __init__(self, reason: str, fields: list[str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields or []


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder:
    """Which record stays, which leads to it, and by field whose value stands ("kept" or "merged")."""

    kept_id: uuid.UUID
    merged_id: uuid.UUID
    chosen: Mapping[str, str]
    by_id: uuid.UUID


def merge_residents(order: MergeOrder, *, at: dt.datetime) -> uuid.UUID:
    """Merge, and return the merge's id, by which it can be taken back. Raises ResidentsNotMergedError."""
    with write_transaction() as session:
        kept, merged, ground = _lock(session, order.kept_id, order.merged_id)
        ours, theirs = values_of(kept), values_of(merged)
        _refuse_where_forbidden(ground, kept, merged, order.chosen)
        taken = merged_values(ours, theirs, order.chosen)
        note: dict[str, Any] = {
            "fields": {name: json_value(ours[name]) for name in taken},
            "corrected_fields": list(kept.corrected_fields),
            "merged_nhs_number": merged.nhs_number,
        }
        pairs = _pairs_of_cases(ground, kept, merged)
        _refuse_where_both_are_visited(ground, pairs)
        note["cases"] = [_join_case(session, *pair, order.by_id, at) for pair in pairs]
        session.flush()
        note["rows"] = move_rows(session, Resident, source_id=merged.id, to_id=kept.id, now=at)
        session.expire_all()  # what was moved is read again
        _join_preferences(session, kept.id, merged.id, at)
        merge_id = new_id()
        corrected = merged_corrections(kept.corrected_fields, merged.corrected_fields, taken)
        gone = {"merged_into_id": kept.id, "nhs_number": None}
        _change(session, merged, gone, "resident.merged", merge_id, order.by_id, at)
        session.flush()  # the number must be free before the other record takes it
        kept.corrected_fields = corrected
        _change(session, kept, taken, "resident.merge", merge_id, order.by_id, at)
        note["kept_version"] = kept.version
        _let_pairs_follow(session, kept, merged, ours["address_id"], order.by_id, at)
        merge = ResidentMerge(
            id=merge_id, kept_id=kept.id, merged_id=merged.id, merged_by_id=order.by_id, merged_at=at, moved=note
        )
        session.add(merge)
        _audit(session, "resident.merge", merge, order.by_id, at)
        return merge.id


def undo_merge(merge_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Take a merge back: what was moved and still is there returns; what came since stays with the record that was kept."""
    with write_transaction() as session:
        merge = session.get(ResidentMerge, merge_id, with_for_update={"key_share": True})
        if merge is None:
            raise ResidentsNotMergedError("not_found")
        if merge.undone_at is not None:
            raise ResidentsNotMergedError("undone")
        people, was_at = {merge.kept_id, merge.merged_id}, merge.moved["fields"].get("address_id")
        doors = {*list_doors(session, people), *([uuid.UUID(was_at)] if was_at else ())}
        lock_people(session, people, also_at=doors)
        kept, merged = session.get_one(Resident, merge.kept_id), session.get_one(Resident, merge.merged_id)
        if kept.merged_into_id is not None or merged.merged_into_id != kept.id:
            raise ResidentsNotMergedError("undone")
        note = merge.moved
        now_ours = values_of(kept)
        before = {name: _as_column(name, value) for name, value in note["fields"].items()}
        # A value that somebody changed since is theirs and stays.
        back = {name: value for name, value in before.items() if not _changed_since(kept, name, merge)}
        number = note["merged_nhs_number"]
        merged_back: dict[str, Any] = {"merged_into_id": None}
        if number and ("nhs_number" in back or now_ours["nhs_number"] != number):
            merged_back["nhs_number"] = number
        kept.corrected_fields = sorted({*note["corrected_fields"], *(set(kept.corrected_fields) - set(back))})
        _change(session, kept, back, "resident.merge_undone", merge.id, by_id, at)
        session.flush()
        _change(session, merged, merged_back, "resident.merge_undone", merge.id, by_id, at)
        move_rows_back(session, Resident, note["rows"], from_id=kept.id, to_id=merged.id, now=at)
        for joined in note["cases"]:
            _part_case(session, joined, by_id, at)
        _let_pairs_follow(session, kept, merged, now_ours["address_id"], by_id, at)
        merge.undone_at = at
        _audit(session, "resident.merge_undone", merge, by_id, at)


def values_of(resident: Resident) -> dict[str, Any]:
    """What is compared and merged of a record."""
    return {name: getattr(resident, name) for name in MERGED_FIELDS}


def _lock(session: Session, kept_id: uuid.UUID, merged_id: uuid.UUID) -> tuple[Resident, Resident, DecisionGround]:
    people = {kept_id, merged_id}
    ground = lock_people(session, people, also_at=list_doors(session, people))
    kept, merged = ground.residents.get(kept_id), ground.residents.get(merged_id)
    if kept is None or merged is None or kept is merged:
        raise ResidentsNotMergedError("not_found")
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise ResidentsNotMergedError("not_found")
    return kept, merged, ground


def _refuse_where_forbidden(
    ground: DecisionGround, kept: Resident, merged: Resident, chosen: Mapping[str, str]
) -> None:
    ours, theirs = values_of(kept), values_of(merged)
    if fields := list_forbidding(ours, theirs):
        raise ResidentsNotMergedError("forbidden", fields)
    if kept.on_hold != merged.on_hold:
        raise ResidentsNotMergedError("held")
    if any(entity_id in (kept.id, merged.id) for _, entity_id, _ in ground.conflicts):
        raise ResidentsNotMergedError("conflicts")
    if fields := [name for name in list_choices(ours, theirs) if chosen.get(name) not in (KEPT, MERGED)]:
        raise ResidentsNotMergedError("undecided", fields)


def _pairs_of_cases(ground: DecisionGround, kept: Resident, merged: Resident) -> list[tuple[Case, Case]]:
    """Cases of one programme that are both not closed: there can be only one."""
    current = [case for case in ground.cases.values() if case.status != CaseStatus.CLOSED]
    ours = {case.programme_id: case for case in current if case.resident_id == kept.id}
    theirs = [case for case in current if case.resident_id == merged.id and case.programme_id in ours]
    return [(ours[case.programme_id], case) for case in theirs]


def _refuse_where_both_are_visited(ground: DecisionGround, pairs: Sequence[tuple[Case, Case]]) -> None:
    """A case has one undone visit a day: which of two stays is for a person to say."""
    undone = [visit for visit in ground.visits.values() if visit.status in UNDONE_VISIT_STATUSES]
    for ours, theirs in pairs:
        days = {visit.planned_on for visit in undone if visit.case_id == ours.id}
        if any(visit.planned_on in days for visit in undone if visit.case_id == theirs.id):
            raise ResidentsNotMergedError("visits")


def _let_pairs_follow(
    session: Session, kept: Resident, merged: Resident, before_id: uuid.UUID | None, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """A marker of either is one of the record that is kept, and stands before its door."""
    doors = {before_id, kept.address_id, merged.address_id}
    move_markers_of(session, {kept.id, merged.id}, doors, by_id=by_id, at=at)


def _join_case(session: Session, ours: Case, theirs: Case, by_id: uuid.UUID, at: dt.datetime) -> dict[str, Any]:
    """What hangs on their case hangs on ours; theirs is closed. The earlier next contact stands, of those that no visit has met."""
    note: dict[str, Any] = {
        "kept_id": str(ours.id),
        "merged_id": str(theirs.id),
        "status": theirs.status,
        "next_contact_on": json_value(ours.next_contact_on),
        "rows": move_rows(session, Case, source_id=theirs.id, to_id=ours.id, now=at),
    }
    note["calls"] = join_calls(session, ours, theirs)
    days = [case.next_contact_on for case in (ours, theirs) if case.next_contact_on is not None]
    if days:
        last = find_last_visit(session, ours.id)
        still = [day for day in days if last is None or day > find_council_date(last[1].at)]
        _change_case(session, ours, {"next_contact_on": min(still or days)}, "case.merge", by_id, at)
        if still:
            keep_asked_day(session, ours, by_id=by_id, at=at)
    closed = {"status": CaseStatus.CLOSED, "closed_reason": "merged", "closed_at": at}
    _change_case(session, theirs, closed, "case.merged", by_id, at)
    return note


def _part_case(session: Session, joined: Mapping[str, Any], by_id: uuid.UUID, at: dt.datetime) -> None:
    ours_id, theirs_id = uuid.UUID(joined["kept_id"]), uuid.UUID(joined["merged_id"])
    move_rows_back(session, Case, joined["rows"], from_id=ours_id, to_id=theirs_id, now=at)
    theirs = session.get_one(Case, theirs_id)
    ours = session.get_one(Case, ours_id)
    if "calls" in joined:
        part_calls(session, joined["calls"], ours, theirs)
    else:
        part_unnoted_calls(session, ours, theirs, moved="call_turns.case_id" in joined["rows"])
    if theirs.status == CaseStatus.CLOSED and theirs.closed_reason == "merged":
        opened = {"status": joined["status"], "closed_reason": None, "closed_at": None}
        _change_case(session, theirs, opened, "case.merge_undone", by_id, at)


def _join_preferences(session: Session, kept_id: uuid.UUID, merged_id: uuid.UUID, at: dt.datetime) -> None:
    """What either asked not to be done is not done. The other record keeps its own."""
    theirs = session.get(ContactPreference, merged_id)
    if theirs is None:
        return
    ours = session.get(ContactPreference, kept_id)
    if ours is None:
        ours = ContactPreference(resident_id=kept_id)
        session.add(ours)
    for name in _PREFERENCES:
        setattr(ours, name, more_cautious(getattr(ours, name), getattr(theirs, name)))
    ours.changed_at = at


def _change(
    session: Session,
    resident: Resident,
    values: dict[str, Any],
    kind: str,
    merge_id: uuid.UUID,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    """Change a record through the one log, and let phones, search and its planned visits follow."""
    payload = {"merge_id": str(merge_id)}
    session.flush()
    change_row(session, resident, values, kind=kind, entity_type="resident", user_id=by_id, now=at, payload=payload)
    address = session.get(Address, resident.address_id) if resident.address_id else None
    if "address_id" in values and address is not None:
        move_waiting_visits(session, resident.id, address.id, now=at)
    rebuild_search_text(resident, address)


def _change_case(
    session: Session, case: Case, values: dict[str, Any], kind: str, by_id: uuid.UUID, at: dt.datetime
) -> None:
    change_row(session, case, values, kind=kind, entity_type="case", user_id=by_id, now=at)


def _changed_since(kept: Resident, name: str, merge: ResidentMerge) -> bool:
    return int(kept.field_versions.get(name, 1)) > int(merge.moved["kept_version"])


def _as_column(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "date_of_birth":
        return dt.date.fromisoformat(value)
    return uuid.UUID(value) if name == "address_id" else value


def _audit(session: Session, action: str, merge: ResidentMerge, by_id: uuid.UUID, at: dt.datetime) -> None:
    record_audit(
        session,
        action=action,
        at=at,
        user_id=by_id,
        entity_type="resident",
        entity_id=merge.kept_id,
        fields={"merged_id": {"old": None, "new": str(merge.merged_id)}},
    )
