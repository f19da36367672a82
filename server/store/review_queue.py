"""Reads the review queue: what nobody has settled, one item for each piece of work: what one device sent about one thing, or one
form that came by link, since those have one registration and different senders.

Items with open alerts first, then by reason, then the oldest. Writes nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    Subquery,
    Uuid,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from server.domain.operation import parse_id
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.review_reason import REASONS_IN_ORDER, rank_of
from server.domain.words import Verdict
from server.store.tables import Alert, AlertPiece, Device, Operation, OperationClash, OperationSettlement

PAGE_SIZE = 25
OPERATIONS, CLASH = "operations", "clash"
_CLASH_REASON = "other_content"

Parent = aliased(Operation, name="parent")
# The piece of work: what a submission makes belongs to the submission; what cannot be read stands alone.
SUBJECT_TYPE = func.coalesce(Parent.entity_type, Operation.entity_type, "")
SUBJECT_ID = func.coalesce(Parent.entity_id, Operation.entity_id, Operation.op_id)
PIECE_ID = case(
    (Operation.device_id == LINK_DEVICE_ID, func.coalesce(Operation.parent_op_id, Operation.op_id)), else_=SUBJECT_ID
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """None narrows nothing."""

    reason: str | None = None
    user_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One piece of work. `op_id` names its first operation; a clash is named by `clash_id`."""

    source: str
    device_id: str
    subject_type: str
    subject_id: uuid.UUID
    received_at: dt.datetime
    has_alert: bool
    op_id: uuid.UUID | None = None
    clash_id: int | None = None
    user_id: uuid.UUID | None = None
    count: int = 1
    kinds: frozenset[str] = field(default_factory=frozenset)
    reasons: frozenset[str] = field(default_factory=frozenset)


def is_unsettled() -> Any:
    """The WHERE of an operation that stands in the queue."""
    return and_(Operation.verdict == Verdict.REVIEW, ~exists().where(OperationSettlement.op_id == Operation.op_id))


@functools.lru_cache(maxsize=64)
def select_count_of_items(wanted: QueueFilter = QueueFilter()) -> Select[int]:
    """How many pieces of work wait for a person. Kept: putting it together takes six times what running it does."""
    return select(func.count()).select_from(_items(wanted))


def count_items(session: Session, wanted: QueueFilter = QueueFilter()) -> int:
    """As many as that."""
    return session.scalar(select_count_of_items(wanted)) or 0


