"""The migrations, run for real on both databases, make exactly the tables that the code says it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from server.app import create_app
from server.health import newest_revision
from server.store.database import db
from server.store.readiness import find_schema_revision
from server.store.unit_of_work import read_snapshot
from tests.conftest import make_settings
from tests.postgres_server import PostgresServer

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def empty_database_url(
    request: pytest.FixtureRequest, database_url: str, postgres_server: PostgresServer, tmp_path: Path
) -> Iterator[str]:
    """A database without a table, of the same kind as this round's `database_url`."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    address = postgres_server.create_database(template=None)
    yield address
    postgres_server.drop_database(address)


def test_the_migrations_make_the_tables_that_the_code_declares() -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
    assert differences == []


def test_the_database_has_every_check_and_foreign_key_that_the_code_declares() -> None:
    inspector = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        declared = {str(constraint.name) for constraint in table.constraints if constraint.name}
        found = {check["name"] for check in inspector.get_check_constraints(table.name)}
        found |= {key["name"] for key in inspector.get_foreign_keys(table.name)}
        found |= {unique["name"] for unique in inspector.get_unique_constraints(table.name)}
        found.add(inspector.get_pk_constraint(table.name)["name"])
        assert declared == found - {None}, table.name


@pytest.mark.usefixtures("app")
def test_a_migrated_database_stands_at_the_newest_revision() -> None:
    with read_snapshot() as session:
        assert find_schema_revision(session) == newest_revision()


def test_every_migration_can_be_taken_back_and_run_again(empty_database_url: str, tmp_path: Path) -> None:
    app = create_app(make_settings(empty_database_url, tmp_path))
    with app.app_context():
        upgrade()
        upgrade()
        made = set(inspect(db.engine).get_table_names())
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        upgrade()
        again = set(inspect(db.engine).get_table_names())
        db.engine.dispose()
    assert made == again == {*db.metadata.tables, "alembic_version"}
    assert left == {"alembic_version"}


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty_database_url: str, tmp_path: Path) -> None:
    app = create_app(make_settings(empty_database_url, tmp_path))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE submissions (id INTEGER)"))  # in the way of a later migration
        with pytest.raises(Exception, match="submissions"):
            upgrade()
        left = set(inspect(db.engine).get_table_names())
        db.engine.dispose()
    assert left == {"submissions"}
