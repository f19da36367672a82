"""Writes where a case stands with its calls, and who is ringing. Decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from server.domain.call_rules import PastCall
from server.domain.words import ContactOutcome, ProposalStatus
from server.store.contacts import still_stands
from server.store.inserting import insert_into
from server.store.tables import CallTurn, Contact, VisitProposal

_NONE_YET: dict[str, Any] = {"failed_calls": 0, "failed_in_row": 0, "tried": []}


def list_past_calls(session: Session, case_id: uuid.UUID) -> Sequence[PastCall]:
    """The calls of the case that stand."""
    rows = session.execute(
        select(Contact.contacted_at, Contact.outcome).where(Contact.case_id == case_id, still_stands())
    )
    return [PastCall(at, ContactOutcome(outcome)) for at, outcome in rows]


def save_turn(session: Session, case_id: uuid.UUID, values: dict[str, Any], *, keeps_caller: bool = False) -> None:
    """Set where the case stands; whoever was ringing has finished, but for `keeps_caller`."""
    row = values if keeps_caller else values | {"claimed_by_id": None, "claimed_until_at": None}
    session.execute(
        insert_into(session, CallTurn)
        .values([{"case_id": case_id} | row])
        .on_conflict_do_update(index_elements=["case_id"], set_=row)
    )


def make_due(session: Session, case_id: uuid.UUID, at: dt.datetime) -> None:
    """Somebody asks for a call now, whatever the programme's rule planned after the last one."""
    later = or_(CallTurn.due_at > at, CallTurn.next_on.is_not(None), CallTurn.visit_on.is_not(None))
    session.execute(
        update(CallTurn).where(CallTurn.case_id == case_id, later).values(due_at=at, next_on=None, visit_on=None)
    )


def find_callback(session: Session, case_id: uuid.UUID) -> tuple[dt.date, str | None] | None:
    """The day of the call back that was asked for, and the time of day if one was."""
    turn = session.get(CallTurn, case_id, populate_existing=True)
    return None if turn is None or turn.callback_on is None else (turn.callback_on, turn.callback_time)


def remove_turn(session: Session, case_id: uuid.UUID) -> None:
    """No call of the case stands any more."""
    session.execute(delete(CallTurn).where(CallTurn.case_id == case_id))


def take_turn(
    session: Session, case_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime, until_at: dt.datetime
) -> bool:
    """Have this person for a while; False when somebody else has them. Whoever one had before is free again."""
    row = {"claimed_by_id": by_id, "claimed_until_at": until_at}
    free = or_(CallTurn.claimed_until_at.is_(None), CallTurn.claimed_until_at <= at, CallTurn.claimed_by_id == by_id)
    taken = session.scalars(
        insert_into(session, CallTurn)
        .values([{"case_id": case_id} | _NONE_YET | row])
        .on_conflict_do_update(index_elements=["case_id"], set_=row, where=free)
        .returning(CallTurn.case_id)
    ).all()
    if not taken:
        return False
    free_turns(session, by_id, but_case_id=case_id)
    return True


def free_turns(session: Session, by_id: uuid.UUID, but_case_id: uuid.UUID | None = None) -> None:
    """Let go of everybody this person has, but one."""
    mine = [CallTurn.claimed_by_id == by_id]
    if but_case_id is not None:
        mine.append(CallTurn.case_id != but_case_id)
    session.execute(update(CallTurn).where(*mine).values(claimed_by_id=None, claimed_until_at=None))


def has_open_proposal(session: Session, resident_id: uuid.UUID) -> bool:
    """Whether a visit to this resident is proposed already and not answered."""
    found = session.scalar(
        select(VisitProposal.id)
        .where(VisitProposal.resident_id == resident_id, VisitProposal.status == ProposalStatus.PROPOSED)
        .limit(1)
    )
    return found is not None
