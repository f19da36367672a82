"""Runs migrations for `flask db ...` on the app's own engine; SQLite tables are rebuilt in batches.

Holds no address and no credentials: both come from the app that calls it.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, Engine, text
from sqlalchemy.types import TypeDecorator

config = context.config
DOORSTEP_LOCK = 7_302_020


def _engine() -> Engine:
    return current_app.extensions["migrate"].db.engine  # type: ignore[no-any-return]


def _no_empty_revision(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """`flask db migrate` without a difference writes no file."""
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _render_item(kind: str, item: Any, _autogen_context: AutogenContext) -> str | Literal[False]:
    """A written migration must not change when our column types do: it names plain SQLAlchemy types only."""
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("server."):
        return f"sa.{item.impl!r}"
    return False


def _configure(connection: Connection) -> None:
    options = dict(current_app.extensions["migrate"].configure_args)
    options.setdefault("process_revision_directives", _no_empty_revision)
    context.configure(
        connection=connection,
        render_item=_render_item,
        target_metadata=current_app.extensions["migrate"].db.metadata,
        transactional_ddl=True,  # SQLite can, since unit_of_work.prepare_engine says BEGIN itself
        transaction_per_migration=False,
        **options,
    )


def run_migrations() -> None:
    """All pending migrations in one transaction: a failing one leaves the schema as it was.

    Two releases started at once take turns. SQLite rebuilds a table by renaming it, which foreign keys must not follow;
    they can only be switched off before the transaction begins, and are checked again before it ends.
    """
    with _engine().connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        _configure(connection)
        with context.begin_transaction():
            if not on_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": DOORSTEP_LOCK})
            context.run_migrations()
            if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"this migration leaves rows that point at nothing: {broken[:5]}")
        connection.rollback()
        if on_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


if context.is_offline_mode():
    raise SystemExit("Doorstep's migrations look at the database they change; `--sql` is not offered.")
run_migrations()
