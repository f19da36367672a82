"""Take in a visit that an officer proposes from the field. It becomes a visit only when a person says so (answer_proposal.py).

Runs inside the caller's savepoint. Any signed-in officer may propose; the same proposal twice is one.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Changes, Decision, review
from server.domain.operation import Operation
from server.domain.visit_proposal import ProposedVisit, read_proposal
from server.domain.wire_value import json_value
from server.domain.words import Verdict
from server.store.audit_writes import record_audit
from server.store.proposal_writes import add_proposal, find_operation_of_proposal, was_given


def propose_visit(session: Session, operation: Operation, *, user_id: uuid.UUID | None, now: dt.datetime) -> Decision:
    """Keep the proposal; one under an id that another operation took goes to a person."""
    read = read_proposal(operation.payload)
    if not isinstance(read, ProposedVisit):
        return review("wrong_type", fields=read)
    known = read.visit_id is not None and was_given(session, read.visit_id, user_id)
    values = {
        "op_id": operation.op_id,
        "proposed_by_id": user_id,
        "visit_id": read.visit_id if known else None,
        "basis": read.basis.value,
        "first_name": read.first_name,
        "last_name": read.last_name,
        "telephone": read.telephone,
        "address_text": read.address_text,
        "why": read.why,
        "wanted_on": read.wanted_on,
    }
    if not add_proposal(session, operation.entity_id, values, now=now):
        same = find_operation_of_proposal(session, operation.entity_id) == operation.op_id
        return Decision(Verdict.AGREED) if same else review("already_proposed")
    record_audit(
        session,
        action=operation.kind,
        at=now,
        user_id=user_id,
        device_id=operation.device_id,
        entity_type="visit_proposal",
        entity_id=operation.entity_id,
        fields={"basis": {"old": None, "new": read.basis.value}},
    )
    changed = {
        name: {"base_version": 0, "base_value": None, "value": json_value(value)}
        for name, value in (values | {"status": "proposed"}).items()
        if name != "op_id" and value is not None
    }
    return Decision(Verdict.APPLIED, changes=Changes(1, changed))
