"""Decide on one document that a resident sent: approve it as what it is, refuse it with a reason that reopens it, or take that back.

Of two people who decide at once the second is told; nothing is decided of a request that is closed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.evidence import (
    DECISION_RULES,
    LONGEST_REASON,
    Decision,
    EvidenceRefusedError,
    ItemState,
    RequestStatus,
)
from server.domain.operation import clean_text
from server.domain.phone_window import find_council_date
from server.store.audit_writes import record_audit
from server.store.evidence import ITEM_ENTITY, find_request_of_item
from server.store.evidence_writes import lock_request, set_status
from server.store.tables import Case, DocumentType, EvidenceDecision, EvidenceItem, EvidenceRequest
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.tell_of_evidence import stop_asking_for_more, tell_refused


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceStep:
    """What somebody decided, and the version of the document that they saw. `valid_until_on` None: it does not run out."""

    item_id: uuid.UUID
    decision: Decision
    seen_version: int
    reason: str = ""
    document_type_id: uuid.UUID | None = None
    valid_until_on: dt.date | None = None


def review_evidence(step: EvidenceStep, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID:
    """The request's id. Raises EvidenceRefusedError, also when somebody else decided, or more was sent, meanwhile."""
    reason = clean_text(step.reason).strip()
    if step.decision is Decision.REFUSE and not reason:
        raise EvidenceRefusedError("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise EvidenceRefusedError("reason_too_long")
    with read_now() as session:
        request_id = find_request_of_item(session, step.item_id)
    with write_transaction() as session:
        found = lock_request(session, request_id) if request_id else None
        item = session.get(EvidenceItem, step.item_id, populate_existing=True)
        if found is None or item is None:
            raise EvidenceRefusedError("not_found")
        link, request = found
        _check(session, step, item, request, at)
        before = item.state
        _take(item, step, reason)
        session.add(
            EvidenceDecision(
                item_id=item.id, decision=step.decision, reason=item.reason, document_type_id=item.approved_type_id,
                valid_until_on=item.valid_until_on, decided_by_id=by_id, decided_at=at,
            )
        )  # fmt: skip
        set_status(session, request, at)
        stop_asking_for_more(session, request.id, at)
        if step.decision is Decision.REFUSE:
            tell_refused(session, link, request, by_id=by_id, at=at)
        record_audit(
            session, action=f"evidence.{step.decision}", at=at, user_id=by_id, entity_type=ITEM_ENTITY,
            entity_id=item.id, fields={"state": {"old": before, "new": item.state}},
        )  # fmt: skip
        return request.id


def _check(session: Session, step: EvidenceStep, item: EvidenceItem, request: EvidenceRequest, at: dt.datetime) -> None:
    if request.status == RequestStatus.CLOSED:
        raise EvidenceRefusedError("closed")
    if item.version != step.seen_version:
        raise EvidenceRefusedError("changed_meanwhile")
    if ItemState(item.state) not in DECISION_RULES[step.decision].starts_from:
        raise EvidenceRefusedError("not_from_here")
    if step.decision is Decision.APPROVE:
        document_type = session.get(DocumentType, step.document_type_id) if step.document_type_id else None
        if document_type is None or document_type.programme_id != session.get_one(Case, request.case_id).programme_id:
            raise EvidenceRefusedError("type_missing")
        if step.valid_until_on is not None and step.valid_until_on < find_council_date(at):
            raise EvidenceRefusedError("over_already")


def _take(item: EvidenceItem, step: EvidenceStep, reason: str) -> None:
    is_approved = step.decision is Decision.APPROVE
    item.state = DECISION_RULES[step.decision].leads_to
    item.reason = reason if step.decision is Decision.REFUSE else None
    item.approved_type_id = step.document_type_id if is_approved else None
    item.valid_until_on = step.valid_until_on if is_approved else None
    item.version += 1
