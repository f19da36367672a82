"""Messages to residents and to staff on call, and the words they are made of. A message is queued in the transaction of the fact that it tells of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.message import MessageChannel, MessageStatus
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, one_of

_CURRENT = "replaced_at IS NULL"
_DUE = "next_try_at IS NOT NULL"
_FAILED_UNSEEN = "status = 'failed' AND failure_seen_at IS NULL"


class MessageTemplate(Base):
    """The words of one message in one language for one channel, with ((placeholders)). Never changed: other words are another row.

    `made_by_id` NULL: shipped, or set by a command. `replaced_at` NULL: used for new messages.
    """

    __tablename__ = "message_templates"
    __table_args__ = (
        one_of("channel", MessageChannel),
        CheckConstraint("(channel = 'email') = (subject IS NOT NULL)", name="subject_of_email"),
        Index(
            "ix_message_templates_current",
            "name",
            "language",
            "channel",
            unique=True,
            sqlite_where=text(_CURRENT),
            postgresql_where=text(_CURRENT),
        ),
    )

    id: Mapped[Id]
    name: Mapped[CodeText]
    language: Mapped[CodeText]
    channel: Mapped[CodeText]
    subject: Mapped[str | None]
    body: Mapped[str]
    made_at: Mapped[dt.datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    replaced_at: Mapped[dt.datetime | None]


class Message(Base):
    """An SMS or e-mail to one resident, or to one member of staff who is on call (`user_id`).

    `recipient` and the template are as they were when it was queued.

    `sealed` holds, under the council's key `sealed_key_id`, the values that open something; it is erased when the message leaves.
    `subject` and `body` are the words that left, with the placeholder in the place of what was sealed; NULL before.
    `next_try_at`: when a worker next takes it up, while `sending` when the lease of the worker that has it ends, when `sent` when
    its delivery is asked for; NULL: nothing is due. `claim_id` names the last claim: only its holder may say what became of it.
    `may_have_left`: the service is asked for it before it is sent again, by the reference of this `round`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        one_of("channel", MessageChannel),
        one_of("status", MessageStatus),
        CheckConstraint("(resident_id IS NULL) <> (user_id IS NULL)", name="to_one_person"),
        CheckConstraint("(about_type IS NULL) = (about_id IS NULL)", name="about"),
        CheckConstraint("(sealed IS NULL) = (sealed_key_id IS NULL)", name="sealed"),
        CheckConstraint("status NOT IN ('sent', 'delivered') OR sealed IS NULL", name="nothing_sealed_left"),
        Index("ix_messages_status_queued_at", "status", "queued_at"),
        Index("ix_messages_queued_at", "queued_at", "id"),
        Index("ix_messages_about", "about_type", "about_id"),
        Index("ix_messages_due", "status", "next_try_at", sqlite_where=text(_DUE), postgresql_where=text(_DUE)),
        Index(
            "ix_messages_failed_unseen",
            "ended_at",
            sqlite_where=text(_FAILED_UNSEEN),
            postgresql_where=text(_FAILED_UNSEEN),
        ),
    )

    id: Mapped[Id]
    template_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message_templates.id"), index=True)
    channel: Mapped[CodeText]
    recipient: Mapped[str]
    personalisation: Mapped[dict[str, Any]]
    sealed_key_id: Mapped[str | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about_type: Mapped[CodeText | None]
    about_id: Mapped[uuid.UUID | None]
    resident_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    queued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    queued_at: Mapped[dt.datetime]
    status: Mapped[CodeText]
    problem: Mapped[CodeText | None]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[dt.datetime | None]
    claim_id: Mapped[uuid.UUID | None]
    may_have_left: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=1)
    notify_id: Mapped[str | None] = mapped_column(unique=True)
    subject: Mapped[str | None]
    body: Mapped[str | None]
    sent_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    failure_seen_at: Mapped[dt.datetime | None]

    @property
    def reference(self) -> str:
        """What the service knows this sending by."""
        return str(self.id) if self.round == 1 else f"{self.id}/{self.round}"
