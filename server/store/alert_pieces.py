"""Reads which sealed pieces of work an alert counts. `lock_counting_alert` holds one for a use case."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from server.store.tables import Alert, AlertPiece, Operation


@dataclass(frozen=True, slots=True)
class CountedPieces:
    """How many pieces an alert counts; `opened` of them the council could open since."""

    count: int
    opened: int


def lock_counting_alert(session: Session, device_id: str, *, since_at: dt.datetime) -> uuid.UUID | None:
    """The device's alert that counts what cannot be opened, raised since then and acknowledged by nobody; held against
    whoever acknowledges it until the transaction ends.
    """
    return session.scalar(
        select(Alert.id)
        .where(
            exists().where(AlertPiece.alert_id == Alert.id, AlertPiece.device_id == device_id),
            Alert.acknowledged_at.is_(None),
            Alert.closed_at.is_(None),
            Alert.raised_at >= since_at,
        )
        .order_by(Alert.raised_at, Alert.id)
        .limit(1)
        .with_for_update(key_share=True)
    )


def list_known_pieces(session: Session, piece_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those that somebody has been told of: they are counted, or have an alert of their own."""
    counted = session.scalars(select(AlertPiece.id).where(AlertPiece.id.in_(piece_ids)))
    alone = session.scalars(select(Alert.id).where(Alert.id.in_(piece_ids)))
    return {*counted, *alone}


def count_pieces(session: Session, alert_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CountedPieces]:
    """By alert; one that counts nothing is missing."""
    is_opened = exists().where(
        Operation.op_id == AlertPiece.op_id, Operation.sealed_hash.is_distinct_from(Operation.payload_hash)
    )
    rows = session.execute(
        select(AlertPiece.alert_id, func.count(), func.count().filter(is_opened))
        .where(AlertPiece.alert_id.in_(alert_ids))
        .group_by(AlertPiece.alert_id)
    )
    return {alert_id: CountedPieces(count, opened) for alert_id, count, opened in rows}


def is_alert_of(op_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """The WHERE of the alerts that one of the operations raised, alone or counted with others."""
    counted = exists().where(AlertPiece.alert_id == Alert.id, AlertPiece.op_id.in_(op_ids))
    return Alert.op_id.in_(op_ids) | counted
