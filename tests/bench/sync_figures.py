"""Figures of the sync API: first pull, idle pull, one changed, a push of 500 operations; each over HTTP, gunicorn as in the Procfile.

Prints nothing and judges nothing; `__main__` does both.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import select

from server.app import create_app
from server.config import read_settings
from server.store.database import db
from server.store.row_writes import set_fields
from server.store.statistics import refresh_statistics
from server.store.tables import Form, FormVersion, Visit
from server.store.unit_of_work import read_snapshot, write_transaction
from tests.bench.figure import Figure, make_figure
from tests.bench.phone_client import PhoneClient, Reply
from tests.bench.town import PASSWORD, add_officers, add_visits, multiply_visits
from tests.factories.filled_forms import FORM_ID, SEEN_NEEDS, make_payload
from tests.live.stack import Stack

FIRST_PULLS, IDLE_PULLS, CHANGED_PULLS, PUSHES = 15, 200, 50, 5
VISITS, OPERATIONS, BATCH = 500, 500, 100
_STEPS = ("visit.start", "submission.create", "visit.submit")
CHECKS, CHECK_BATCH = "500 operations, 166 filled welfare checks", 99  # whole visits in each request
BYSTANDERS, CROWDS = 10_000, (10_000, 100_000, 1_000_000)


def measure_sync(database: str, database_url: str, folder: Path, *, crowds: Sequence[int] = CROWDS) -> list[Figure]:
    """All sync figures on one database; the quiet pull once more beside so many undone visits of nobody."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        officers = add_officers(db.engine, FIRST_PULLS + 1)
        visit_ids = add_visits(db.engine, officers[0][0], VISITS, on=dt.date.today())
        stack.start_web()
        try:
            figures, phone = _measure(database, stack.port, officers[0][1], visit_ids)
            return figures + _measure_beside(database, phone, crowds)
        finally:
            stack.stop()
            db.engine.dispose()


def _measure(where: str, port: int, email: str, visit_ids: list[uuid.UUID]) -> tuple[list[Figure], PhoneClient]:
    phones = [PhoneClient(port, email, PASSWORD) for _ in range(FIRST_PULLS + 1)]
    phones[0].pull()  # warms both processes' caches a little; not counted
    phone = phones[1]
    figures = [_timed("first pull, 500 visits", where, [_pull_whole(each) for each in phones[1:]])]
    phone.rest()
    phone.pull()
    figures.append(_timed("pull, nothing new", where, [phone.pull for _ in range(IDLE_PULLS)]))
    figures.append(
        _timed(
            "pull, one changed",
            where,
            [phone.pull for _ in range(CHANGED_PULLS)],
            before=lambda n: _change(visit_ids[n]),
        )
    )
    figures.append(_timed("push 500 operations", where, [_push_notes(phone, visit_ids) for _ in range(PUSHES)]))
    per_run = OPERATIONS // len(_STEPS)
    shares = [visit_ids[first : first + per_run] for first in range(0, VISITS - per_run + 1, per_run)]
    figures.append(_timed(f"push {CHECKS}", where, [_push_checks(phone, share) for share in shares]))
    return figures, phone


def _measure_beside(where: str, phone: PhoneClient, crowds: Sequence[int]) -> list[Figure]:
    phone.rest()
    phone.pull_all()  # the verdicts of the push
    phone.rest()
    bystander_ids = add_visits(db.engine, None, BYSTANDERS, on=dt.date.today(), status="planned")
    figures, held = [], BYSTANDERS
    for crowd in crowds:
        if crowd > held:
            multiply_visits(db.engine, bystander_ids, held // BYSTANDERS, crowd // BYSTANDERS)
            held = crowd
        refresh_statistics()  # as after a release or an import, and as PostgreSQL does by itself within a minute
        for _ in range(20):
            phone.pull()
        figures.append(_timed(f"pull, nothing new, {crowd:,} others", where, [phone.pull for _ in range(IDLE_PULLS)]))
        phone.rest()
    return figures


def _timed(
    what: str, where: str, runs: list[Callable[[], Reply | list[Reply]]], before: Callable[[int], None] | None = None
) -> Figure:
    seconds: list[float] = []
    replies: list[Reply] = []
    for number, run in enumerate(runs):
        if before:
            before(number)
        started = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - started)
        replies = answer if isinstance(answer, list) else [answer]
    body_bytes = sum(reply.wire_bytes for reply in replies)
    return make_figure(what, where, seconds, requests=len(replies), body_bytes=body_bytes)


def _pull_whole(phone: PhoneClient) -> Callable[[], list[Reply]]:
    def run() -> list[Reply]:
        replies = phone.pull_all()
        held = sum(len(reply.content["rows"]) for reply in replies)
        assert held >= 3 * VISITS, f"the first pull brought only {held} rows"
        return replies

    return run


def _change(visit_id: uuid.UUID) -> None:
    with write_transaction() as session:
        visit = session.get_one(Visit, visit_id)
        set_fields(visit, {"position": visit.position + 1}, now=dt.datetime.now(dt.UTC))


def _push_checks(phone: PhoneClient, visit_ids: list[uuid.UUID]) -> Callable[[], list[Reply]]:
    """Each visit is started, reported with a filled welfare check that has needs, and submitted."""
    with read_snapshot() as session:
        version_id = session.scalars(
            select(FormVersion.id).join(Form).where(Form.form_id == FORM_ID, FormVersion.retired_at.is_(None))
        ).one()
    operations = []
    for visit_id in visit_ids:
        payload = make_payload(version_id, SEEN_NEEDS, finalised_at=dt.datetime.now(dt.UTC).isoformat())
        payload["xml"] = payload["xml"].replace("2026-11-25", str(dt.date.today() + dt.timedelta(days=2)))
        about = ("visit", str(visit_id))
        report = phone.make_operation("submission.create", about, payload=payload)
        done = {"submission_op_id": report["op_id"], "instance_id": payload["instance_id"]}
        operations += [
            phone.make_operation("visit.start", about),
            report,
            phone.make_operation("visit.submit", about, payload=done, after=[report["op_id"]]),
        ]

    def run() -> list[Reply]:
        replies = [
            phone.push(operations[first : first + CHECK_BATCH]) for first in range(0, len(operations), CHECK_BATCH)
        ]
        verdicts = [receipt["verdict"] for reply in replies for receipt in reply.content["receipts"]]
        assert set(verdicts) == {"applied"}, verdicts
        return replies

    return run


def _push_notes(phone: PhoneClient, visit_ids: list[uuid.UUID]) -> Callable[[], list[Reply]]:
    operations = [
        phone.make_operation(
            "note.add", ("visit", str(visit_ids[number % len(visit_ids)])), payload={"text": f"Note {number}"}
        )
        for number in range(OPERATIONS)
    ]

    def run() -> list[Reply]:
        replies = [phone.push(operations[first : first + BATCH]) for first in range(0, OPERATIONS, BATCH)]
        verdicts = {receipt["verdict"] for reply in replies for receipt in reply.content["receipts"]}
        assert verdicts == {"applied"}, verdicts
        return replies

    return run
