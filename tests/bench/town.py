"""Fills an empty, migrated database with a made-up town, straight into the tables, for benchmarks only.

The import has a benchmark of its own; here only the size matters. People are obviously false.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Engine, Uuid, bindparam, insert, text

from server.domain.password import hash_password
from server.store.database import new_id
from server.store.tables import Address, Case, Programme, Resident, User, Visit

PASSWORD = "bench-only-password"
CHUNK = 5_000


def add_officers(engine: Engine, count: int) -> list[tuple[uuid.UUID, str]]:
    """Officers who may use the app; returns (id, e-mail). All share one hash, since argon2 is slow on purpose."""
    now = dt.datetime.now(dt.UTC)
    password_hash = hash_password(PASSWORD)
    rows = [
        {
            "id": new_id(),
            "email": f"officer{number}@example.org",
            "name": f"Officer {number}",
            "role": "officer",
            "password_hash": password_hash,
            "active": True,
            "failed_sign_ins": 0,
            "created_at": now,
        }
        for number in range(count)
    ]
    with engine.begin() as connection:
        connection.execute(insert(User), rows)
    return [(row["id"], str(row["email"])) for row in rows]  # type: ignore[misc]


def add_visits(
    engine: Engine, officer_id: uuid.UUID | None, count: int, *, on: dt.date, status: str = "assigned"
) -> list[uuid.UUID]:
    """`count` visits to as many residents at as many doors; about 1 kB each on the wire. Returns the visits' ids."""
    programme_id = _programme(engine)
    visit_ids: list[uuid.UUID] = []
    for first in range(0, count, CHUNK):
        tables: dict[type[Any], list[dict[str, Any]]] = {Address: [], Resident: [], Case: [], Visit: []}
        visit_ids += [
            _one_visit(tables, programme_id, officer_id, number, on, status)
            for number in range(first, min(first + CHUNK, count))
        ]
        with engine.begin() as connection:
            for table, rows in tables.items():
                connection.execute(insert(table), rows)
    return visit_ids


def multiply_visits(engine: Engine, visit_ids: list[uuid.UUID], from_times: int, to_times: int) -> None:
    """Plan each of these visits, which `add_visits` made, again on `to_times - from_times` later days, by the database itself."""
    copied = [name for name in Visit.__table__.columns.keys() if name not in ("id", "planned_on")]  # noqa: SIM118
    number = f"times.n * {len(visit_ids)} + visits.position"
    if engine.dialect.name == "sqlite":
        new, later = f"printf('%032x', {number})", "date(visits.planned_on, '+' || times.n || ' days')"
    else:
        new, later = f"CAST(lpad(to_hex({number}), 32, '0') AS uuid)", "visits.planned_on + times.n"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA cache_size = -200000"))
        connection.execute(
            text(
                "WITH RECURSIVE times(n) AS (SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM times WHERE n + 1 < :last) "
                f"INSERT INTO visits (id, planned_on, {', '.join(copied)}) "
                f"SELECT {new}, {later}, {', '.join(f'visits.{name}' for name in copied)} FROM times, visits "
                "WHERE visits.id >= :from_id AND visits.id <= :to_id"
            ).bindparams(bindparam("from_id", type_=Uuid), bindparam("to_id", type_=Uuid)),
            {"first": from_times, "last": to_times, "from_id": visit_ids[0], "to_id": visit_ids[-1]},
        )


def _programme(engine: Engine) -> uuid.UUID:
    programme_id = new_id()
    with engine.begin() as connection:
        connection.execute(
            insert(Programme),
            [{"id": programme_id, "code": f"bench-{programme_id}", "name": "Bench", "settings": {}, "active": True}],
        )
    return programme_id


def _one_visit(
    tables: dict[type[Any], list[dict[str, Any]]],
    programme_id: uuid.UUID,
    officer_id: uuid.UUID | None,
    number: int,
    on: dt.date,
    status: str,
) -> uuid.UUID:
    now = dt.datetime.now(dt.UTC)
    address_id, resident_id, case_id, visit_id = new_id(), new_id(), new_id(), new_id()
    synced = {"version": 1, "field_versions": {"status": 1}, "changed_at": now}
    lines = [f"{number} Long Acre Gardens", "Upper Norwood", "Little Hampton"]
    tables[Address].append(
        {"id": address_id, "match_key": str(address_id), "lines": lines, "postcode": "CR0 1AA", "ward": "Norwood"}
    )
    tables[Resident].append(
        synced
        | {
            "id": resident_id,
            "first_name": f"Given{number}",
            "last_name": f"Family{number}",
            "date_of_birth": dt.date(1940, 1, 1) + dt.timedelta(days=number % 10_000),
            "address_id": address_id,
            "mobile": f"07700 900{number % 1000:03}",
            "access_needs": "Uses a walking frame; allow two minutes for the door to be answered. " * 3,
            "communication_needs": "Hard of hearing, prefers a text first. " * 3,
            "corrected_fields": [],
            "on_hold": False,
            "recent_outcomes": [],
            "search_text": f"given{number} family{number}",
            "created_at": now,
        }
    )
    tables[Case].append(
        synced
        | {"id": case_id, "resident_id": resident_id, "programme_id": programme_id, "status": "open", "opened_at": now}
    )
    tables[Visit].append(
        synced
        | {
            "id": visit_id,
            "case_id": case_id,
            "resident_id": resident_id,
            "address_id": address_id,
            "form_id": "welfare_check",
            "planned_on": on,
            "position": number,
            "status": status,
            "officer_id": officer_id,
            "assigned_at": now,
            "needs_pair": False,
            "created_at": now,
        }
    )
    return visit_id
