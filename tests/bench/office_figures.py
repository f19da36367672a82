"""Figures of office pages beside 25,000 residents and 100,000 visits: each list with each of its filters, assigning 500, sharing evenly.

Server time: from the call of the application in this process to its whole answer, session, permission and view audit included; no
network, no gunicorn, and no cross-site check, which a browser's form brings. `python -m tests.bench.office_figures` measures these alone.
"""

from __future__ import annotations

import datetime as dt
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from server.app import create_app
from server.config import read_settings
from server.domain.assignment import MOST_AT_ONCE
from server.domain.password import password_stamp
from server.domain.token import hash_token
from server.domain.words import Role
from server.store.assignable import AssignFilter, list_assignable
from server.store.database import db
from server.store.page_session_writes import save_page_session
from server.store.statistics import refresh_statistics
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.count_reached_again import count_reached_again
from tests.bench.council import Council, fill_council
from tests.bench.council_work import fill_desks
from tests.bench.figure import Figure, make_figure
from tests.live.stack import Stack
from tests.postgres_server import PostgresServer

RUNS = 7
ACTS = 3  # of 500 visits each
PAGE_MS, ACT_MS = 150, 2_000
ASSIGN_MANY, SHARE_PLAN, SHARE_GIVE = "assign 500 visits", "plan sharing 500 evenly", "share 500 evenly"
Ask = tuple[str, Mapping[str, str]]


def measure_office(database: str, database_url: str, folder: Path) -> list[Figure]:
    """Every page, then the acts, on one database."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        council = fill_council(db.engine)
        fill_desks(council)
        count_reached_again()  # bulk inserts keep nothing
        refresh_statistics()  # as after a release or an import, and as PostgreSQL does by itself within a minute
    return list(measure_filled(app, council, database))


def measure_filled(app: Flask, council: Council, where: str) -> Iterator[Figure]:
    """The same on a database that is filled."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        token = _open_session(council)
        engine = db.engine
    client = app.test_client()
    with client.session_transaction("/office/") as cookie:
        cookie["_user_id"] = token
    try:
        for what, ask in _pages(council):
            yield _measure_page(engine, client, where, what, ask)
        with app.app_context():
            yield from _measure_acts(engine, client, where, council)
    finally:
        engine.dispose()


def _open_session(council: Council) -> str:
    token = secrets.token_urlsafe(32)
    with write_transaction() as session:
        save_page_session(
            session,
            token_hash=hash_token(token),
            user_id=council.staff[Role.ADMINISTRATOR][0],
            password_stamp=password_stamp("none"),
            at=council.now,
        )
    return token


def _pages(council: Council) -> Iterator[tuple[str, Ask]]:
    """What each figure is called, and what is asked: an address, and the form of a POST."""
    officer, programme, ward = council.officers[3], council.programmes[0], council.wards[2]
    week = council.today - dt.timedelta(days=7)
    lists: dict[str, tuple[str, ...]] = {
        "": ("",),
        "visits": (
            "", "status=assigned", "status=reviewed", "review=received", "outcome=seen_needs", f"ward={ward}", "ward=-", f"officer={officer}",
            f"programme={programme}", f"from={week}&to={council.today}", "overdue=1", f"made={week}&made_until={council.today}",
            f"made={council.today}&group=seen", f"status=reviewed&ward={ward}&outcome=seen_needs&programme={programme}",
        ),
        "assign": ("", f"ward={ward}", f"programme={programme}", "points=7", "page=40", "show=500"),
        "contacts": ("", "only=callbacks", f"programme={programme}", "page=40"),
        "referrals": ("", f"to={council.teams[0]}", "type=food", "urgent=1", "older=7"),
        "referrals/list": ("", "status=any", f"to={council.teams[0]}", "type=food&status=complete", "urgent=1", "older=7"),
        "evidence": ("", "state=pending", "state=overdue", "state=expired", "state=approved", "state=closed", "state=any"),
        "proposals": ("", "state=answered"),
        "late-reports": ("", "reason=late_report", f"officer={officer}"),
        "conflicts": ("",),
        "devices": ("", f"officer={officer}", "unsent=1", "silent=1"),
        "audit": (
            "", f"person={council.staff[Role.SUPERVISOR][0]}", "action=resident.view", f"thing=resident&id={council.residents[5]['id']}",
            f"from={week}&until={council.today}",
        ),
        "alerts": ("", "state=closed"),
        "reports": ("", f"ward={ward}", f"from={council.today - dt.timedelta(days=89)}&until={council.today}"),
        "reports/daily": ("",),
        "officers-out": ("",),
        "shifts": ("",),
        "markers": ("", "show=in_force", "show=due"),
        f"assign/officers/{officer}": ("",),
    }  # fmt: skip
    for place, filters in lists.items():
        for one in filters:
            name = ("an officer's list" if "officers/" in place else place) or "Today"
            yield f"{name} {_short(one)}".strip(), (f"/office/{place}{'?' if one else ''}{one}", {})
    born, by_door = council.residents[11]["date_of_birth"], {"address": "12 Mill Lane"}
    for what, typed in (
        ("name", "ann cole"),
        ("birth", f"{born:%d/%m/%Y}"),
        ("postcode", "CR2 1AB"),
        ("nobody", "zz yy"),
    ):
        yield f"residents by {what}", ("/office/residents", {"typed": typed})
    yield "visits by address", ("/office/visits", by_door)


