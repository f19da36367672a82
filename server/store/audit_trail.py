"""Reads the audit trail, the newest first, narrowed. Page 1,000 costs what page 1 costs: pages continue from a key. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from server.domain.operation import parse_id
from server.store.tables import AuditEntry, Case, EvidenceRequest, Referral, User, Visit, WarningMarker

PAGE_SIZE = 50
MOST_THINGS = 2000  # of one resident; nobody has so many


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """None narrows nothing. A thing is named by its kind and its id together; an instant lies in [from_at, until_at).

    A resident's entries are also those of her visits, cases, referrals, warning markers and requests for evidence.
    """

    user_id: uuid.UUID | None = None
    action: str | None = None
    thing: tuple[str, str] | None = None
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """The entry after which a page begins."""

    at: dt.datetime
    entry_id: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`by` is a name; None: a command, the worker, or somebody who was not signed in."""

    entry: AuditEntry
    by: str | None


def list_entries(
    session: Session, wanted: AuditFilter, after: AuditPlace | None, size: int = PAGE_SIZE
) -> tuple[list[AuditLine], AuditPlace | None]:
    """One page, and where the next begins (None: nowhere)."""
    query = (
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(*_conditions(session, wanted))
    )
    if after is not None:
        older = and_(AuditEntry.at == after.at, AuditEntry.id < after.entry_id)
        query = query.where(AuditEntry.at <= after.at, or_(AuditEntry.at < after.at, older))
    rows = session.execute(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(size + 1))
    found = [AuditLine(entry, by) for entry, by in rows]
    lines = found[:size]
    last = lines[-1].entry if len(found) > size else None
    return lines, AuditPlace(last.at, last.id) if last is not None else None


def list_acts_on(
    session: Session, entity_type: str, entity_id: uuid.UUID, actions: Collection[str]
) -> Sequence[tuple[str, dict[str, Any]]]:
    """These acts on one thing and what each changed, the newest first."""
    query = select(AuditEntry.action, AuditEntry.fields).where(
        AuditEntry.entity_type == entity_type, AuditEntry.entity_id == str(entity_id), AuditEntry.action.in_(actions)
    )
    return [(action, fields or {}) for action, fields in session.execute(query.order_by(AuditEntry.id.desc()))]


def list_actions(session: Session) -> Sequence[str]:
    """Every action that the trail has; each costs one look into the index, however often it was done."""
    first = select(func.min(AuditEntry.action).label("action")).cte("actions", recursive=True)
    after = select(func.min(AuditEntry.action)).where(AuditEntry.action > first.c.action).scalar_subquery()
    actions = first.union_all(select(after).where(first.c.action.is_not(None)))
    return [action for action in session.scalars(select(actions.c.action)) if action is not None]


def list_people(session: Session) -> list[tuple[uuid.UUID, str]]:
    """Everybody who has, or had, an account, by name."""
    return [
        (user_id, name)
        for user_id, name in session.execute(select(User.id, User.name).order_by(func.lower(User.name), User.id))
    ]


def _conditions(session: Session, wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.user_id:
        found.append(AuditEntry.user_id == wanted.user_id)
    if wanted.action:
        found.append(AuditEntry.action == wanted.action)
    if wanted.thing:
        things = [wanted.thing]
        if wanted.thing[0] == "resident" and (resident_id := parse_id(wanted.thing[1])):
            things += _list_things_of(session, resident_id)
        found.append(tuple_(AuditEntry.entity_type, AuditEntry.entity_id).in_(things))
    if wanted.from_at:
        found.append(AuditEntry.at >= wanted.from_at)
    if wanted.until_at:
        found.append(AuditEntry.at < wanted.until_at)
    return found


def _list_things_of(session: Session, resident_id: uuid.UUID) -> list[tuple[str, str]]:
    """What belongs to her, by kind and id. Ids of the trail are text, so they are not joined but asked for first."""
    cases = select(Case.id).where(Case.resident_id == resident_id)
    ids = union_all(
        select(literal("visit"), Visit.id).where(Visit.resident_id == resident_id),
        select(literal("case"), Case.id).where(Case.resident_id == resident_id),
        select(literal("referral"), Referral.id).where(Referral.case_id.in_(cases)),
        select(literal("warning_marker"), WarningMarker.id).where(WarningMarker.resident_id == resident_id),
        select(literal("evidence_request"), EvidenceRequest.id).where(EvidenceRequest.case_id.in_(cases)),
    )
    return [(kind, str(thing_id)) for kind, thing_id in session.execute(ids.limit(MOST_THINGS))]
