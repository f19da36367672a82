"""Who is signed in to the pages, and who tried in vain. Tokens are kept as hashes; tries are forgotten within a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.tables.columns import UserId


class PageSession(Base):
    """One sign-in to the pages, until it is signed out. Its cookie carries the token; without this row the cookie opens nothing.

    `password_stamp` is that of the password it was opened with (domain/password.py): another password ends it.
    """

    __tablename__ = "page_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UserId]
    password_stamp: Mapped[str]
    started_at: Mapped[dt.datetime]


class RefusedTries(Base):
    """How often one source (a network address, a browser, a phone, a link) was refused since `since_at`, and until when it must wait."""

    __tablename__ = "refused_tries"

    source: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    since_at: Mapped[dt.datetime] = mapped_column(index=True)
    blocked_until_at: Mapped[dt.datetime | None]
