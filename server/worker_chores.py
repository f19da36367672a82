"""What the worker does by the clock: how often, and in which of its lines. Holds no rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from flask import Flask

from server.attachments.chosen_store import store_from
from server.domain.message import MessageChannel
from server.domain.message_hours import read_hours
from server.domain.worker_line import WorkerLine
from server.use_cases.chain_audit import chain_audit
from server.use_cases.count_reached_again import count_reached_again
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from server.use_cases.end_account import note_departures
from server.use_cases.end_case_holds import end_case_holds
from server.use_cases.escalate_alerts import escalate_alerts
from server.use_cases.message_words import read_facts
from server.use_cases.open_carrier import open_carrier
from server.use_cases.open_kept_work import open_kept_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.open_scanner import open_scanner
from server.use_cases.remind_of_evidence import remind_of_evidence
from server.use_cases.remind_of_open_alerts import remind_of_open_alerts
from server.use_cases.scan_attachment import queue_scans
from server.use_cases.send_messages import Round, erase_message_values, look_at_deliveries, send_messages
from server.use_cases.sweep_evidence_uploads import sweep_evidence_uploads
from server.use_cases.sweep_form_media import sweep_form_media
from server.use_cases.sweep_uploads import sweep_uploads
from server.use_cases.watch_lone_workers import watch_lone_workers

REST_AFTER_SILENCE = dt.timedelta(minutes=1)


@dataclass(slots=True)
class Chore:
    """Something due every so often, safe to do twice and by two workers at once. What `do` returns as a span is how long it rests.

    Chores of one line wait for each other, and for none of another.
    """

    name: str
    every: dt.timedelta
    do: Callable[[], object]
    line: WorkerLine = WorkerLine.UPKEEP
    next_at: float = field(default=0.0)  # of time.monotonic(); the first round is at once


def list_chores(app: Flask) -> list[Chore]:
    """What is due by the clock."""
    store, keyring = store_from(app.config), open_keyring(app.config)
    carrier = open_carrier(app.config)
    facts = read_facts(app.config["COUNCIL_NAME"], app.config["COUNCIL_TELEPHONE"])
    return [
        Chore(
            "escalate alerts",
            dt.timedelta(seconds=15),
            lambda: escalate_alerts(_now(), app.config["TIME_ZONE"], app.config["PUBLIC_URL"]),
            WorkerLine.ALARMS,
        ),
        Chore(
            "remind of open alerts",
            dt.timedelta(minutes=5),
            lambda: remind_of_open_alerts(_now(), app.config["PUBLIC_URL"]),
            WorkerLine.ALARMS,
        ),
        Chore(
            "watch lone workers",
            dt.timedelta(seconds=20),
            lambda: watch_lone_workers(_now(), app.config["TIME_ZONE"]),
            WorkerLine.ALARMS,
        ),
        Chore("decide operations", dt.timedelta(seconds=20), lambda: decide_undecided_operations(_now())),
        Chore("end holds of cases", dt.timedelta(minutes=10), lambda: end_case_holds(_now(), app.config["TIME_ZONE"])),
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
            WorkerLine.MESSAGES,
        ),
        Chore(
            "look at deliveries",
            dt.timedelta(seconds=30),
            lambda: _rest_after(look_at_deliveries(carrier, clock=_now)),
            WorkerLine.MESSAGES,
        ),
        Chore(
            "remind of evidence",
            dt.timedelta(minutes=10),
            lambda: remind_of_evidence(_now(), app.config["TIME_ZONE"]),
        ),
        Chore("count reached again", dt.timedelta(hours=1), count_reached_again),
        Chore("chain audit", dt.timedelta(seconds=30), chain_audit),
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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
