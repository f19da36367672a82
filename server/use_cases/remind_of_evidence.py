"""Remind residents of what they are asked to send, once for each day by which we ask; a chore of the worker.

The reminder and the mark that it was written are one transaction under the request's lock: a worker that is killed leaves both or
neither, and of two the second finds the mark.
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from server.domain.evidence import EvidenceMessage, is_reminder_due
from server.store.audit_writes import record_audit
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_reminders import Unreminded, list_unreminded
from server.store.evidence_writes import lock_request
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.queue_message import MessageRefusedError
from server.use_cases.tell_of_evidence import queue_with_link


def remind_of_evidence(now: dt.datetime, zone: ZoneInfo) -> int:
    """How many reminders were written. Who cannot be written to now is looked at again in the next round."""
    local = now.astimezone(zone)
    with read_now() as session:
        due = [one.request_id for one in list_unreminded(session, local.date()) if _is_due(one, local)]
    return sum(_remind(request_id, now, local) for request_id in due)


def _is_due(one: Unreminded, local: dt.datetime) -> bool:
    return is_reminder_due(one.due_on, one.days, one.code_made_at.astimezone(local.tzinfo).date(), local)


def _remind(request_id: uuid.UUID, now: dt.datetime, local: dt.datetime) -> bool:
    try:
        with write_transaction() as session:
            found = lock_request(session, request_id)
            still = list_unreminded(session, local.date(), request_id)
            if found is None or not still or not _is_due(still[0], local):
                return False
            link, request = found
            queue_with_link(session, link, request, EvidenceMessage.REMINDER, by_id=None, at=now)
            request.reminded_at = now
            record_audit(
                session, action="evidence.remind", at=now, user_id=None, entity_type=REQUEST_ENTITY,
                entity_id=request_id, fields={},
            )  # fmt: skip
    except MessageRefusedError:
        return False
    return True
