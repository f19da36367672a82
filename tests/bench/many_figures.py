"""Figures of many phones at one server: everybody's first sync at once, and single submissions that are kept before they are answered.

The phones run in this process and share the machine with the server, so that each figure is a floor.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import select

from server.app import create_app
from server.config import read_settings
from server.store.database import db
from server.store.tables import Form, FormVersion
from server.store.unit_of_work import read_snapshot
from server.use_cases.publish_form import publish_shipped_forms
from tests.bench.figure import Figure, make_figure
from tests.bench.phone_client import PhoneClient
from tests.bench.town import PASSWORD, add_officers, add_visits
from tests.factories.filled_forms import SEEN_NO_NEEDS, make_payload
from tests.live.stack import Stack

PHONES, VISITS, CLIENTS, SUBMISSIONS = 100, 200, 8, 25


def measure_many(database: str, database_url: str, folder: Path) -> list[Figure]:
    """Both figures on one database."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    with create_app(read_settings(stack.environment())).app_context():
        publish_shipped_forms(now=dt.datetime.now(dt.UTC))
        officers = add_officers(db.engine, PHONES)
        visits = [add_visits(db.engine, officer_id, VISITS, on=dt.date.today()) for officer_id, _ in officers]
        with read_snapshot() as session:
            query = select(FormVersion.id).join(Form, Form.id == FormVersion.form_ref_id)
            form_version_id = session.scalars(query.where(Form.form_id == "welfare_check")).one()
        db.engine.dispose()
    stack.start_web()
    try:
        phones = [PhoneClient(stack.port, email, PASSWORD) for _, email in officers]
        first = _first_sync(database, phones)
        return [first, _submissions(database, phones[:CLIENTS], visits, form_version_id)]
    finally:
        stack.stop()


def _first_sync(where: str, phones: Sequence[PhoneClient]) -> Figure:
    """From the moment all begin until the last has everything; a phone that fails ends the benchmark."""

    def sync(phone: PhoneClient) -> None:
        replies = phone.pull_all()
        assert sum(len(reply.content["rows"]) for reply in replies) >= 3 * VISITS
        assert not phone.pull().content["rows"]

    started = time.perf_counter()
    all_at_once([lambda phone=phone: sync(phone) for phone in phones])  # type: ignore[misc]
    return make_figure(f"{PHONES} first syncs at once, {VISITS} visits", where, [time.perf_counter() - started])


def _submissions(
    where: str, phones: Sequence[PhoneClient], visits: Sequence[Sequence[uuid.UUID]], form_version_id: uuid.UUID
) -> Figure:
    """Each client sends one submission after the other, each in a request of its own; the receipt says that it is kept."""
    seconds: list[float] = []

    def send(phone: PhoneClient, visit_id: uuid.UUID) -> None:
        payload = make_payload(form_version_id, SEEN_NO_NEEDS)
        operation = phone.make_operation("submission.create", ("visit", str(visit_id)), payload=payload)
        started = time.perf_counter()
        reply = phone.push([operation])
        seconds.append(time.perf_counter() - started)
        assert reply.content["receipts"][0]["verdict"] == "applied", reply.content

    def work(phone: PhoneClient, own: Sequence[uuid.UUID]) -> None:
        for visit_id in own[:SUBMISSIONS]:
            send(phone, visit_id)

    for phone in phones:
        phone.rest()
    started = time.perf_counter()
    all_at_once([lambda phone=phone, own=own: work(phone, own) for phone, own in zip(phones, visits, strict=False)])  # type: ignore[misc]
    per_second = len(seconds) / (time.perf_counter() - started)
    return make_figure(f"one submission, {CLIENTS} clients", where, seconds, per_second=per_second)


def all_at_once(runs: Sequence[Callable[[], None]]) -> None:
    """Each in a thread of its own, begun at one moment; the first that failed is raised."""
    failed: list[BaseException] = []
    gate = threading.Barrier(len(runs))

    def run(one: Callable[[], None]) -> None:
        gate.wait()
        try:
            one()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(f"{len(failed)} of {len(runs)} failed") from failed[0]
