"""Close a request for evidence: its link opens nothing any more, and nothing more is decided. What was sent stays.

A message that still waits with its link does not leave; the resident is told that nothing more is needed.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.evidence import EvidenceRefusedError, RequestStatus
from server.domain.message_problem import MessageProblem
from server.store.audit_writes import record_audit
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_writes import lock_request
from server.store.message_writes import stop_messages_about
from server.store.unit_of_work import write_transaction
from server.use_cases.tell_of_evidence import tell_closed


def close_evidence_request(request_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Raises EvidenceRefusedError: not_found, closed."""
    with write_transaction() as session:
        found = lock_request(session, request_id)
        if found is None:
            raise EvidenceRefusedError("not_found")
        link, request = found
        if request.status == RequestStatus.CLOSED:
            raise EvidenceRefusedError("closed")
        fields = {"status": {"old": request.status, "new": RequestStatus.CLOSED.value}}
        request.status, request.status_at = RequestStatus.CLOSED, at
        link.closed_at, link.closed_by_id = at, by_id
        link.pause_seen_at = at if link.paused_at else None
        stop_messages_about(session, (REQUEST_ENTITY, request.id), MessageProblem.CLOSED, now=at)
        tell_closed(session, link, request, by_id=by_id, at=at)
        record_audit(
            session, action="evidence.close", at=at, user_id=by_id, entity_type=REQUEST_ENTITY, entity_id=request.id,
            fields=fields,
        )  # fmt: skip
