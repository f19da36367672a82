"""clamd spoken to over a socket, against a double that speaks its protocol; and a file on its way past it."""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.config import SettingsError, read_settings
from server.domain.virus_scan import ScanState, Verdict, find_scan_state
from server.domain.words import Role
from server.outbound import clamd
from server.outbound.clamd import Clamd, Scanned, ScannerError
from server.store.tables import Attachment, AuditEntry, Derivative, Job
from server.use_cases.judge_upload import DERIVATIVES_JOB
from server.use_cases.scan_attachment import SCAN_JOB, queue_scans
from server.worker import Worker
from server.worker_chores import list_chores
from server.worker_duties import list_duties
from tests.factories.borough import add_user
from tests.factories.clamd_double import EICAR, SIGNATURE, ClamdDouble, run_clamd
from tests.factories.evidence import AskedEvidence, add, answer, ask_for_evidence, item_ids, press_send
from tests.factories.sent_files import small_photo
from tests.server.office.conftest import SignIn, sign_in

__all__ = ["sign_in"]


@pytest.fixture
def double() -> Iterator[tuple[ClamdDouble, str]]:
    """On a port of this machine."""
    with run_clamd() as served:
        yield served


def test_a_file_is_clean_or_has_a_virus_by_its_name(double: tuple[ClamdDouble, str]) -> None:
    served, address = double
    large = os.urandom(3 * clamd.CHUNK_BYTES + 7)
    assert Clamd(address).scan(io.BytesIO(large)) == Scanned(Verdict.CLEAN)
    assert Clamd(address).scan(io.BytesIO(large + EICAR)) == Scanned(Verdict.INFECTED, SIGNATURE)
    assert Clamd(address).scan(io.BytesIO(b"")) == Scanned(Verdict.CLEAN)
    assert served.seen == [large, large + EICAR, b""]


def test_it_is_reached_by_a_unix_socket_too() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, run_clamd(Path(folder) / "clamd.ctl") as (_, address):
        assert Clamd(address).scan(io.BytesIO(EICAR)).verdict is Verdict.INFECTED


def test_what_is_too_large_for_it_is_a_verdict_also_where_it_says_so_early(double: tuple[ClamdDouble, str]) -> None:
    served, address = double
    served.max_bytes = clamd.CHUNK_BYTES
    assert Clamd(address).scan(io.BytesIO(b"x" * (clamd.CHUNK_BYTES + 1))) == Scanned(Verdict.TOO_LARGE)
    assert Clamd(address).scan(io.BytesIO(b"x" * 200 * clamd.CHUNK_BYTES)) == Scanned(Verdict.TOO_LARGE)


@pytest.mark.parametrize("mood", ["resets", "hangs_up", "silent"])
def test_a_line_that_breaks_or_says_nothing_is_no_verdict_and_is_left_alone_for_a_while(
    double: tuple[ClamdDouble, str], mood: str
) -> None:
    served, address = double
    served.mood = mood
    scanner = Clamd(address, silence=0.2, whole=0.2)
    with pytest.raises(ScannerError, match="does not answer"):
        scanner.scan(io.BytesIO(b"x" * 10 * clamd.CHUNK_BYTES))
    served.mood = "answers"
    with pytest.raises(ScannerError, match="a moment ago"):
        scanner.scan(io.BytesIO(b"x"))


def test_what_it_calls_clean_before_it_had_all_of_it_is_no_verdict(double: tuple[ClamdDouble, str]) -> None:
    served, address = double
    served.mood = "hasty"
    with pytest.raises(ScannerError, match="has not seen to the end"):
        Clamd(address).scan(io.BytesIO(b"x" * 200 * clamd.CHUNK_BYTES))


@pytest.mark.parametrize("says", [b"stream: lstat() failed ERROR\0", b"\xff\xfe\0", b"x" * 9000, b"stream: OK or so\0"])
def test_words_that_are_no_verdict_are_none(double: tuple[ClamdDouble, str], says: bytes) -> None:
    served, address = double
    served.says = says
    with pytest.raises(ScannerError, match="the virus scanner says"):
        Clamd(address).scan(io.BytesIO(b"x"))


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_a_scanner_that_is_not_there_is_told_from_a_verdict(address: str) -> None:
    with pytest.raises(ScannerError):
        Clamd(address).scan(io.BytesIO(b"x"))


