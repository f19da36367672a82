"""Take a resident's answer to the question that a link asks first. A wrong one is counted; the fifth pauses the link for half an hour.

Tells nobody why a code opens nothing. Never ends a link: only its last day, its being closed or an answer of the office does.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from server.domain.resident_link import MOST_WRONG_TRIES, PAUSE
from server.domain.token import hash_token
from server.store.audit_writes import record_audit
from server.store.resident_link_writes import lock_link_by_code
from server.store.resident_links import LINK_ENTITY, find_link_by_code
from server.store.unit_of_work import write_transaction


class TriedOutcome(StrEnum):
    """What came of an answer. `none`: the code opens nothing, whatever the reason."""

    OPENED = "opened"
    WRONG = "wrong"
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Tried:
    """`link_id` and `code_hash` are of a link that the answer opened; the hash is of its own code, whichever code came."""

    outcome: TriedOutcome
    link_id: uuid.UUID | None = None
    code_hash: str = ""


def try_link(code: str, typed: str, at: dt.datetime) -> Tried:
    """`typed` as `OnRecord.is_answer` takes it. During a pause no answer is looked at, so that none can be guessed."""
    code_hash = hash_token(code)
    with write_transaction() as session:
        link = lock_link_by_code(session, code_hash)
        shown = find_link_by_code(session, code_hash) if link is not None else None
        if link is None or shown is None or not shown.standing.opens(at):
            return Tried(TriedOutcome.NONE)
        if link.paused_until_at is not None and link.paused_until_at > at:
            return Tried(TriedOutcome.PAUSED)
        if shown.on_record.is_answer(shown.question, typed):
            link.wrong_tries, link.paused_until_at = 0, None
            link.opened_at = link.opened_at or at
            record_audit(session, action="link.open", at=at, user_id=None, entity_type=LINK_ENTITY, entity_id=link.id)
            return Tried(TriedOutcome.OPENED, link.id, link.code_hash)
        link.wrong_tries += 1
        if link.wrong_tries < MOST_WRONG_TRIES:
            return Tried(TriedOutcome.WRONG)
        link.wrong_tries, link.paused_at, link.paused_until_at, link.pause_seen_at = 0, at, at + PAUSE, None
        record_audit(session, action="link.pause", at=at, user_id=None, entity_type=LINK_ENTITY, entity_id=link.id)
        return Tried(TriedOutcome.PAUSED)
