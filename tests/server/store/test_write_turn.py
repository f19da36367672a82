"""On SQLite one writes at a time: the others wait their turn, and whoever waits too long is told so."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.store import write_turn
from server.store.database import db
from server.store.unit_of_work import read_columns, write_transaction
from tests.conftest import make_settings

WRITERS, EACH = 4, 10


@pytest.fixture
def address(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'counted.sqlite'}"
    with create_app(make_settings(address, tmp_path)).app_context(), write_transaction() as session:
        session.execute(text("CREATE TABLE counted (so_far INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counted VALUES (0)"))
    return address


def test_writers_of_two_processes_lose_no_turn(address: str, tmp_path: Path) -> None:
    """Two apps have each their own queue, as two processes have."""
    apps = [create_app(make_settings(address, tmp_path)) for _ in range(2)]

    def count(place: int) -> None:
        with apps[place % 2].app_context():
            for _ in range(EACH):
                with write_transaction() as session:
                    so_far = session.execute(text("SELECT so_far FROM counted")).scalar_one()
                    session.execute(text("UPDATE counted SET so_far = :next"), {"next": so_far + 1})

    threads = [threading.Thread(target=count, args=(place,)) for place in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with apps[0].app_context(), write_transaction() as session:
        assert session.execute(text("SELECT so_far FROM counted")).scalar_one() == WRITERS * EACH
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def test_a_short_question_sees_what_was_committed_since_the_one_before(address: str, tmp_path: Path) -> None:
    so_far = text("SELECT so_far FROM counted")
    with create_app(make_settings(address, tmp_path)).app_context():
        with read_columns() as connection:
            assert connection.scalar(so_far) == 0
            with write_transaction() as session:
                session.execute(text("UPDATE counted SET so_far = 1"))
            assert connection.scalar(so_far) == 1
        db.engine.dispose()


def test_a_writer_kept_waiting_too_long_is_told_and_the_next_one_is_not(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = (create_app(make_settings(address, tmp_path)) for _ in range(2))
    monkeypatch.setattr(write_turn, "BUSY_TIMEOUT_MS", 20)
    with (
        theirs.app_context(),
        write_transaction(),
        ours.app_context(),
        pytest.raises(OperationalError, match="locked"),
        write_transaction(),
    ):
        pass
    with ours.app_context(), write_transaction() as session:
        session.execute(text("UPDATE counted SET so_far = 1"))
    for app in (ours, theirs):
        with app.app_context():
            db.engine.dispose()


def test_nobody_waits_for_a_turn_of_their_own(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit is done by the same thread, before the turn is given back."""
    with create_app(make_settings(address, tmp_path)).app_context():
        monkeypatch.setattr(write_turn, "BUSY_TIMEOUT_MS", 3_600_000)
        taken: list[bool] = []
        engine = db.engine
        writer = threading.Thread(target=lambda: taken.append(_takes_a_turn_twice(engine)), daemon=True)
        writer.start()
        writer.join(30)
        assert taken == [True]
        engine.dispose()


def _takes_a_turn_twice(engine: Engine) -> bool:
    with write_turn.turn_to_write(engine), write_turn.turn_to_write(engine):
        return True
