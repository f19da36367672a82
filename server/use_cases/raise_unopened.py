"""Tell the office of sealed pieces of work that nobody can open: one alert for a device's pieces, which counts them all.

Counts no other alert, and none into an alert that somebody has acknowledged or that is a day old: that opens a new one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from server.domain.operation import AlertHeader
from server.domain.words import AlertKind
from server.store.alert_pieces import list_known_pieces, lock_counting_alert
from server.store.alert_writes import save_pieces
from server.store.audit_writes import record_audit
from server.use_cases.raise_alerts import raise_alerts

WITHIN = dt.timedelta(days=1)


def raise_unopened(
    session: Session,
    pieces: Mapping[uuid.UUID, uuid.UUID],
    now: dt.datetime,
    *,
    device_id: str,
    user_id: uuid.UUID | None,
) -> None:
    """`pieces` gives for each piece, by the id that an alert of its own would have, its op_id. A second time changes nothing."""
    known = list_known_pieces(session, pieces)
    new = [piece_id for piece_id in pieces if piece_id not in known]
    if not new:
        return
    alert_id = lock_counting_alert(session, device_id, since_at=now - WITHIN) or _open(
        session, new, pieces, now, user_id
    )
    save_pieces(
        session,
        [
            {"id": one, "alert_id": alert_id, "op_id": pieces[one], "device_id": device_id, "arrived_at": now}
            for one in new
        ],
    )
    record_audit(
        session, action="alert.count", at=now, user_id=user_id, device_id=device_id, entity_type="alert",
        entity_id=alert_id, fields={"pieces": {"old": None, "new": len(new)}},
    )  # fmt: skip


def _open(
    session: Session,
    new: Sequence[uuid.UUID],
    pieces: Mapping[uuid.UUID, uuid.UUID],
    now: dt.datetime,
    user_id: uuid.UUID | None,
) -> uuid.UUID:
    first = AlertHeader(new[0], AlertKind.UNREADABLE, None)
    raise_alerts(session, [(pieces[first.alert_id], None, [first], user_id)], now)
    return first.alert_id
