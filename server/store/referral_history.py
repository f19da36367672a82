"""Reads what became of one referral, step by step, from the one log. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from server.domain.words import Verdict
from server.store.tables import Operation, Referral
from server.store.users import names_of_users

MOST_STEPS = 100
# What a form made or changed is written about its case, and names the referral.
_BY_A_FORM = ("referral.make", "referral.amend", "referral.cancel")


@dataclass(frozen=True, slots=True)
class ReferralStepTaken:
    """One step. `status` and `to` are what it came to, where the step changed them."""

    at: dt.datetime
    kind: str
    by: str | None
    status: str | None
    to: str | None
    note: str | None


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
    )
