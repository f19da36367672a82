"""Send what was added for a request to the office's review, with who sent it and a reference number.

The same page sent again is answered the same; nothing new beside an earlier sending is answered by that one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.domain.evidence import Brought, EvidenceRefusedError, EvidenceSender, ItemState
from server.domain.operation import clean_text
from server.domain.resident_link import Sender
from server.store.audit_writes import record_audit
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_writes import (
    find_last_sending_id,
    list_items,
    list_unsent_files,
    lock_request,
    save_sending,
    set_status,
)
from server.store.resident_links import find_link
from server.store.tables import EvidenceItem, EvidenceSending
from server.store.unit_of_work import write_transaction
from server.use_cases.tell_of_evidence import stop_asking_for_more, tell_received


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who sends, from which page. `by_id`: somebody at the office for the resident. `item_id`: only this document, else all.

    `brought`: of what the office adds.
    """

    page_id: uuid.UUID
    sender: Sender = field(default_factory=Sender)
    by_id: uuid.UUID | None = None
    item_id: uuid.UUID | None = None
    brought: Brought | None = None


def send_evidence(request_id: uuid.UUID, sending: Sending, *, at: dt.datetime) -> uuid.UUID:
    """The sending's id. Raises EvidenceRefusedError: not_found, closed, nothing_to_send."""
    with write_transaction() as session:
        found = lock_request(session, request_id)
        shown = find_link(session, request_id)
        if found is None or shown is None:
            raise EvidenceRefusedError("not_found")
        link, request = found
        if link.closed_at is not None or (sending.by_id is None and not shown.standing.opens(at)):
            raise EvidenceRefusedError("closed")
        sending_id = uuid.uuid5(request_id, str(sending.page_id))
        is_known = session.get(EvidenceSending, sending_id) is not None
        by_office = sending.by_id is not None
        unsent = list_unsent_files(session, request_id, item_id=sending.item_id, by_office=by_office)
        if not unsent:
            return sending_id if is_known else _find_last(session, request_id, sending)
        if is_known:  # the same page, and more was added since: a sending of its own
            added = sorted(str(file.attachment_id) for file in unsent)
            sending_id = uuid.uuid5(sending_id, "\n".join(added))
        save_sending(session, _as_row(sending_id, request_id, sending, at))
        items = {item.id: item for item in list_items(session, request_id)}
        for file in unsent:
            file.sending_id = sending_id
        for item_id in {file.item_id for file in unsent}:
            _mark_sent(items[item_id])
        set_status(session, request, at)
        stop_asking_for_more(session, request_id, at)
        if sending.by_id is None:  # of what they brought themselves, somebody has told them
            tell_received(session, link, request, sending_id, at)
        record_audit(
            session, action="evidence.send", at=at, user_id=sending.by_id, entity_type=REQUEST_ENTITY,
            entity_id=request_id, fields={"files": {"old": 0, "new": len(unsent)}},
        )  # fmt: skip
        return sending_id


def _find_last(session: Session, request_id: uuid.UUID, sending: Sending) -> uuid.UUID:
    last = find_last_sending_id(session, request_id)
    if last is None or sending.by_id is not None:
        raise EvidenceRefusedError("nothing_to_send")
    return last


def _as_row(sending_id: uuid.UUID, request_id: uuid.UUID, sending: Sending, at: dt.datetime) -> EvidenceSending:
    helper = clean_text(sending.sender.helper_name or "").strip()
    by = EvidenceSender.HELPER if helper else EvidenceSender.RESIDENT
    return EvidenceSending(
        id=sending_id,
        request_id=request_id,
        sender=EvidenceSender.OFFICE if sending.by_id else by,
        helper_name=helper or None,
        relationship=clean_text(sending.sender.relationship or "").strip() or None,
        by_id=sending.by_id,
        came_by=sending.brought.came_by if sending.brought else None,
        brought_by=sending.brought.by if sending.brought else None,
        sent_at=at,
    )


def _mark_sent(item: EvidenceItem) -> None:
    item.state, item.reason = ItemState.SENT, None
    item.version += 1
