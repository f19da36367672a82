"""Alerts: what a person must know at once, who was told of it, and what was done about it."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.escalation import Rung
from server.domain.words import AlertKind
from server.store.database import Base
from server.store.tables.columns import CodeText, DeviceId, Id, RowNumber, one_of


class Alert(Base):
    """What a person must know at once. The id is UUIDv5(instance, node), so a draft and its submission raise one alert.

    Opened from the raw operation, whatever its verdict. Always has one named owner. An alarm of lone working has no operation:
    it names the officer, whose shift ran out if one did, the visit that was planned, and when the officer was last heard of.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("kind", AlertKind),
        CheckConstraint("(op_id IS NULL) = (officer_id IS NOT NULL)", name="by_operation_or_alarm"),
        Index("ix_alerts_acknowledged_at_raised_at", "acknowledged_at", "raised_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[CodeText]
    op_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    raised_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[dt.datetime]
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    told_whom: Mapped[str | None]
    told_at: Mapped[dt.datetime | None]
    acknowledged_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    shift_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    expected_at: Mapped[dt.datetime | None]
    last_contact_at: Mapped[dt.datetime | None]


class AlertPiece(Base):
    """One sealed piece of work that nobody can open, under the alert that counts it; `id` is what its own alert would have had.

    `op_id` is in the log, beside it (operation_clashes), or that of an operation that came as a file.
    """

    __tablename__ = "alert_pieces"
    __table_args__ = (Index("ix_alert_pieces_device_id_alert_id", "device_id", "alert_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    alert_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alerts.id"), index=True)
    op_id: Mapped[uuid.UUID] = mapped_column(index=True)
    device_id: Mapped[DeviceId]
    arrived_at: Mapped[dt.datetime]


class AlertAcknowledgement(Base):
    """Who took an alert in hand, when, and with what words; ownership changes are kept here too."""

    __tablename__ = "alert_acknowledgements"
    __table_args__ = (one_of("step", ("acknowledged", "handed_over", "noted", "closed")),)

    id: Mapped[RowNumber]
    alert_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alerts.id"), index=True)
    step: Mapped[CodeText]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[dt.datetime]
    note: Mapped[str | None]


class AlertTelling(Base):
    """Who was told of an alert that nobody had acknowledged, once for each rung, with the message that was queued with it.

    `user_id` NULL: nobody on that rung takes text messages; it is filled in when somebody does.
    """

    __tablename__ = "alert_tellings"
    __table_args__ = (
        one_of("rung", Rung),
        CheckConstraint("(user_id IS NULL) = (message_id IS NULL)", name="told_by_message"),
        UniqueConstraint("alert_id", "rung"),
    )

    id: Mapped[Id]
    alert_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alerts.id"))
    rung: Mapped[CodeText]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[dt.datetime]
