"""A running web process and a phone that it knows, for what has to go over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.factories.borough import Phone, add_phone, add_user
from tests.live.stack import Stack


@pytest.fixture
def stack(database_url: str, tmp_path: Path) -> Iterator[Stack]:
    """Two gunicorn processes on the test's own database."""
    stack = Stack(tmp_path, database_url, workers=2, threads=6, with_worker=False)
    (tmp_path / "secret_key").write_text("a secret for tests only")
    stack.start_web()
    yield stack
    stack.stop()


@pytest.fixture
def phone_of_stack(database_url: str) -> Phone:
    """Committed, for a server of another process to find."""
    engine = create_engine(database_url)
    with Session(engine) as session:
        phone = add_phone(session, add_user(session))
        session.commit()
    engine.dispose()
    return phone
