"""What must hold when every line is quiet again: guarantees 1, 2, 3 and 7 of the sync, and that the log says all of it.

Reads the database directly, with plain statements of its own, so that no reader of the product vouches for itself.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging, is_same_value
from server.domain.operation import hash_operation
from server.domain.phone_window import COUNCIL_ZONE, find_council_date, make_phone_window
from server.domain.public_holidays import is_public_holiday
from server.domain.shipped_settings import OFFICE_LISTS
from server.domain.words import REACHED_OUTCOMES, AlertKind
from server.store.phone_conflicts import find_residents
from server.store.phone_rows import list_phone_rows
from server.store.tables import (
    Alert,
    AlertPiece,
    AuditEntry,
    Case,
    CodeList,
    Conflict,
    ConflictSide,
    Device,
    DutyNumber,
    FormVersion,
    Operation,
    OperationClash,
    OrderToDevice,
    Visit,
    VisitProposal,
)
from tests.proof.fold import Write, fold_field, list_writes, read_rows
from tests.proof.model import Intent, Model
from tests.proof.model_phone import LOCKING_SCHEMA, ModelPhone, RowKey

_UNDONE = ("planned", "assigned", "started", "sent_back")


def check_quiet(session: Session, model: Model, phones: Mapping[str, ModelPhone], now: dt.datetime) -> None:
    """All of it."""
    stored = {str(row.op_id): row for row in session.scalars(select(Operation))}
    check_each_intent_ended_once(session, model, stored)
    check_alerts_are_open(session, model)
    check_the_log_says_all(session)
    check_no_value_was_lost(session, stored)
    check_conflicts(session, stored)
    check_when_reached(session)
    for phone in phones.values():
        check_phone_holds_what_it_may(session, phone, now)


# Guarantee 1


def check_each_intent_ended_once(session: Session, model: Model, stored: Mapping[str, Operation]) -> None:
    """Each is in the log under its own id with its own content and a lasting verdict, which its phone was told."""
    for intent in model.intents:
        row = stored.get(intent.op_id)
        if row is None and intent.phone.given_up:
            continue  # its upload ticket has ended
        if row is None and model.restored and intent.op_id in intent.phone.forgotten:
            continue  # its phone was ordered to forget it before the backup was brought back
        assert row is not None, f"lost: {intent.operation}"
        assert row.payload_hash == hash_operation(intent.operation), f"other content: {intent.operation} {row.envelope}"
        assert row.verdict is not None, f"undecided: {intent.operation}"
        assert row.verdict != "waiting" or intent.can_wait, f"still waiting: {intent.operation} {row.verdict_detail}"
        _check_told(intent, row)
    from_phones = [row for row in stored.values() if row.device_id != "server" and row.parent_op_id is None]
    assert {str(row.op_id) for row in from_phones} <= {one.op_id for one in model.intents}, "nobody saved these"
    assert session.scalar(select(func.count()).select_from(OperationClash)) == 0


def _check_told(intent: Intent, row: Operation) -> None:
    told = intent.phone.heard.get(intent.op_id)
    assert told is not None, f"no receipt came: {intent.operation}"
    phone = intent.phone
    if phone.wiped or phone.locked or phone.may_not_read or row.device_id != phone.device_id:
        return  # that phone may not read any more, so a verdict that changed later cannot reach it
    said = (told["verdict"], told["reason"], told["detail"])
    stands = (row.verdict, row.verdict_reason, row.verdict_detail)
    assert said == stands, (
        f"{intent.phone.name} heard {said}, not {stands} of {row.decided_at}, told {row.told_at}: {intent.operation}"
    )


# Guarantee 7


def check_alerts_are_open(session: Session, model: Model) -> None:
    """No operation that carries an alert is in the log without that alert."""
    carried = model.list_alert_ids()
    if not carried:
        return
    listed = select(Operation.op_id, Operation.sealed_hash == Operation.payload_hash)
    stored = session.execute(listed.where(Operation.op_id.in_(map(uuid.UUID, carried)))).all()
    if not stored:
        return
    open_ids = set(map(str, session.scalars(select(Alert.id))))
    unreadable = set(session.scalars(_UNREADABLE)) if any(is_sealed for _, is_sealed in stored) else set()
    for op_id, is_sealed in stored:
        if is_sealed:
            assert op_id in unreadable, f"stored sealed, and nobody is told: {op_id}"
        else:
            assert carried[str(op_id)] <= open_ids, f"stored without its alert: {op_id}"


# Pieces that nobody can open are counted under one alert of their device.
_UNREADABLE = select(Alert.op_id).where(Alert.kind == AlertKind.UNREADABLE.value).union_all(select(AlertPiece.op_id))


# fold(log) = tables


def check_the_log_says_all(session: Session) -> None:
    """What the operations say, folded, is what the tables show; and each write stands on the one before it."""
    writes = list_writes(session)
    for key, name, shown in read_rows(session):
        own = writes.get((key, name), [])
        assert fold_field(own, name) == shown, (key[0], name, fold_field(own, name), shown, _tell(own))
        versions = [write.row_version for write in own]
        assert len(set(versions)) == len(versions), (key[0], name, _tell(own))
        for earlier, later in itertools.pairwise(own):
            assert later.old == earlier.new, (key[0], name, _tell(own))


def _tell(writes: list[Write]) -> list[tuple[str, int, Any, Any]]:
    return [(write.operation.kind, write.row_version, write.old, write.new) for write in writes]


# Guarantee 2


def check_no_value_was_lost(session: Session, stored: Mapping[str, Operation]) -> None:
    """Every value is shown, was seen by who replaced it, is a side of a conflict, or waits in review."""
    sides = {(str(side.op_id), conflict.field): (side, conflict) for side, conflict in _list_sides(session)}
    for row in stored.values():
        if row.kind not in ("resident.edit", "case.edit") or (row.device_id == "server" and row.changed is None):
            continue
        for name, edit in row.envelope["fields"].items():
            _check_edit(row, name, edit["value"], sides, stored)
    for (key, name), writes in list_writes(session).items():
        policy = FIELD_POLICIES[key[0]].get(name)
        if policy is not None and policy.merging not in (Merging.OFFICE_ONLY, Merging.SET):
            for earlier, later in itertools.pairwise(writes):
                _check_replaced(policy, name, earlier, later, sides, stored)


def _list_sides(session: Session) -> list[tuple[ConflictSide, Conflict]]:
    query = select(ConflictSide, Conflict).join(Conflict, Conflict.id == ConflictSide.conflict_id)
    return [(side, conflict) for side, conflict in session.execute(query)]


def _check_edit(row: Operation, name: str, value: Any, sides: Any, stored: Mapping[str, Operation]) -> None:
    """One field of an edit ended as its verdict says."""
    policy = FIELD_POLICIES[str(row.entity_type)].get(name)
    if row.verdict in ("review", "waiting") or policy is None:
        return
    if (str(row.op_id), name) in sides:
        side, _conflict = sides[str(row.op_id), name]
        assert side.value["value"] == value
        if side.replaced_at is not None:
            heirs = [one for one in stored.values() if str(row.op_id) in one.envelope.get("after", ())]
            assert any(one.device_id == row.device_id for one in heirs), "a side was replaced by a stranger"
        return
    assert row.verdict_detail is not None
    assert name not in row.verdict_detail.get("fields", ()), f"a conflict without its side: {row.envelope}"
    if name in (row.changed or {}):
        if policy.merging is not Merging.SET:
            assert is_same_value(policy, (row.changed or {})[name]["value"], value), row.envelope
        return
    assert row.verdict in ("agreed", "applied", "merged", "conflict"), row.envelope  # the value stood there already


def _check_replaced(
    policy: FieldPolicy, name: str, earlier: Write, later: Write, sides: Any, stored: Mapping[str, Operation]
) -> None:
    """Who wrote `later` had seen what `earlier` showed, or it is kept beside."""
    writer = later.operation
    if is_same_value(policy, earlier.new, later.new):
        return
    if writer.device_id == "server" and writer.changed is None:
        from_the_field = earlier.operation.device_id != "server"
        assert not (writer.kind == "resident.import" and from_the_field), f"a feed replaced a correction: {name}"
        return
    edit = writer.envelope.get("fields", {}).get(name)
    if edit is None:
        return  # a command of the workflow: the visit's own step
    if is_same_value(policy, edit["base_value"], earlier.new) or _stands_on(policy, name, writer, earlier, stored):
        return
    beside = {conflict.id: conflict for one, conflict in sides.values() if conflict.entity_id == writer.entity_id}
    kept = {str(one.theirs["value"]) for one in beside.values() if one.field == name} | {
        str(side.value["value"])
        for side, conflict in sides.values()
        if conflict.id in beside and conflict.field == name
    }
    assert policy.merging is Merging.SAFER_SHOWS, (
        f"{name}: {later.new!r} replaced {earlier.new!r} unseen: {writer.envelope}"
    )
    assert str(earlier.new) in kept, f"{name}: {earlier.new!r} is nowhere any more"


def _stands_on(policy: FieldPolicy, name: str, writer: Operation, base: Write, stored: Mapping[str, Operation]) -> bool:
    """Whether `writer` comes after what wrote `base`, or after an own edit that agreed with it."""
    seen: set[str] = set()
    waiting = list(writer.envelope.get("after", ()))
    while waiting:
        op_id = waiting.pop()
        if op_id == str(base.operation.op_id):
            return True
        if op_id in stored and op_id not in seen:
            seen.add(op_id)
            own = stored[op_id]
            if own.device_id == writer.device_id and _agreed_with(policy, name, own, base.new):
                return True
            waiting += own.envelope.get("after", ())
    return False


def _agreed_with(policy: FieldPolicy, name: str, own: Operation, value: Any) -> bool:
    edit = own.envelope.get("fields", {}).get(name)
    was_taken = own.verdict in ("agreed", "applied", "merged", "conflict") and name not in (
        own.verdict_detail or {}
    ).get("fields", ())
    return (
        edit is not None
        and was_taken
        and name not in (own.changed or {})
        and is_same_value(policy, edit["value"], value)
    )


def check_conflicts(session: Session, stored: Mapping[str, Operation]) -> None:
    """Each is settled at most once, by an operation of the log; an open one has a side that nobody has replaced."""
    sides = _list_sides(session)
    settlers: dict[str, list[Operation]] = {}
    for row in stored.values():
        if row.kind == "conflict.resolve" and row.verdict == "applied":
            for named in row.envelope["payload"]["conflicts"]:
                settlers.setdefault(str(named["conflict_id"]), []).append(row)
    for conflict in session.scalars(select(Conflict)):
        by = settlers.get(str(conflict.id), [])
        assert len(by) == (0 if conflict.resolved_at is None else 1), f"settled {len(by)} times"
        if by:
            assert by[0].op_id == conflict.resolved_by_op_id
        standing = [side for side, of in sides if of.id == conflict.id and side.replaced_at is None]
        assert standing, f"a conflict between nobody: {conflict.field}"


def check_when_reached(session: Session) -> None:
    """What is kept beside each case, for the lists of whom to visit and to ring, is what its visits say."""
    seen: dict[uuid.UUID, dt.datetime] = {}
    for visit in session.scalars(select(Visit).where(Visit.submitted_at.is_not(None)).order_by(Visit.submitted_at)):
        if visit.outcome in REACHED_OUTCOMES and visit.review_state != "rejected" and visit.submitted_at is not None:
            seen[visit.case_id] = visit.submitted_at
    kept = session.execute(select(Case.id, Case.seen_at).where(Case.seen_at.is_not(None)))
    assert {row.id: row.seen_at for row in kept} == seen


# Guarantee 3


def check_phone_holds_what_it_may(session: Session, phone: ModelPhone, now: dt.datetime) -> None:
    """Its rows are exactly its officer's, each as the tables show it now."""
    device = session.get_one(Device, phone.device_id)
    # One that was wiped reads nothing until its officer signs in again, though a restore may have forgotten the order.
    if device.revoked_at is not None or phone.wiped:
        assert not phone.rows, f"{phone.name} is revoked and still holds {set(phone.rows)}"
        return
    if phone.locked or list_standing(session, phone.device_id):
        return  # what it holds is of before: check_orders_are_obeyed
    assert device.user_id is not None
    must, may = find_allowed(session, device.user_id, now)
    held = set(phone.rows)
    assert must <= held, f"{phone.name} lacks {must - held}"
    over = held - must - may
    assert not over, (
        f"{phone.name} still holds {[phone.rows[key] for key in over]}\n{_tell_of_residents(session, phone, over)}"
    )
    fresh = {
        (row["type"], row["id"]): row for row in list_phone_rows(session, held, find_council_date(now), device.user_id)
    }
    for key, row in phone.rows.items():
        assert row == fresh[key], f"{phone.name} holds {key} of before"


