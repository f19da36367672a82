"""Make another link for a request that stands: the old one opens nothing any more. The day by which we ask moves with it."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.evidence import EvidenceRefusedError, RequestStatus
from server.store.audit_writes import record_audit
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_writes import lock_request
from server.store.unit_of_work import write_transaction
from server.use_cases.check_link import MadeLink, renew_code
from server.use_cases.queue_link import SendBy
from server.use_cases.request_evidence import find_expiry, send_link_of


def renew_evidence_link(
    request_id: uuid.UUID,
    due_on: dt.date,
    due_at: dt.datetime,
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
    send_by: SendBy | None = None,
) -> MadeLink:
    """`due_at` is the end of `due_on`. A message that still waits with an old link is stopped; from now on the resident is told by
    the way of `send_by`. Raises EvidenceRefusedError (not_found, closed, too_soon, too_late), LinkRefusedError and
    MessageRefusedError.
    """
    expires_at = find_expiry(due_at, at)
    with write_transaction() as session:
        found = lock_request(session, request_id)
        if found is None:
            raise EvidenceRefusedError("not_found")
        link, request = found
        if request.status == RequestStatus.CLOSED:
            raise EvidenceRefusedError("closed")
        code = renew_code(session, link, expires_at, at)
        fields = {"due_on": {"old": request.due_on.isoformat(), "new": due_on.isoformat()}}
        request.due_on, request.reminded_at = due_on, None
        record_audit(
            session, action="evidence.renew", at=at, user_id=by_id, entity_type=REQUEST_ENTITY, entity_id=request.id,
            fields=fields,
        )  # fmt: skip
        return MadeLink(link.id, code, send_link_of(session, link, request, code, send_by, by_id=by_id, at=at))