@pytest.mark.parametrize("address", ["clamd", "localhost:", "localhost:0", "localhost:99999", "a b:1", "http://x:1"])
def test_an_address_that_is_none_ends_the_start(address: str) -> None:
    with pytest.raises(SettingsError, match="DOORSTEP_CLAMD_ADDRESS"):
        read_settings({"SECRET_KEY": "x", "DOORSTEP_CLAMD_ADDRESS": address})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamd", "/run/clamd"),
        ("tcp://clamav:3310", "clamav:3310"),
        ("[::1]:3310", "[::1]:3310"),
    ],
)
def test_an_address_is_a_path_or_a_host_and_a_port(given: str, kept: str) -> None:
    assert read_settings({"SECRET_KEY": "x", "DOORSTEP_CLAMD_ADDRESS": given}).clamd_address == kept


def test_what_is_told_of_a_file_hangs_on_whether_a_scanner_is_set_up() -> None:
    told = [
        find_scan_state(scan, error, has_scanner=has_scanner)
        for scan, error in (("not_scanned", None), ("not_scanned", "too_large"), ("clean", None), ("infected", None))
        for has_scanner in (False, True)
    ]
    assert told == [
        ScanState.NOT_SCANNED, ScanState.WAITING, ScanState.NOT_SCANNED, ScanState.TOO_LARGE,
        ScanState.CLEAN, ScanState.CLEAN, ScanState.INFECTED, ScanState.INFECTED,
    ]  # fmt: skip


def photo(*, with_virus: bool = False) -> bytes:
    """A whole picture; the test virus lies in its comment."""
    return small_photo(3, comment=EICAR) if with_virus else small_photo(3)


@pytest.fixture
def asked(app: Flask, session: Session, double: tuple[ClamdDouble, str]) -> AskedEvidence:
    """A resident who was asked for documents, of a council that has a scanner."""
    app.config["CLAMD_ADDRESS"] = double[1]
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def resident(app: Flask, asked: AskedEvidence) -> FlaskClient:
    """Their browser, with the question answered."""
    return answer(app.test_client(), asked)


def work(app: Flask, session: Session) -> None:
    """One round of the worker: every job that is due."""
    session.rollback()
    with app.app_context():
        worker = Worker(app, list_duties(app), [])
        while worker.do_one_job():
            continue


def state_of(session: Session) -> tuple[str, str, str | None]:
    """How the one file stands."""
    session.rollback()
    session.expire_all()
    found = session.scalars(select(Attachment)).one()
    session.rollback()
    return found.status, found.scan, found.signature


def rows(session: Session, table: Any) -> int:
    """How many there are now."""
    session.rollback()
    return len(session.scalars(select(table)).all())


def test_an_infected_file_is_quarantined_before_it_is_drawn_its_sender_told_and_another_goes_on(
    app: Flask, session: Session, asked: AskedEvidence, resident: FlaskClient, sign_in: SignIn
) -> None:
    add(resident, 1, [("bad.jpg", photo(with_virus=True))])
    press_send(resident)
    work(app, session)
    assert state_of(session) == ("quarantined", "infected", SIGNATURE)
    assert rows(session, Derivative) == 0
    assert "Our virus scanner found something harmful in it" in resident.get("/e/evidence/1").text
    page = sign_in(asked.sender).get(f"/office/evidence/documents/{item_ids(session, asked)[0]}").text
    assert "The virus scanner found something harmful in the file, so nobody opens it." in page
    assert "attachment.infected" in session.scalars(select(AuditEntry.action)).all()
    assert add(resident, 2, [("good.jpg", photo())]).status_code == 303
    work(app, session)
    assert rows(session, Derivative) == 2


