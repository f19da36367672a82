"""The other process: claims jobs under a lease and hands each to its use case, and does what is due by the clock.

Jobs have one thread, each line of chores has its own: no import keeps an alarm waiting. Two workers may run and either may be
killed at any moment: a lease lapses, the job is done again. Holds no rule.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from server.core import create_core
from server.domain.worker_line import HEARD_EVERY, WorkerLine
from server.store.jobs import claim_job, extend_lease, fail_job, finish_job
from server.store.tables import Job
from server.store.unit_of_work import write_transaction
from server.use_cases.note_worker_heard import note_worker_heard
from server.worker_chores import Chore, list_chores
from server.worker_duties import Duty, list_duties

LEASE = dt.timedelta(seconds=60)
PAUSE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 5.0
STOP_WITHIN_SECONDS = 30.0

log = logging.getLogger("doorstep.worker")


class UnknownJobKindError(LookupError):
    """Nobody here knows this kind of job, as when an older worker still runs beside a newer web process."""


class Worker:
    """One worker process: a name, the duties it knows, and the chores it does."""

    def __init__(self, app: Flask, duties: Mapping[str, Duty], chores: list[Chore]) -> None:
        self.app = app
        self.duties = duties
        self.chores = chores
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until asked to stop; what is in hand is finished first. An error of the database is waited out."""
        rounds = [
            threading.Thread(target=self._go_rounds, args=(line,), name=line, daemon=True)
            for line in WorkerLine
            if any(chore.line is line for chore in self.chores)
        ]
        for one in rounds:
            one.start()
        heard = self._hear_of(WorkerLine.JOBS)  # before each claim: a job that never ends makes the line silent
        with self.app.app_context():
            log.info("worker %s is ready", self.holder)
            while not self.stopping.is_set():
                self.do_chores([heard])
                try:
                    worked = self.do_one_job()
                except SQLAlchemyError:
                    log.exception("the database does not answer; trying again")
                    self.stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
                    continue
                if not worked:
                    self.stopping.wait(PAUSE_SECONDS)
            for one in rounds:
                one.join(STOP_WITHIN_SECONDS)
            log.info("worker %s has stopped", self.holder)

    def _go_rounds(self, line: WorkerLine) -> None:
        """Do the chores of one line over and over. It is heard of before each, so that one which hangs makes the line silent."""
        heard = self._hear_of(line)
        own = [chore for chore in self.chores if chore.line is line]
        with self.app.app_context():
            while not self.stopping.is_set():
                for chore in own:
                    if not self.stopping.is_set():
                        self.do_chores([heard, chore])
                self.stopping.wait(PAUSE_SECONDS)

    def _hear_of(self, line: WorkerLine) -> Chore:
        return Chore("be heard of", HEARD_EVERY, lambda: note_worker_heard(line, _now()), line)

    def do_one_job(self) -> bool:
        """Claim and do the oldest job that is due; False when there is none. A job that fails is put back for later."""
        with write_transaction() as session:
            job = claim_job(session, holder=self.holder, now=_now(), lease=LEASE)
        if job is None:
            return False
        try:
            with self._keeping_lease(job):
                self._duty(job.kind)(job.payload)
        except Exception as error:  # whatever a job raises must not end the worker
            log.exception("job %s %s failed (attempt %d)", job.kind, job.id, job.attempts)
            with write_transaction() as session:
                fail_job(session, job, holder=self.holder, now=_now(), error=f"{type(error).__name__}: {error}")
        else:
            with write_transaction() as session:
                finish_job(session, job.id, holder=self.holder, now=_now())
        return True

    def do_chores(self, chores: Sequence[Chore] | None = None) -> None:
        """Do what is due, of all or of these. A chore that fails is logged and comes round again; the others still run."""
        for chore in self.chores if chores is None else chores:
            if time.monotonic() < chore.next_at:
                continue
            chore.next_at = time.monotonic() + chore.every.total_seconds()
            try:
                rest = chore.do()
            except Exception:
                log.exception("chore %s failed", chore.name)
            else:
                if isinstance(rest, dt.timedelta):
                    chore.next_at = time.monotonic() + rest.total_seconds()

    def _duty(self, kind: str) -> Duty:
        try:
            return self.duties[kind]
        except KeyError:
            raise UnknownJobKindError(kind) from None

    @contextmanager
    def _keeping_lease(self, job: Job) -> Iterator[None]:
        """Extend the lease from a second thread while the duty runs, so that a long import is not done by two."""
        done = threading.Event()
        keeper = threading.Thread(target=self._extend_until, args=(job.id, done), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _extend_until(self, job_id: uuid.UUID, done: threading.Event) -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            with self.app.app_context():
                try:
                    with write_transaction() as session:
                        held = extend_lease(session, job_id, holder=self.holder, until_at=_now() + LEASE)
                except SQLAlchemyError:
                    log.exception("could not extend the lease of %s; trying again", job_id)
                    continue
            if not held:
                log.warning("job %s is held by another worker now", job_id)
                return


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def main() -> None:
    """Run a worker until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO)
    app = create_core()
    worker = Worker(app, list_duties(app), list_chores(app))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()


if __name__ == "__main__":
    main()
