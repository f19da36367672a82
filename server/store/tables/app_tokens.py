"""Tokens for other people's programs: ODK Collect that fills a form in, a reader that fetches submissions or figures by OData."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.domain.app_token import AppTokenKind
from server.store.database import Base
from server.store.tables.columns import CodeText, Id, one_of


class AppToken(Base):
    """A token for one form, or the daily figures, and one program, kept as a hash and shown once; it opens nothing once revoked.

    `user_id` answers for it: who fills in (`collect`), who made it (`odata`, `figures`). What comes by a `collect` token comes from
    `device_id`, a registration of its own.
    """

    __tablename__ = "app_tokens"
    __table_args__ = (
        one_of("kind", AppTokenKind),
        CheckConstraint("(kind = 'collect') = (device_id IS NOT NULL)", name="device_of_collect"),
        CheckConstraint("(kind = 'figures') = (form_ref_id IS NULL)", name="form_unless_figures"),
    )

    id: Mapped[Id]
    kind: Mapped[CodeText]
    form_ref_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("forms.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"), index=True)
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
