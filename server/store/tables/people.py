"""Staff: users, teams, shifts and the phones they use. Nobody the council visits is here."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.words import DeviceOrder, OrderEnd, Role, ShiftKind
from server.store.database import Base, new_id
from server.store.tables.columns import CodeText, DeviceId, Id, UserId, one_of


class Team(Base):
    """A team that holds staff or receives referrals; `referral_types` lists the needs it takes.

    A `voluntary` body hears of nobody who has not agreed to it. `export_columns` names what its own file has, in its own order;
    empty: the shipped order of what it takes.
    """

    __tablename__ = "teams"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    referral_types: Mapped[list[Any]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)
    voluntary: Mapped[bool] = mapped_column(default=False, server_default=false())
    export_columns: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class User(Base):
    """A member of staff. `email` is kept in lower case. `left_at`: when an account that is not active any more was ended.

    `first_password_until_at`: the password was given by an administrator, opens nothing after this instant, and nothing but
    the page that replaces it before.
    """

    __tablename__ = "users"
    __table_args__ = (one_of("role", Role), CheckConstraint("email = lower(email)", name="email_lower"))

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[CodeText]
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("teams.id"), index=True)
    telephone: Mapped[str | None]
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    left_at: Mapped[dt.datetime | None]
    first_password_until_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Shift(Base):
    """A planned stretch of work: `visiting` (the lone-working clock runs from it) or on call. Of the rota, `duty` owns alerts raised
    in it; `next` and `gold` are told of those that nobody has acknowledged.

    `place` is where, in the planner's words: a ward, a neighbourhood. `next_contact_at`: a check-in near the end moved the
    clock of lone working to there; NULL: the expected end stands. `finished_at` stops it. Phones hold the row.
    """

    __tablename__ = "shifts"
    __table_args__ = (
        one_of("kind", ShiftKind),
        CheckConstraint("expected_end_at > starts_at", name="ends_after_start"),
        Index("ix_shifts_kind_starts_at", "kind", "starts_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    kind: Mapped[CodeText]
    starts_at: Mapped[dt.datetime]
    expected_end_at: Mapped[dt.datetime]
    place: Mapped[str | None]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    next_contact_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class DutyNumber(Base):
    """A telephone number an officer may need at the door; kept on every phone."""

    __tablename__ = "duty_numbers"
    __table_args__ = (one_of("hours", ("day", "out_of_hours", "always")),)

    id: Mapped[Id]
    label: Mapped[str]
    telephone: Mapped[str]
    hours: Mapped[CodeText]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Device(Base):
    """One user's registration on one phone. The row `server` stands for the office, imports and the worker.

    Tokens are stored as SHA-256 hex of opaque random text, never as given out. What the phone last said of itself stands
    from `persisted` on: evidence for people, `unsent_visit_ids` included (visits of which a part is only on this phone).
    `lost_count` stands until a person dismisses it; `lost_count_said` is what the phone last said, so that a repeat counts once.
    `lost_at` is when its officer last had it for certain, where it is marked as lost. `beside_device_id` is a colleague's
    registration that was on the same phone when this one was made, as the phone said. `signed_out_at` with an upload
    ticket still there is the phone's own word, given with that ticket.
    """

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: str(new_id()))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    label: Mapped[str]
    device_token_hash: Mapped[str | None] = mapped_column(unique=True)
    upload_ticket_hash: Mapped[str | None] = mapped_column(unique=True)
    registered_at: Mapped[dt.datetime]
    last_contact_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    revoked_reason: Mapped[str | None]
    schema: Mapped[int] = mapped_column(default=1)
    app_version: Mapped[str | None]
    persisted: Mapped[bool | None]
    storage_used_bytes: Mapped[int | None] = mapped_column(BigInteger)
    unsent_count: Mapped[int] = mapped_column(default=0)
    oldest_unsent_at: Mapped[dt.datetime | None]
    photos_unsent: Mapped[int] = mapped_column(default=0, server_default="0")
    unfinished_count: Mapped[int | None]
    needs_attention_count: Mapped[int] = mapped_column(default=0, server_default="0")
    unsent_visit_ids: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    last_device_seq: Mapped[int | None]
    storage_quota_bytes: Mapped[int | None] = mapped_column(BigInteger)
    lost_count: Mapped[int] = mapped_column(default=0, server_default="0")
    lost_count_said: Mapped[int] = mapped_column(default=0, server_default="0")
    lost_reported_at: Mapped[dt.datetime | None]
    state_reported_at: Mapped[dt.datetime | None]
    offered_epoch: Mapped[uuid.UUID | None]
    ticket_ended_at: Mapped[dt.datetime | None]
    ticket_ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    ticket_ended_reason: Mapped[str | None]
    lost_at: Mapped[dt.datetime | None]
    signed_out_at: Mapped[dt.datetime | None]
    beside_device_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"), index=True)


class OrderToDevice(Base):
    """That a phone was ordered to lock or to wipe. It stands, and reading is over, until `ended_at`, by a sign-in there.

    `told_at` is when an answer first carried it, `obeyed_at` when the phone then said that it had done it: evidence, which
    ends nothing.
    """

    __tablename__ = "orders_to_devices"
    __table_args__ = (
        one_of("kind", DeviceOrder),
        one_of("ended_how", OrderEnd),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        Index(
            "uq_orders_to_devices_one_standing",
            "device_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_orders_to_devices_device_id_ordered_at", "device_id", "ordered_at"),
    )

    id: Mapped[Id]
    device_id: Mapped[DeviceId]
    kind: Mapped[CodeText]
    ordered_at: Mapped[dt.datetime]
    ordered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
    told_at: Mapped[dt.datetime | None]
    obeyed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ended_how: Mapped[CodeText | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_reason: Mapped[str | None]


class PushSubscription(Base):
    """Where the browser of one device takes Web Push messages (RFC 8030), and its keys (RFC 8291).

    `expired_at`: the push service says that it is no more; the app subscribes anew at its next look.
    """

    __tablename__ = "push_subscriptions"

    id: Mapped[Id]
    device_id: Mapped[DeviceId]
    endpoint: Mapped[str] = mapped_column(unique=True)
    keys: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]
    expired_at: Mapped[dt.datetime | None]
    told_at: Mapped[dt.datetime | None]
