"""The other process: claims jobs under a lease and hands each to its use case, and does what is due by the clock.

Two may run and either may be killed at any moment: a lease lapses, the job is done again. Holds no rule.
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
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from server.attachments.chosen_store import store_from
from server.core import create_core
from server.domain.message import MessageChannel
from server.domain.message_hours import read_hours
from server.domain.phone_window import find_council_date
from server.store.jobs import claim_job, extend_lease, fail_job, finish_job
from server.store.push_telling import TELL_PHONES_JOB
from server.store.statistics import refresh_statistics
from server.store.tables import Job
from server.store.unit_of_work import write_transaction
from server.use_cases.apply_import import apply_import
from server.use_cases.confirm_import import APPLY_JOB
from server.use_cases.cover_further_copies import COVER_JOB, cover_further_copies
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from server.use_cases.end_account import note_departures
from server.use_cases.escalate_alerts import escalate_alerts
from server.use_cases.find_duplicates import DUPLICATES_JOB, find_duplicates
from server.use_cases.judge_upload import DERIVATIVES_JOB
from server.use_cases.message_words import read_facts
from server.use_cases.open_carrier import open_carrier
from server.use_cases.open_kept_work import open_kept_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.open_push_sender import open_push_sender
from server.use_cases.open_scanner import open_scanner
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import PREVIEW_JOB
from server.use_cases.remind_of_evidence import remind_of_evidence
from server.use_cases.remove_evidence_file import FORGET_JOB, forget_evidence_bytes
from server.use_cases.scan_attachment import SCAN_JOB, queue_scans, scan_and_draw, scan_attachment
from server.use_cases.send_messages import Round, erase_message_values, look_at_deliveries, send_messages
from server.use_cases.sweep_evidence_uploads import sweep_evidence_uploads
from server.use_cases.sweep_form_media import sweep_form_media
from server.use_cases.sweep_uploads import sweep_uploads
from server.use_cases.tell_phones import tell_phones
from server.use_cases.undo_import import UNDO_JOB, undo_import
from server.use_cases.watch_lone_workers import watch_lone_workers

LEASE = dt.timedelta(seconds=60)
PAUSE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 5.0
REST_AFTER_SILENCE = dt.timedelta(minutes=1)

log = logging.getLogger("doorstep.worker")

Duty = Callable[[dict[str, Any]], object]


@dataclass(slots=True)
class Chore:
    """Something due every so often, safe to do twice and by two workers at once. What `do` returns as a span is how long it rests."""

    name: str
    every: dt.timedelta
    do: Callable[[], object]
    next_at: float = field(default=0.0)  # of time.monotonic(); the first round is at once


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
        """Work until asked to stop; the job in hand is finished first. An error of the database is waited out."""
        with self.app.app_context():
            log.info("worker %s is ready", self.holder)
            while not self.stopping.is_set():
                try:
                    self.do_chores()
                    worked = self.do_one_job()
                except SQLAlchemyError:
                    log.exception("the database does not answer; trying again")
                    self.stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
                    continue
                if not worked:
                    self.stopping.wait(PAUSE_SECONDS)
            log.info("worker %s has stopped", self.holder)

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

    def do_chores(self) -> None:
        """Do what is due. A chore that fails is logged and comes round again; the others still run."""
        for chore in self.chores:
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


def list_duties(app: Flask) -> Mapping[str, Duty]:
    """Which use case does which kind of job."""
    store, scanner, push = store_from(app.config), open_scanner(app.config), open_push_sender(app.config)
    return {
        DERIVATIVES_JOB: lambda job: scan_and_draw(
            store, scanner, uuid.UUID(job["attachment_id"]), now=_now(), version=job.get("version")
        ),
        SCAN_JOB: lambda job: scan_attachment(store, scanner, uuid.UUID(job["attachment_id"]), now=_now()),
        COVER_JOB: lambda job: cover_further_copies(uuid.UUID(job["cover_id"]), uuid.UUID(job["from_id"]), at=_now()),
        FORGET_JOB: lambda job: forget_evidence_bytes(
            store, uuid.UUID(job["request_id"]), uuid.UUID(job["attachment_id"])
        ),
        PREVIEW_JOB: lambda job: preview_import(uuid.UUID(job["batch_id"]), today_on=find_council_date(_now())),
        TELL_PHONES_JOB: lambda job: tell_phones(
            uuid.UUID(job["user_id"]),
            dt.datetime.fromisoformat(job["changed_at"]),
            push,
            hosts=app.config["PUSH_HOSTS"],
            now=_now(),
        ),
        APPLY_JOB: lambda job: _apply_import(uuid.UUID(job["batch_id"])),
        DUPLICATES_JOB: lambda _job: find_duplicates(_now()),
        UNDO_JOB: lambda job: undo_import(uuid.UUID(job["batch_id"]), clock=_now),
    }


def _apply_import(batch_id: uuid.UUID) -> None:
    apply_import(batch_id, clock=_now)
    refresh_statistics()


def list_chores(app: Flask) -> list[Chore]:
    """What is due by the clock."""
    store, keyring = store_from(app.config), open_keyring(app.config)
    carrier = open_carrier(app.config)
    facts = read_facts(app.config["COUNCIL_NAME"], app.config["COUNCIL_TELEPHONE"])
    return [
        Chore("decide operations", dt.timedelta(seconds=20), lambda: decide_undecided_operations(_now())),
        Chore(
            "escalate alerts",
            dt.timedelta(seconds=15),
            lambda: escalate_alerts(_now(), app.config["TIME_ZONE"], app.config["PUBLIC_URL"]),
        ),
        Chore(
            "watch lone workers", dt.timedelta(seconds=20), lambda: watch_lone_workers(_now(), app.config["TIME_ZONE"])
        ),
        Chore("note departures", dt.timedelta(minutes=10), lambda: note_departures(_now())),
        Chore("open kept work", dt.timedelta(seconds=20), lambda: open_kept_work(store, keyring, now=_now())),
        Chore(
            "sweep uploads",
            dt.timedelta(minutes=10),
            lambda: sweep_uploads(store, now=_now(), find_key=keyring.find),
        ),
        *_scan_chores(app),
        Chore("sweep evidence uploads", dt.timedelta(minutes=10), lambda: sweep_evidence_uploads(store, now=_now())),
        Chore("sweep form media", dt.timedelta(days=1), lambda: sweep_form_media(store, now=_now())),
        Chore(
            "send messages",
            dt.timedelta(seconds=2),
            lambda: _rest_after(
                send_messages(carrier, keyring.find, facts, clock=_now, list_channels=channels_by(app))
            ),
        ),
        Chore(
            "look at deliveries",
            dt.timedelta(seconds=30),
            lambda: _rest_after(look_at_deliveries(carrier, clock=_now)),
        ),
        Chore(
            "remind of evidence",
            dt.timedelta(minutes=10),
            lambda: remind_of_evidence(_now(), app.config["TIME_ZONE"]),
        ),
        Chore("erase links of messages", dt.timedelta(minutes=10), lambda: erase_message_values(_now())),
    ]


def _scan_chores(app: Flask) -> list[Chore]:
    has_scanner = open_scanner(app.config) is not None
    return [Chore("queue scans", dt.timedelta(minutes=5), lambda: queue_scans(_now()))] if has_scanner else []


def channels_by(app: Flask) -> Callable[[dt.datetime], Collection[MessageChannel]]:
    """Text messages keep the council's hours; where nothing is sent, nothing waits for them."""
    hours = read_hours(app.config["SMS_HOURS"]) if app.config["NOTIFY_KEY"] else None
    if hours is None:
        return lambda _now: tuple(MessageChannel)
    return lambda now: hours.list_channels(now.astimezone(app.config["TIME_ZONE"]))


def _rest_after(round_: Round) -> dt.timedelta | None:
    """A service that does not answer holds up nothing else for longer than one call a minute."""
    return None if round_.is_answered else REST_AFTER_SILENCE


if __name__ == "__main__":
    main()
