"""Have a person to ring for a while, so that no colleague rings them too; the next in the list, one by name, or let them go.

A soft claim: it ends by itself after the programme's minutes, and with the call that is recorded.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.call_claim import CallRefusedError
from server.domain.call_rules import read_call_rules
from server.store.call_list import CallFilter, find_call_facts, list_free_cases, why_not_ring
from server.store.call_turn_writes import free_turns, take_turn
from server.store.unit_of_work import write_transaction


def claim_call(case_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Raises CallRefusedError. Claiming again is a longer claim."""
    with write_transaction() as session:
        _claim(session, case_id, by_id=by_id, at=at)


def claim_next_call(wanted: CallFilter, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID | None:
    """The case of whoever is next and free; None when nobody is."""
    with write_transaction() as session:
        for case_id in list_free_cases(session, wanted, at=at):
            try:
                _claim(session, case_id, by_id=by_id, at=at)
            except CallRefusedError:
                continue  # somebody else was quicker
            return case_id
        return None


def let_go_of_calls(*, by_id: uuid.UUID) -> None:
    """Whoever the caller had is free for everybody."""
    with write_transaction() as session:
        free_turns(session, by_id)


def _claim(session: Session, case_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    facts = find_call_facts(session, case_id)
    if facts is None:
        raise CallRefusedError("not_found")
    reason = why_not_ring(facts.case, facts.resident, facts.preference)
    if reason is not None:
        raise CallRefusedError(reason)
    minutes = read_call_rules(facts.programme.settings.get("call_rules")).claim_minutes
    if not take_turn(session, case_id, by_id=by_id, at=at, until_at=at + dt.timedelta(minutes=minutes)):
        held = find_call_facts(session, case_id)
        turn = held.turn if held is not None else None
        raise CallRefusedError("claimed", held.caller if held else None, turn.claimed_until_at if turn else None)