def _tell_of_residents(session: Session, phone: ModelPhone, keys: set[RowKey]) -> str:
    """What the tables say of the people whom these rows name: who has their visits, and who wrote what when."""
    people = {str(phone.rows[key]["fields"].get("resident_id")) for key in keys}
    visits = [one for one in session.scalars(select(Visit)) if str(one.resident_id) in people]
    named = people | {str(one.id) for one in visits} | {row_id for _, row_id in keys}
    written = [one for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id)) if one.entity_id in named]
    of_visits = "\n".join(f"{one.id} {one.officer_id} {one.status} {one.planned_on} {one.version}" for one in visits)
    return of_visits + "\n" + "\n".join(f"{one.at} {one.action} {one.entity_id} {one.fields}" for one in written)


# Orders to phones


def check_orders_are_obeyed(session: Session, phones: Mapping[str, ModelPhone]) -> int:
    """Every order that stands is confirmed by a phone on which nothing can be read. Returns how many stand.

    An app of before the lock says nothing, and knows no lock.
    """
    count = 0
    for phone in phones.values():
        for order in list_standing(session, phone.device_id):
            # What was unsent at the wipe, or made on the locked phone since, lies there sealed, with what it was answered.
            left = phone.forgotten & {*phone.operations, *phone.receipts, *phone.kept}
            has_wiped = phone.wiped and not (phone.rows or phone.device_token or left)
            assert order.kind != "wipe" or has_wiped, f"{phone.name} was to wipe and has {phone}"
            if phone.schema < LOCKING_SCHEMA or phone.given_up:
                continue
            count += 1
            assert order.told_at is not None, f"{phone.name} was never told to {order.kind}"
            assert order.obeyed_at is not None, f"{phone.name} never said that it obeyed: {order.kind}"
            assert phone.is_locked
            assert not phone.list_ids("visit")
    return count


