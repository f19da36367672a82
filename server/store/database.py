"""The one Flask-SQLAlchemy object, its declarative base and the column types both databases share.

Holds no rule and opens no transaction: `unit_of_work.py` does that.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import uuid_utils
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Text,
    Uuid,
    cast,
    func,
)
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant. Aware in Python, always UTC; a naive value is a bug and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a naive instant; hand SQLite, which knows no zones, the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give the instant back aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


# A row number that never comes back: BIGINT on PostgreSQL, INTEGER AUTOINCREMENT on SQLite.
Sequence = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Parent of every table: constraint names that migrations can rely on, and types by annotation."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            dt.datetime: UtcDateTime,
            dict[str, Any]: JSON(none_as_null=True),
            list[Any]: JSON(none_as_null=True),
            uuid.UUID: Uuid,
            str: Text,
        },
    )


db = SQLAlchemy(model_class=Base)

# Sorted by its characters on both databases, whatever language PostgreSQL was set up in.
ByCharacters = Text().with_variant(Text(collation="C"), "postgresql")

# Short codes (status, kind, role): bounded so that a stray paragraph cannot land in them.
Code = String(40)


def utc_date(instant: Any, dialect: str) -> ColumnElement[dt.date]:
    """The day of an instant in UTC, as SQL."""
    if dialect == "sqlite":
        return func.date(instant, type_=Date())
    return cast(func.timezone("UTC", instant), Date())


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): unique, and in the order of making, which keeps indexes compact."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
