"""Reads what became of one referral, step by step, from the one log. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import Verdict
from server.store.tables import Operation, Referral
from server.store.users import names_of_users

MOST_STEPS = 100
# What a form made or changed is written about its case, and names the referral.
_BY_A_FORM = ("referral.make", "referral.amend", "referral.cancel")
_AMENDED = "referral.amend"
_WITH_WORDS = ("referral.note", _AMENDED)


@dataclass(frozen=True, slots=True)
class ReferralStepTaken:
    """One step. `status` and `to` are what it came to, where the step changed them."""

    at: dt.datetime
    kind: str
    by: str | None
    status: str | None
    to: str | None
    note: str | None
    changed: tuple[str, ...] = ()


def list_steps(session: Session, referral: Referral) -> list[ReferralStepTaken]:
    """The newest first."""
    rows = session.scalars(
        select(Operation)
        .where(
            or_(
                and_(Operation.entity_type == "referral", Operation.entity_id == referral.id),
                and_(
                    Operation.entity_type == "case",
                    Operation.entity_id == referral.case_id,
                    Operation.kind.in_(_BY_A_FORM),
                ),
            )
        )
        .order_by(Operation.seq.desc())
        .limit(MOST_STEPS)
    ).all()
    own = [row for row in rows if row.entity_id == referral.id or _names(row, referral.id)]
    names = names_of_users(session, [row.user_id for row in own])
    return [_read(row, names.get(row.user_id) if row.user_id else None) for row in own]


def list_notes(session: Session, referral: Referral) -> list[ReferralStepTaken]:
    """Words to whoever has it now, the newest first: what was said to those who had it before is not theirs to read."""
    own = and_(Operation.entity_type == "referral", Operation.entity_id == referral.id)
    since = session.scalar(select(func.max(Operation.seq)).where(own, Operation.kind == "referral.hand_on")) or 0
    rows = session.scalars(
        select(Operation)
        .where(own, Operation.kind.in_(_WITH_WORDS), Operation.seq > since)
        .order_by(Operation.seq.desc())
        .limit(MOST_STEPS)
    ).all()
    names = names_of_users(session, [row.user_id for row in rows])
    read = [_read(row, names.get(row.user_id) if row.user_id else None) for row in rows]
    return [step for step in read if step.note]


def find_said_by_form(session: Session, referral: Referral) -> Mapping[str, Any] | None:
    """What its form said of a need that somebody has amended by hand; None where nobody has."""
    own = and_(Operation.entity_type == "referral", Operation.entity_id == referral.id)
    if session.scalar(select(Operation.seq).where(own, Operation.kind == _AMENDED).limit(1)) is None:
        return None
    rows = session.scalars(
        select(Operation)
        .where(
            Operation.entity_type == "case",
            Operation.entity_id == referral.case_id,
            Operation.kind.in_(("referral.make", _AMENDED)),
        )
        .order_by(Operation.seq.desc())
    )
    payload = next((_payload(row) for row in rows if _names(row, referral.id)), None)
    return payload.get("said", payload) if payload else None


@dataclass(frozen=True, slots=True)
class StatusStep:
    """What one step of a status changed: of each field what it was. `row_version` is what the referral's came to by it."""

    referral_id: uuid.UUID
    row_version: int | None
    before: Mapping[str, str | None]


def list_status_steps_at(session: Session, done_at: dt.datetime, by_id: uuid.UUID) -> list[StatusStep]:
    """What this person said at that instant of how far needs have come, by the ids of those."""
    rows = session.scalars(
        select(Operation)
        .where(
            Operation.verdict == Verdict.APPLIED,  # with the instant, an index finds these
            Operation.received_at == done_at,
            Operation.user_id == by_id,
            Operation.kind == "referral.status",
        )
        .order_by(Operation.entity_id)
    )
    return [
        StatusStep(
            row.entity_id,
            row.row_version,
            {name: change.get("base_value") for name, change in (row.envelope.get("fields") or {}).items()},
        )
        for row in rows
        if row.entity_id is not None
    ]


def _names(row: Operation, referral_id: uuid.UUID) -> bool:
    return _payload(row).get("referral_id") == str(referral_id)


def _payload(row: Operation) -> Mapping[str, Any]:
    payload = row.envelope.get("payload")
    return payload if isinstance(payload, dict) else {}


def _read(row: Operation, by: str | None) -> ReferralStepTaken:
    payload = _payload(row)
    changed = (row.envelope.get("fields") or {}).get("status") or {}
    note, to = payload.get("note"), payload.get("to")
    return ReferralStepTaken(
        at=row.received_at,
        kind=row.kind,
        by=by,
        status=changed.get("value") if row.kind == "referral.status" else None,
        to=to if isinstance(to, str) else None,
        note=note if isinstance(note, str) else None,
        changed=_list_changed(row) if row.kind == _AMENDED else (),
    )


def _list_changed(row: Operation) -> tuple[str, ...]:
    """What an amendment changed: urgent, start_on, and details by their names."""
    fields = row.envelope.get("fields") or {}
    names = [name for name in ("urgent", "start_on") if name in fields]
    details = fields.get("details") or {}
    was, now = (details.get(side) or {} for side in ("base_value", "value"))
    return (*names, *(name for name in sorted({*was, *now}) if was.get(name) != now.get(name)))
