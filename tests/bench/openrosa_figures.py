"""Figures of other programs: single submissions by ODK Collect that are durable before they are answered, and 100,000 taken out.

ODK Collect is played by this process, which shares the machine with the server, so that each figure is a floor.
ODK Central's backend, the named peer, is sent the same by the same clients in `make bench-peers`.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.attachments.local_folder import LocalFolder
from server.config import read_settings
from server.domain.app_token import AppTokenKind
from server.domain.exported import SubmissionFilter
from server.store.database import db
from server.store.tables import Device, Form, FormVersion, User
from server.store.unit_of_work import read_snapshot
from server.use_cases.export_submissions import ExportKind, ExportOrder, export_submissions
from server.use_cases.make_app_token import make_app_token
from tests.bench.collect_clients import make_request, send_each_in_turn
from tests.bench.figure import Figure, make_figure
from tests.bench.many_figures import CLIENTS
from tests.bench.process_status import read_status
from tests.bench.town import add_officers
from tests.factories.borough import Phone
from tests.factories.collect import fill_survey, publish_survey
from tests.factories.submissions import add_submissions
from tests.live.stack import Stack

EACH, ROWS = 60, 100_000
ANSWERS = "<street>High Street</street><homes>12</homes><kinds>flat boat</kinds><door><number>1</number></door>"


def measure_openrosa(where: str, database_url: str, folder: Path) -> list[Figure]:
    """Both figures on one database."""
    stack, tokens, _ = open_council(folder, database_url)
    stack.start_web()
    try:
        figures = [send_submissions(where, stack.port, [f"/key/{token}/submission" for token in tokens])]
    finally:
        stack.stop()
    with create_app(read_settings(stack.environment())).app_context():
        figures += _exports(where, folder)
        db.engine.dispose()
    return figures


def open_council(folder: Path, database_url: str) -> tuple[Stack, list[str], str]:
    """An installation that is not started yet, the tokens of CLIENTS officers' ODK Collect, and the XForm they fill in."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    now = dt.datetime.now(dt.UTC)
    with create_app(read_settings(stack.environment())).app_context():
        officers = [officer_id for officer_id, _ in add_officers(db.engine, CLIENTS)]
        publish_survey()
        tokens = [
            make_app_token(AppTokenKind.COLLECT, "street_survey", "bench", user_id=one, by_id=one, at=now)
            for one in officers
        ]
        with read_snapshot() as session:
            query = select(FormVersion.xform).join(Form, Form.id == FormVersion.form_ref_id)
            xform = session.scalars(query.where(Form.form_id == "street_survey")).one()
        db.engine.dispose()
    return stack, tokens, xform


def send_submissions(where: str, port: int, addresses: list[str]) -> Figure:
    """Each client sends one submission after the other over a line of its own; 201 says that it is durable."""
    requests = [[make_request(address, fill_survey(ANSWERS)) for _ in range(EACH + 1)] for address in addresses]
    started = time.perf_counter()
    of_clients = send_each_in_turn(port, requests)
    per_second = len(addresses) * (EACH + 1) / (time.perf_counter() - started)
    seconds = [one for own in of_clients for one in own[1:]]  # the first opens the line
    return make_figure(f"one submission by OpenRosa, {CLIENTS} clients", where, seconds, per_second=per_second)


def _exports(where: str, folder: Path) -> list[Figure]:
    """ROWS submissions with their repeats, written while they are taken; the memory is this process's own above what it had."""
    with Session(db.engine) as session:
        device_id, user_id = session.execute(
            select(Device.id, User.id).join(User, User.id == Device.user_id).limit(1)
        ).one()
        add_submissions(session, Phone(device_id, "", "", user_id), ROWS, apart=dt.timedelta(seconds=1))
    figures = []
    for kind in (ExportKind.CSV, ExportKind.JSON):
        order = ExportOrder(form_id="street_survey", kind=kind, wanted=SubmissionFilter())
        at = dt.datetime.now(dt.UTC)
        before = _forget_peak()
        began, size = time.perf_counter(), 0
        made = export_submissions(order, LocalFolder(folder / "bytes"), by_id=user_id, role="administrator", at=at)
        for piece in made.pieces:
            size += len(piece)
        seconds = time.perf_counter() - began
        figures.append(
            make_figure(
                f"{ROWS:,} submissions as {kind.value.upper()}", where, [seconds], body_bytes=size,
                peak_bytes=max(read_status(os.getpid(), "VmHWM") - before, 0),
            )
        )  # fmt: skip
    return figures


def _forget_peak() -> int:
    """Let the kernel count this process's most memory anew; what it has now, in bytes."""
    Path("/proc/self/clear_refs").write_text("5")
    return read_status(os.getpid(), "VmRSS")