def test_a_scanner_that_is_down_blocks_nothing_says_so_and_is_asked_again(
    app: Flask,
    session: Session,
    asked: AskedEvidence,
    resident: FlaskClient,
    sign_in: SignIn,
    double: tuple[ClamdDouble, str],
) -> None:
    served, _ = double
    served.mood = "resets"
    add(resident, 1, [("a.jpg", photo())])
    press_send(resident)
    work(app, session)
    assert (state_of(session), rows(session, Derivative)) == (("received", "not_scanned", None), 2)
    supervisor = sign_in(add_user(session, "Sue Supervisor", Role.SUPERVISOR))
    document = f"/office/evidence/documents/{item_ids(session, asked)[0]}"
    assert "Waits for the virus scanner" in supervisor.get(document).text
    session.rollback()
    attachment_id = session.scalars(select(Attachment.id)).one()
    session.rollback()
    original = f"/office/attachments/{attachment_id}/original"
    assert (supervisor.get(original).status_code, original in supervisor.get(document).text) == (404, False)
    served.mood = "answers"
    session.rollback()
    job = session.scalars(select(Job).where(Job.kind == SCAN_JOB)).one()
    assert job.run_after_at > dt.datetime.now(dt.UTC)
    job.run_after_at = dt.datetime.now(dt.UTC)
    session.commit()
    work(app, session)
    assert state_of(session) == ("received", "clean", None)
    assert "Scanned, no virus found" in supervisor.get(document).text
    assert supervisor.get(original).status_code == 200


def test_what_came_before_there_was_a_scanner_is_scanned_once_there_is_one(
    app: Flask, session: Session, asked: AskedEvidence, resident: FlaskClient, double: tuple[ClamdDouble, str]
) -> None:
    served, address = double
    app.config["CLAMD_ADDRESS"] = ""
    with app.app_context():
        assert "queue scans" not in [chore.name for chore in list_chores(app)]
    add(resident, 1, [("bad.jpg", photo(with_virus=True))])
    work(app, session)
    assert (state_of(session)[0], served.seen) == ("received", [])
    app.config["CLAMD_ADDRESS"] = address
    with app.app_context():
        [chore] = [chore for chore in list_chores(app) if chore.name == "queue scans"]
        chore.do()
        queue_scans(dt.datetime.now(dt.UTC))
    assert rows(session, Job) == 2  # of the picture, and one of the scan
    work(app, session)
    assert state_of(session)[:2] == ("quarantined", "infected")


def test_a_file_too_large_for_the_scanner_says_so_keeps_its_original_and_is_asked_about_again_after_a_day(
    app: Flask,
    session: Session,
    asked: AskedEvidence,
    resident: FlaskClient,
    sign_in: SignIn,
    double: tuple[ClamdDouble, str],
) -> None:
    double[0].max_bytes = 100
    add(resident, 1, [("a.jpg", photo())])
    work(app, session)
    with app.app_context():
        queue_scans(dt.datetime.now(dt.UTC))
    assert rows(session, Job) == 1
    page = sign_in(asked.sender).get(f"/office/evidence/documents/{item_ids(session, asked)[0]}").text
    assert "too large for the scanner" in page
    original = f"/office/attachments/{session.scalars(select(Attachment.id)).one()}/original"
    session.rollback()
    supervisor = sign_in(add_user(session, "Sue", Role.SUPERVISOR))
    assert supervisor.get(original).status_code == 404
    double[0].max_bytes = 26_000_000
    session.scalars(select(Attachment)).one().scanned_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=1, minutes=1)
    session.commit()
    with app.app_context():
        queue_scans(dt.datetime.now(dt.UTC))
    work(app, session)
    assert supervisor.get(original).status_code == 200


def test_a_job_of_a_file_that_is_gone_does_nothing(app: Flask, session: Session, asked: AskedEvidence) -> None:
    with app.app_context():
        for kind in (SCAN_JOB, DERIVATIVES_JOB):
            list_duties(app)[kind]({"attachment_id": str(asked.request_id)})
    assert rows(session, Attachment) == 0
