"""The commands of docs/backup.md as they are typed, and a backup of an older release."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.orm import Session

from server.cli import backup_command, new_epoch_command, restore_command
from server.domain.backup_file import BackupError, Manifest, check_fits
from server.health import newest_revision
from server.store.database import db
from server.store.postgres_tools import PostgresToolError, find_tool
from server.store.readiness import find_schema_revision
from server.store.tables import User
from server.store.unit_of_work import read_snapshot
from tests.factories.borough import add_user


def run(app: Flask, command: object, *arguments: str) -> tuple[int, str]:
    with app.app_context():
        db.engine.dispose()
    ran = app.test_cli_runner().invoke(command, arguments)
    with app.app_context():
        db.engine.dispose()
    return ran.exit_code, ran.output


def test_backup_restore_and_new_epoch_say_what_they_did(app: Flask, session: Session, tmp_path: Path) -> None:
    saved = str(tmp_path / "saved.tar")
    add_user(session, "Early Bird")
    session.commit()
    session.close()
    code, said = run(app, backup_command, saved)
    assert (code, "is whole" in said) == (0, True)
    code, said = run(app, backup_command, saved)
    assert (code, "already" in said) == (1, True)
    add_user(session, "Late Riser")
    session.commit()
    session.close()
    code, said = run(app, restore_command, saved)
    assert (code, "--yes" in said) == (1, True)
    code, said = run(app, restore_command, saved, "--yes")
    assert (code, "What was here before is kept" in said, "new epoch" in said) == (0, True, True)
    assert [user.name for user in session.query(User)] == ["Early Bird"]
    session.close()
    assert "new epoch" in run(app, new_epoch_command)[1]


def test_a_backup_of_an_older_release_is_migrated_up(app: Flask, session: Session, tmp_path: Path) -> None:
    saved = str(tmp_path / "older.tar")
    with app.app_context():
        scripts = ScriptDirectory(app.extensions["migrate"].directory)
        downgrade(revision="-1")
        db.engine.dispose()
    assert run(app, backup_command, saved)[0] == 0
    with app.app_context():
        upgrade()
    add_user(session)
    session.commit()
    session.close()
    code, said = run(app, restore_command, saved, "--yes")
    assert code == 0, said
    with app.app_context(), read_snapshot() as reading:
        assert find_schema_revision(reading) == newest_revision() == scripts.get_current_head()
        assert reading.query(User).count() == 0


def test_a_missing_tool_is_named_with_what_would_help() -> None:
    with pytest.raises(PostgresToolError, match="PG_BIN"):
        find_tool("pg_dump", 999)


def test_a_backup_of_the_other_kind_of_database_is_refused_in_words() -> None:
    manifest = Manifest(
        made_at="", app_revision="", schema_revision="0010", database="sqlite", epoch=None, counts={},
    )  # fmt: skip
    with pytest.raises(BackupError, match="DATABASE_URL"):
        check_fits(manifest, database="postgresql", known_revisions=["0010"])
