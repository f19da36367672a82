"""The worker does each job that is due, puts back what fails, and bears being killed or doubled."""

from __future__ import annotations

import datetime as dt
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.worker_line import WorkerLine, list_silent
from server.store.jobs import MOST_ATTEMPTS, queue_job
from server.store.tables import Job
from server.store.unit_of_work import write_transaction
from server.store.worker_heard import find_heard
from server.worker import Worker
from server.worker_chores import Chore, list_chores
from server.worker_duties import list_duties

USE_CASES = Path(__file__).resolve().parent.parent.parent / "server" / "use_cases"
pytestmark = pytest.mark.usefixtures("context")


def queue(kind: str, **payload: Any) -> None:
    with write_transaction() as session:
        queue_job(session, kind, payload, now=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))


def only_job(session: Session) -> Job:
    session.expire_all()
    return session.scalars(select(Job)).one()


def test_a_job_is_handed_its_payload_and_is_then_done(app: Flask, session: Session) -> None:
    seen: list[dict[str, Any]] = []
    worker = Worker(app, {"greet": seen.append}, [])
    queue("greet", name="Ivy")
    assert worker.do_one_job() is True
    assert seen == [{"name": "Ivy"}]
    assert only_job(session).done_at is not None
    assert worker.do_one_job() is False


def test_a_job_that_fails_is_put_back_for_later_with_its_reason(app: Flask, session: Session) -> None:
    def fail(_payload: dict[str, Any]) -> None:
        raise ValueError("no such photo")

    worker = Worker(app, {"derive": fail}, [])
    queue("derive")
    assert worker.do_one_job() is True
    job = only_job(session)
    assert (job.done_at, job.given_up_at, job.lease_holder) == (None, None, None)
    assert job.last_error == "ValueError: no such photo"
    assert job.run_after_at > dt.datetime.now(dt.UTC)
    assert worker.do_one_job() is False


def test_a_job_that_fails_too_often_waits_for_a_person(app: Flask, session: Session) -> None:
    worker = Worker(app, {}, [])
    queue("unheard_of")
    for _attempt in range(MOST_ATTEMPTS):
        with write_transaction() as writing:
            writing.execute(update(Job).values(run_after_at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)))
        assert worker.do_one_job() is True
    job = only_job(session)
    assert job.given_up_at is not None
    assert job.last_error == "UnknownJobKindError: unheard_of"


def test_what_a_killed_worker_held_is_done_by_another_once_its_lease_is_over(app: Flask, session: Session) -> None:
    done: list[str] = []

    def killed(_payload: dict[str, Any]) -> None:
        raise SystemExit  # no Exception: like a SIGKILL, nothing after it runs

    first, second = Worker(app, {"derive": killed}, []), Worker(app, {"derive": lambda _: done.append("second")}, [])
    queue("derive")
    with pytest.raises(SystemExit):
        first.do_one_job()
    assert second.do_one_job() is False
    with write_transaction() as writing:
        writing.execute(update(Job).values(lease_until_at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)))
    assert second.do_one_job() is True
    assert done == ["second"]
    assert only_job(session).attempts == 2


def test_two_workers_do_each_job_once(app: Flask, session: Session) -> None:
    done: list[int] = []
    workers = [Worker(app, {"count": lambda payload: done.append(payload["number"])}, []) for _ in range(2)]
    for number in range(12):
        queue("count", number=number)

    def work(worker: Worker) -> None:
        with app.app_context():
            while worker.do_one_job():
                pass

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(done) == list(range(12))
    assert session.scalars(select(Job).where(Job.done_at.is_(None))).all() == []


def test_a_chore_that_fails_leaves_the_others_their_turn(app: Flask) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("the disk is full")

    every = dt.timedelta(hours=1)
    worker = Worker(app, {}, [Chore("sweep", every, fail), Chore("decide", every, lambda: done.append("decided"))])
    worker.do_chores()
    worker.do_chores()
    assert done == ["decided"]


def test_a_chore_rests_for_as_long_as_it_says(app: Flask) -> None:
    done: list[str] = []

    def do(name: str, rest: dt.timedelta | None) -> dt.timedelta | None:
        done.append(name)
        return rest

    worker = Worker(app, {}, [
        Chore("silent", dt.timedelta(0), lambda: do("silent", dt.timedelta(hours=1))),
        Chore("other", dt.timedelta(0), lambda: do("other", None)),
    ])  # fmt: skip
    worker.do_chores()
    worker.do_chores()
    assert done == ["silent", "other", "other"]


def test_a_long_job_keeps_no_chore_waiting_and_each_line_is_heard_of(app: Flask, session: Session) -> None:
    seen: list[str] = []
    both = threading.Barrier(3)

    def meet(name: str) -> None:
        seen.append(name)
        both.wait(timeout=60)

    chores = [
        Chore("watch", dt.timedelta(hours=1), lambda: meet("watch"), WorkerLine.ALARMS),
        Chore("send", dt.timedelta(hours=1), lambda: meet("send"), WorkerLine.MESSAGES),
    ]
    worker = Worker(app, {}, chores)

    def take_long(_payload: dict[str, Any]) -> None:
        both.wait(timeout=60)
        worker.stopping.set()

    worker.duties = {"import": take_long}
    queue("import")
    before = dt.datetime.now(dt.UTC)
    worker.run()  # all three were in hand at once, or the barrier would have broken
    assert sorted(seen) == ["send", "watch"]
    assert only_job(session).done_at is not None
    heard = find_heard(session)
    assert set(heard) == {WorkerLine.ALARMS, WorkerLine.MESSAGES, WorkerLine.JOBS}
    assert min(heard.values()) >= before
    by_the_clock = [line for line in WorkerLine if line is not WorkerLine.JOBS]
    assert [line for line, _ in list_silent(heard, before + dt.timedelta(minutes=3))] == by_the_clock
    assert [line for line, _ in list_silent(heard, before + dt.timedelta(minutes=32))] == list(WorkerLine), (
        "a job hangs"
    )
    assert list_silent(heard, before) == [(WorkerLine.UPKEEP, None)]


def test_a_worker_that_is_asked_to_stop_finishes_the_job_in_hand(app: Flask, session: Session) -> None:
    worker = Worker(app, {}, [])
    worker.duties = {"last": lambda _payload: worker.stopping.set()}
    queue("last")
    queue("another")
    worker.run()
    kinds = {job.kind: job.done_at is not None for job in session.scalars(select(Job))}
    assert kinds == {"last": True, "another": False}


def test_the_worker_knows_every_kind_of_job_that_is_queued_anywhere(app: Flask) -> None:
    places = (USE_CASES, USE_CASES.parent / "store")
    sources = [path.read_text(encoding="utf-8") for place in places for path in place.glob("*.py")]
    queued = {kind for source in sources for kind in re.findall(r'^[A-Z_]+_JOB = "([\w.]+)"', source, re.M)}
    assert len(queued) >= 3
    assert set(list_duties(app)) == queued
    chores = {"decide operations", "note departures", "open kept work", "sweep uploads", "sweep form media", "remind of evidence"} | {
        "send messages", "look at deliveries", "erase links of messages", "sweep evidence uploads",
        "escalate alerts", "remind of open alerts", "watch lone workers", "chain audit", "end holds of cases", "count reached again",
    }  # fmt: skip
    assert {chore.name for chore in list_chores(app)} == chores