def _short(query: str) -> str:
    """Without the ids and days, which differ from run to run."""
    return " ".join(part.partition("=")[0] if len(part) > 24 or "20" in part else part for part in query.split("&"))


def _measure_page(engine: Any, client: FlaskClient, where: str, what: str, ask: Ask) -> Figure:
    with _counting(engine) as asked:
        _open(client, ask)
    timer, size = Timer(), 0
    for _ in range(RUNS):
        with timer.run():
            size = _open(client, ask)
    return timer.make_figure(f"page {what}", where, body_bytes=size, queries=len(asked))


def _open(client: FlaskClient, ask: Ask) -> int:
    address, form = ask
    reply = client.post(address, data=form, follow_redirects=True) if form else client.get(address)
    assert reply.status_code == 200, f"{address} answered {reply.status_code}"
    return len(reply.data)


def _measure_acts(engine: Any, client: FlaskClient, where: str, council: Council) -> list[Figure]:
    """Each act with the 500 most urgent of those whom nobody has then; its redirect is not followed."""
    day = f"{council.today + dt.timedelta(days=1):%d/%m/%Y}"
    to = [str(one) for one in council.officers[:20]]
    given, planned, shared = Timer(), Timer(), Timer()
    with _counting(engine) as asked:
        for number in range(ACTS):
            form = {"case": _whom_nobody_has(council), "day": day, "officer": to[number], "pair_reason": "Known"}
            with given.run():
                _expect(303, client.post("/office/assign", data=form))
    queries = len(asked) // ACTS
    for _ in range(ACTS):
        cases = _whom_nobody_has(council)
        chosen = {"case": cases, "day": day, "to": to, "chose": "1", "measure": "visits"}
        with planned.run():
            _expect(200, client.post("/office/assign/share", data=chosen))
        pairs = [f"{to[number % len(to)]}:{case}" for number, case in enumerate(cases)]
        with shared.run():
            _expect(303, client.post("/office/assign/share/give", data={"give": pairs, "day": day}))
    return [
        given.make_figure(ASSIGN_MANY, where, queries=queries),
        planned.make_figure(SHARE_PLAN, where),
        shared.make_figure(SHARE_GIVE, where),
    ]


def _whom_nobody_has(council: Council) -> list[str]:
    with read_snapshot() as session:
        found = list_assignable(session, AssignFilter(), today=council.today)
        return [str(one.case_id) for one in found.cases[:MOST_AT_ONCE]]


def _expect(status: int, reply: TestResponse) -> None:
    assert reply.status_code == status, f"{reply.request.path} answered {reply.status_code}"


@dataclass(slots=True)
class Timer:
    """The runs of one figure: how long each took, and what of it this process computed (SQLite's work included)."""

    seconds: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)

    @contextmanager
    def run(self) -> Iterator[None]:
        """One run."""
        started, computed = time.perf_counter(), time.process_time()
        yield
        self.computed.append(time.process_time() - computed)
        self.seconds.append(time.perf_counter() - started)

    def make_figure(self, what: str, where: str, *, body_bytes: int = 0, queries: int = 0) -> Figure:
        """The figure of these runs."""
        return make_figure(
            what, where, self.seconds, computed=self.computed, requests=1, body_bytes=body_bytes, queries=queries
        )


@contextmanager
def _counting(engine: Any) -> Iterator[list[str]]:
    """Every statement but those that begin and end transactions."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def main() -> None:
    """Print these figures alone, of the databases that are named (SQLite, PostgreSQL) or of both; writes nothing."""
    for where in sys.argv[1:] or ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as name:
            server = PostgresServer(PostgresServer.new_folder(), long_lived=True) if where == "PostgreSQL" else None
            try:
                address = server.create_database(template=None) if server else ""
                print("\n".join(map(_say, measure_office(where, address, Path(name)))))
            finally:
                if server:
                    server.stop()


def _say(one: Figure) -> str:
    over = "  over" if one.median_ms > (PAGE_MS if one.what.startswith("page ") else ACT_MS) else ""
    times = f"{one.median_ms:8.1f} {one.worst_ms:8.1f} ms, computed {one.computed_ms:8.1f} ms"
    return f"{one.what:58} {one.where:10} {times} {one.queries:4} queries{over}"


if __name__ == "__main__":
    main()