def list_items(session: Session, wanted: QueueFilter, page: int, size: int = PAGE_SIZE) -> list[QueueItem]:
    """One page of the queue; the first is 1."""
    items = _items(wanted)
    rows = session.execute(
        select(items)
        .order_by(items.c.alerts.desc(), items.c.rank, items.c.received_at, items.c.seq)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    found = _describe(session, [row.seq for row in rows if row.source == OPERATIONS])
    clashes = _describe_clashes(session, [row.seq for row in rows if row.source == CLASH])
    return [_make_clash(row, *clashes[row.seq]) if row.source == CLASH else _make_item(row, found) for row in rows]


def list_officers_in_queue(session: Session) -> list[uuid.UUID]:
    """Whose work is in the queue."""
    of_operations = select(Operation.user_id).where(is_unsettled(), Operation.user_id.is_not(None)).distinct()
    of_clashes = (
        select(Device.user_id)
        .join(OperationClash, OperationClash.device_id == Device.id)
        .where(OperationClash.settled_at.is_(None), Device.user_id.is_not(None))
        .distinct()
    )
    found = {*session.scalars(of_operations), *session.scalars(of_clashes)}
    return [user_id for user_id in found if user_id is not None]


def count_waiting(session: Session) -> int:
    """How many operations wait for something that has not arrived."""
    waiting = select(func.count()).select_from(Operation).where(Operation.verdict == Verdict.WAITING)
    return session.scalar(waiting) or 0


def _items(wanted: QueueFilter) -> Subquery:
    return union_all(_operation_items(wanted), _clash_items(wanted)).subquery("items")


def _operation_items(wanted: QueueFilter) -> Any:
    unsettled = _unsettled(wanted).c
    rank = case(
        {reason: rank_of(reason) for reason in REASONS_IN_ORDER},
        value=func.coalesce(unsettled.verdict_reason, ""),
        else_=len(REASONS_IN_ORDER),
    )
    query: Any = select(
        literal(OPERATIONS).label("source"),
        unsettled.device_id,
        unsettled.subject_type,
        unsettled.subject_id,
        func.min(unsettled.seq).label("seq"),
        func.min(unsettled.received_at).label("received_at"),
        func.max(case((_has_open_alert(unsettled.op_id), 1), else_=0)).label("alerts"),
        func.min(rank).label("rank"),
    ).group_by(unsettled.device_id, unsettled.subject_type, unsettled.subject_id, unsettled.piece_id)
    if wanted.reason is not None:
        query = query.having(func.max(case((unsettled.verdict_reason == wanted.reason, 1), else_=0)) == 1)
    return query


def _unsettled(wanted: QueueFilter) -> CTE:
    """What stands in the queue, found first: grouped at once, SQLite would walk the whole log in the order of the groups."""
    query = (
        select(
            Operation.seq,
            Operation.op_id,
            Operation.device_id,
            Operation.received_at,
            Operation.verdict_reason,
            SUBJECT_TYPE.label("subject_type"),
            SUBJECT_ID.label("subject_id"),
            PIECE_ID.label("piece_id"),
        )
        .outerjoin(Parent, Parent.op_id == Operation.parent_op_id)
        .where(is_unsettled())
    )
    if wanted.user_id is not None:
        query = query.where(Operation.user_id == wanted.user_id)
    return query.cte("unsettled").prefix_with("MATERIALIZED")


def _clash_items(wanted: QueueFilter) -> Any:
    query: Any = select(
        literal(CLASH),
        OperationClash.device_id,
        literal(""),
        cast(null(), Uuid()),
        OperationClash.id,
        OperationClash.received_at,
        case((_has_open_alert(OperationClash.op_id), 1), else_=0),
        cast(literal(rank_of(_CLASH_REASON)), Integer),
    ).where(OperationClash.settled_at.is_(None))
    if wanted.user_id is not None:
        query = query.where(OperationClash.device_id.in_(select(Device.id).where(Device.user_id == wanted.user_id)))
    if wanted.reason is not None and wanted.reason != _CLASH_REASON:
        query = query.where(literal(False))
    return query


def _has_open_alert(op_id: Any) -> Any:
    counted = select(AlertPiece.op_id).join(Alert, Alert.id == AlertPiece.alert_id).where(Alert.closed_at.is_(None))
    return exists().where(Alert.op_id == op_id, Alert.closed_at.is_(None)) | op_id.in_(counted)


@dataclass(slots=True)
class _Facts:
    """What the operations of one item say, the first of them first."""

    op_id: uuid.UUID
    user_id: uuid.UUID | None
    kinds: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def _describe(session: Session, first_seqs: Sequence[int]) -> dict[int, _Facts]:
    """By the place in the log of each item's first operation."""
    if not first_seqs:
        return {}
    firsts = (
        select(
            Operation.device_id,
            SUBJECT_TYPE.label("subject_type"),
            SUBJECT_ID.label("subject_id"),
            PIECE_ID.label("piece_id"),
        )
        .outerjoin(Parent, Parent.op_id == Operation.parent_op_id)
        .where(Operation.seq.in_(first_seqs))
        .subquery()
    )
    rows = session.execute(
        select(
            Operation.seq, Operation.op_id, Operation.user_id, Operation.kind, Operation.verdict_reason,
            Operation.device_id, SUBJECT_TYPE, SUBJECT_ID, PIECE_ID,
        )
        .outerjoin(Parent, Parent.op_id == Operation.parent_op_id)
        .join(
            firsts,
            and_(
                firsts.c.device_id == Operation.device_id,
                firsts.c.subject_type == SUBJECT_TYPE,
                firsts.c.subject_id == SUBJECT_ID,
                firsts.c.piece_id == PIECE_ID,
            ),
        )
        .where(is_unsettled())
        .order_by(Operation.seq)
    )  # fmt: skip
    found: dict[int, _Facts] = {}
    seq_of: dict[tuple[Any, ...], int] = {}
    for seq, op_id, user_id, kind, reason, *subject in rows:
        first = seq_of.setdefault(tuple(subject), seq)
        facts = found.setdefault(first, _Facts(op_id, user_id))
        facts.kinds.append(kind)
        facts.reasons.append(reason or "")
    return found


def _describe_clashes(session: Session, clash_ids: Sequence[int]) -> dict[int, tuple[uuid.UUID | None, str, uuid.UUID]]:
    """Who sent each, and what it names as its subject."""
    if not clash_ids:
        return {}
    rows = session.execute(
        select(OperationClash.id, Device.user_id, OperationClash.envelope)
        .outerjoin(Device, Device.id == OperationClash.device_id)
        .where(OperationClash.id.in_(clash_ids))
    )
    return {clash_id: (user_id, *_find_subject(envelope)) for clash_id, user_id, envelope in rows}


def _find_subject(envelope: dict[str, Any]) -> tuple[str, uuid.UUID]:
    """What an operation names, read leniently."""
    entity = envelope.get("entity")
    named = entity if isinstance(entity, dict) else {}
    return str(named.get("type") or ""), parse_id(named.get("id")) or uuid.UUID(int=0)


def _make_clash(row: Any, user_id: uuid.UUID | None, subject_type: str, subject_id: uuid.UUID) -> QueueItem:
    return QueueItem(
        source=CLASH,
        device_id=row.device_id,
        subject_type=subject_type,
        subject_id=subject_id,
        received_at=row.received_at,
        has_alert=bool(row.alerts),
        clash_id=row.seq,
        user_id=user_id,
        reasons=frozenset([_CLASH_REASON]),
    )


def _make_item(row: Any, found: dict[int, _Facts]) -> QueueItem:
    facts = found[row.seq]
    return QueueItem(
        source=OPERATIONS,
        device_id=row.device_id,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        received_at=row.received_at,
        has_alert=bool(row.alerts),
        op_id=facts.op_id,
        user_id=facts.user_id,
        count=len(facts.kinds),
        kinds=frozenset(facts.kinds),
        reasons=frozenset(facts.reasons),
    )
