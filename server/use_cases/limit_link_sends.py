"""Keep one link from having its form read again and again: what brings nothing new is counted, and makes the link wait.

A first sending and each file that is not here yet are never counted, so that nobody waits who has something to bring.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.resident_link import VAIN_SENDS
from server.domain.tries import wait_seconds
from server.store.audit_writes import record_audit
from server.store.refused_tries import find_tries
from server.store.refused_tries_writes import save_try
from server.store.resident_links import LINK_ENTITY
from server.store.unit_of_work import read_now, write_transaction


def find_send_wait(link_id: uuid.UUID, at: dt.datetime) -> int:
    """Seconds for which nothing of this link is read; 0: it need not wait."""
    with read_now() as session:
        return wait_seconds(find_tries(session, _source(link_id)), at)


def count_vain_send(link_id: uuid.UUID, at: dt.datetime) -> None:
    """A request by this link brought nothing new, or took away what another had brought."""
    with write_transaction() as session:
        note_vain_send(session, link_id, at)


def note_vain_send(session: Session, link_id: uuid.UUID, at: dt.datetime) -> None:
    """The same, inside the caller's transaction."""
    _, begins_to_wait = save_try(session, _source(link_id), VAIN_SENDS, at)
    if begins_to_wait:
        record_audit(
            session, at=at, user_id=None, action="link.too_many_sends", entity_type=LINK_ENTITY, entity_id=link_id
        )


def _source(link_id: uuid.UUID) -> str:
    return f"link_sends:{link_id}"
