"""Tell a resident how their evidence stands, in the transaction of the fact, by the way that whoever asked has chosen.

A fact stands whether or not somebody can be told of it: what may not be sent now is not queued, and the request's page says why.
A message names no document, no reason and no programme: these stand behind the link and its question.
"""

from __future__ import annotations

import datetime as dt
import uuid

from flask import current_app
from sqlalchemy.orm import Session

from server.domain.evidence import MISSING, EvidenceMessage, ItemState
from server.domain.message import MessageChannel
from server.domain.message_problem import MessageProblem
from server.domain.resident_link import find_reference
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_writes import find_last_sending_id, list_items
from server.store.message_writes import is_queued_about, stop_messages_about
from server.store.resident_link_codes import save_code
from server.store.tables import EvidenceRequest, ResidentLink
from server.use_cases.check_link import make_code
from server.use_cases.queue_link import SendBy, queue_link
from server.use_cases.queue_message import MessageRefusedError, queue_message

# A refusal is told after this: one that is taken back at once reaches nobody, and several of one sitting are one message.
REST_AFTER_REFUSAL = dt.timedelta(minutes=5)


def tell_received(
    session: Session, link: ResidentLink, request: EvidenceRequest, sending_id: uuid.UUID, at: dt.datetime
) -> None:
    """What they sent has come, with its reference number."""
    _tell_reference(session, link, request, EvidenceMessage.RECEIVED, sending_id, by_id=None, at=at)


def tell_refused(
    session: Session, link: ResidentLink, request: EvidenceRequest, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Something is needed again, with a link that opens. Nothing more where that is about to be said already."""
    about = (REQUEST_ENTITY, request.id)
    if request.channel is None or link.expires_at <= at or is_queued_about(session, about, EvidenceMessage.REFUSED):
        return
    try:
        queue_with_link(
            session, link, request, EvidenceMessage.REFUSED, by_id=by_id, at=at, send_from=at + REST_AFTER_REFUSAL
        )
    except MessageRefusedError:
        return


def tell_closed(
    session: Session, link: ResidentLink, request: EvidenceRequest, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Nothing is needed any more, with the reference of what they sent last, else of the request."""
    of_id = find_last_sending_id(session, request.id) or request.id
    _tell_reference(session, link, request, EvidenceMessage.CLOSED, of_id, by_id=by_id, at=at)


def stop_asking_for_more(session: Session, request_id: uuid.UUID, at: dt.datetime) -> None:
    """What waits to say that something is refused, or missing, does not leave where that is so no more."""
    states = {ItemState(item.state) for item in list_items(session, request_id)}
    is_over = {
        EvidenceMessage.REFUSED: ItemState.REFUSED not in states,
        EvidenceMessage.REMINDER: not states & MISSING,
    }
    if templates := [template for template, is_so in is_over.items() if is_so]:
        about = (REQUEST_ENTITY, request_id)
        stop_messages_about(session, about, MessageProblem.NOT_NEEDED, now=at, templates=templates)


def queue_with_link(
    session: Session,
    link: ResidentLink,
    request: EvidenceRequest,
    template: EvidenceMessage,
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
    send_from: dt.datetime | None = None,
) -> uuid.UUID:
    """With a code of its own, so that the link they have goes on opening. Raises MessageRefusedError, and nothing was written."""
    if request.channel is None:
        raise MessageRefusedError("no_channel")
    code, code_hash = make_code()
    send_by = SendBy(MessageChannel(request.channel), current_app.config["PUBLIC_URL"])
    about = (REQUEST_ENTITY, request.id)
    message_id = queue_link(
        session, link, code, send_by, template=template, about=about, by_id=by_id, at=at, send_from=send_from
    )
    save_code(session, link.id, code_hash, at)
    return message_id


def _tell_reference(
    session: Session,
    link: ResidentLink,
    request: EvidenceRequest,
    template: EvidenceMessage,
    of_id: uuid.UUID,
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    if request.channel is None:
        return
    try:
        queue_message(
            session,
            template=template,
            resident_id=link.resident_id,
            case_id=request.case_id,
            about=(REQUEST_ENTITY, request.id),
            personalisation={"reference": find_reference(of_id)},
            channel=MessageChannel(request.channel),
            by_id=by_id,
            at=at,
        )
    except MessageRefusedError:
        return
