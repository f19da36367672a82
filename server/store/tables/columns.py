"""Columns and checks that several tables share. Defines no table."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Code, Sequence, new_id

Id = Annotated[uuid.UUID, mapped_column(primary_key=True, default=new_id)]
RowNumber = Annotated[int, mapped_column(Sequence, primary_key=True, autoincrement=True)]
CodeText = Annotated[str, mapped_column(Code)]
UserId = Annotated[uuid.UUID, mapped_column(ForeignKey("users.id"), index=True)]
DeviceId = Annotated[str, mapped_column(ForeignKey("devices.id"))]


class SyncedRow:
    """A row phones may hold: `version` rises by one at each change, `field_versions` names the version that last set a field."""

    version: Mapped[int] = mapped_column(default=1)
    field_versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[dt.datetime]


def one_of(column: str, words: type[StrEnum] | tuple[str, ...]) -> CheckConstraint:
    """A check that `column` holds one of `words` (or NULL where the column allows it)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
