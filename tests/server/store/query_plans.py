"""How SQLite means to find what a reader asks for, on an empty database: no figure, and the same in every run."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from server.store.database import Base


def list_plan_steps(ask: Callable[[Session], object]) -> list[str]:
    """The steps of the plans of every statement that `ask` runs, in SQLite's words."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
    with Session(engine) as session:
        ask(session)
        return [
            step[3]
            for sql, values in list(asked)
            for step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        ]