def list_standing(session: Session, device_id: str) -> list[OrderToDevice]:
    """Orders to a phone that are not over."""
    query = select(OrderToDevice).where(OrderToDevice.device_id == device_id, OrderToDevice.ended_at.is_(None))
    return list(session.scalars(query))


def find_allowed(session: Session, user_id: uuid.UUID, now: dt.datetime) -> tuple[set[RowKey], set[RowKey]]:
    """What a phone must hold, and what it may keep besides (an undone visit that was put off beyond the window)."""
    window = make_phone_window(find_council_date(now), is_public_holiday)
    must: set[RowKey] = set()
    may: set[RowKey] = set()
    for visit in session.scalars(select(Visit).where(Visit.officer_id == user_id)):
        rows = {("visit", str(visit.id)), ("resident", str(visit.resident_id)), ("case", str(visit.case_id))}
        if visit.status in ("started", "sent_back") or (visit.status in _UNDONE and visit.planned_on <= window.end_on):
            must |= rows
        elif visit.status in _UNDONE:
            may |= rows
        elif visit.status in ("submitted", "reviewed") and visit.submitted_at is not None:
            must |= rows if find_council_date(visit.submitted_at) == window.today_on else set()
    since = dt.datetime.combine(window.today_on, dt.time.min, COUNCIL_ZONE) - dt.timedelta(days=14)
    visited = set(
        session.scalars(select(Visit.resident_id).where(Visit.officer_id == user_id, Visit.status != "cancelled"))
    )
    for _, conflict in filter(lambda one: one[0].user_id == user_id, _list_sides(session)):
        is_fresh = conflict.resolved_at is None or conflict.resolved_at >= since
        if is_fresh and find_residents(session, [conflict])[conflict.entity_id] in visited:
            must.add(("conflict", str(conflict.id)))
    for proposal in session.scalars(select(VisitProposal).where(VisitProposal.proposed_by_id == user_id)):
        if proposal.answered_at is None or proposal.answered_at >= since:
            must.add(("visit_proposal", str(proposal.id)))
    for row_type, table in (("form_version", FormVersion), ("code_list", CodeList), ("duty_number", DutyNumber)):
        columns = cast("type[Any]", table)  # ids alone: whole forms are long to read
        standing = columns.retired_at.is_(None) if hasattr(columns, "retired_at") else true()
        if table is CodeList:
            standing = columns.name.not_in(OFFICE_LISTS)
        must |= {(row_type, str(row_id)) for row_id in session.scalars(select(columns.id).where(standing))}
    return must, may - must
