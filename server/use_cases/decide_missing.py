"""Decide about people whom a full extract no longer names: keep them, put them on the call list, or close their case; and take it back.

Many at once are one transaction; who changed meanwhile, or cannot be rung, is left for a decision of their own, and said.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.domain.case_step import CaseAction, CaseOrder
from server.domain.change_refusal import NOT_FOUND, ChangeRefusedError
from server.domain.field_policy import parse_date
from server.domain.missing_person import LeftBecause, MissingChoice, MissingOrder, find_call_obstacle
from server.domain.phone_window import find_council_date
from server.domain.wire_value import json_value
from server.domain.words import UNDONE_VISIT_STATUSES, CaseStatus
from server.store.audit_writes import record_audit
from server.store.call_list import why_not_ring
from server.store.call_turn_writes import make_due
from server.store.decision_ground import DecisionGround, lock_people
from server.store.import_batches import get_batch
from server.store.missing_people import list_missing_among, lock_decision
from server.store.tables import ContactPreference, MissingDecision
from server.store.unit_of_work import write_transaction
from server.use_cases.change_case import take_case_step


@dataclass(slots=True)
class Decided:
    """Whom it was decided about, how many visits were cancelled with it, and who was left and why."""

    resident_ids: list[uuid.UUID] = field(default_factory=list)
    visits: int = 0
    left: dict[uuid.UUID, LeftBecause] = field(default_factory=dict)


def decide_missing(
    batch_id: uuid.UUID, resident_ids: Collection[uuid.UUID], order: MissingOrder, *, by_id: uuid.UUID, at: dt.datetime
) -> Decided:
    """Decide the same about each. Raises BatchNotFoundError."""
    decided = Decided()
    with write_transaction() as session:
        batch = get_batch(session, batch_id)
        ground = lock_people(session, resident_ids)
        open_ones = list_missing_among(session, batch, resident_ids)
        for resident_id in resident_ids:
            case_id = open_ones.get(resident_id)
            if case_id is None or case_id not in ground.cases:
                decided.left[resident_id] = LeftBecause.CHANGED
                continue
            decision = MissingDecision(
                batch_id=batch.id,
                resident_id=resident_id,
                case_id=case_id,
                choice=order.choice,
                note=order.note or None,
                done={"next_contact_on": json_value(ground.cases[case_id].next_contact_on)},
                decided_by_id=by_id,
                decided_at=at,
            )
            _decide(session, ground, decision, order, decided)
    return decided


def _decide(
    session: Session, ground: DecisionGround, decision: MissingDecision, order: MissingOrder, decided: Decided
) -> None:
    """What the choice does, and then the decision itself; or why not."""
    by_id, at, resident_id = decision.decided_by_id, decision.decided_at, decision.resident_id
    if order.choice is MissingChoice.CALL:
        if (obstacle := _find_obstacle(session, ground, decision)) is not None:
            decided.left[resident_id] = obstacle
            return
        step = CaseOrder(CaseAction.NEXT_CONTACT, note=order.note, day=find_council_date(at))
        take_case_step(session, ground, decision.case_id, step, by_id=by_id, at=at)
        make_due(session, decision.case_id, at)
    elif order.closing is not None:
        try:
            decided.visits += take_case_step(session, ground, decision.case_id, order.closing, by_id=by_id, at=at)
        except ChangeRefusedError:  # the one that the ticked people leave open: their death is not confirmed
            decided.left[resident_id] = LeftBecause.DEATH_NOT_CONFIRMED
            return
    session.add(decision)
    _audit(session, decision, "missing.decide", by_id=by_id, at=at, old=None, new=order.choice)
    decided.resident_ids.append(resident_id)


def _find_obstacle(session: Session, ground: DecisionGround, decision: MissingDecision) -> LeftBecause | None:
    resident, case = ground.residents[decision.resident_id], ground.cases[decision.case_id]
    preference = session.get(ContactPreference, resident.id)
    has_visit = any(
        visit.case_id == case.id and visit.status in UNDONE_VISIT_STATUSES for visit in ground.visits.values()
    )
    return find_call_obstacle(why_not_ring(case, resident, preference), has_visit=has_visit)


def undo_missing(decision_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID:
    """Take a decision back, with what it did and nobody has changed since; returns the file's id. Raises ChangeRefusedError."""
    with write_transaction() as session:
        found = lock_decision(session, decision_id)
        if found is None:
            raise ChangeRefusedError(NOT_FOUND)
        decision, ground = found
        if decision.undone_at is not None or decision.case_id not in ground.cases:
            raise ChangeRefusedError({"state": "undone"})
        case = ground.cases[decision.case_id]
        called_on = find_council_date(decision.decided_at)
        if decision.choice == MissingChoice.CLOSE and case.closed_at == decision.decided_at:
            take_case_step(session, ground, case.id, CaseOrder(CaseAction.REOPEN), by_id=by_id, at=at)
        elif decision.choice == MissingChoice.CALL and case.next_contact_on == called_on:
            before = parse_date(decision.done.get("next_contact_on"))
            if case.status != CaseStatus.CLOSED and before != called_on:
                step = CaseOrder(CaseAction.NEXT_CONTACT, day=before)
                take_case_step(session, ground, case.id, step, by_id=by_id, at=at)
        decision.undone_at, decision.undone_by_id = at, by_id
        _audit(session, decision, "missing.undo", by_id=by_id, at=at, old=decision.choice, new=None)
        return decision.batch_id


def _audit(
    session: Session,
    decision: MissingDecision,
    action: str,
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
    old: str | None,
    new: str | None,
) -> None:
    record_audit(
        session,
        action=action,
        at=at,
        user_id=by_id,
        entity_type="resident",
        entity_id=decision.resident_id,
        fields={"missing_choice": {"old": old, "new": new}},
    )
