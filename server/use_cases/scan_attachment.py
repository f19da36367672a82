"""Have the virus scanner look at a file that is here, before its picture is drawn. What is infected goes into quarantine.

A scanner that does not answer holds nothing up: the file is shown as its picture, which is drawn anew apart and carries none of the
sender's bytes, says that it waits, and its original is handed to nobody until it is scanned.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from server.attachments.arrival_checks import INFECTED
from server.attachments.byte_store import ByteStore, MissingBytesError
from server.domain.virus_scan import Verdict
from server.outbound.clamd import Scanned, Scanner, ScannerError
from server.store.attachment_writes import lock_attachment
from server.store.attachments import find_attachment, list_unscanned
from server.store.audit_writes import record_audit
from server.store.jobs import queue_job
from server.store.tables import Attachment
from server.store.unit_of_work import read_now, read_snapshot, write_transaction
from server.use_cases.make_derivatives import make_derivatives

SCAN_JOB = "attachment.scan"
MOST_AT_ONCE = 200
FIRST_WAIT = dt.timedelta(minutes=1)
ASKED_AGAIN_AFTER = dt.timedelta(days=1)  # about what was too large: clamd's bound may have been raised

log = logging.getLogger("doorstep.scan")


def scan_and_draw(
    store: ByteStore, scanner: Scanner | None, attachment_id: uuid.UUID, *, now: dt.datetime, version: int | None = None
) -> None:
    """What the worker does with a file that has come, or is to be shown otherwise (`version`, of make_derivatives)."""
    if scanner is not None:
        try:
            scan_attachment(store, scanner, attachment_id, now=now)
        except ScannerError as error:
            log.warning("a file waits for its scan: %s", error)
            _queue([attachment_id], now, now + FIRST_WAIT)
    make_derivatives(store, attachment_id, now=now, version=version)


def scan_attachment(store: ByteStore, scanner: Scanner | None, attachment_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Once; without a scanner nothing is done. Raises ScannerError; no transaction is open while the scanner looks."""
    with read_snapshot() as session:
        attachment = find_attachment(session, attachment_id)
    if scanner is None or attachment is None or attachment.status != "received" or not attachment.storage_key:
        return
    if attachment.scan != "not_scanned" or _was_asked_lately(attachment, now):
        return
    try:
        with store.open(attachment.storage_key) as opened:
            scanned = scanner.scan(opened)
    except MissingBytesError:
        return
    _keep(attachment_id, attachment.storage_key, scanned, now)


def _was_asked_lately(attachment: Attachment, now: dt.datetime) -> bool:
    """Whether the scanner found it too large within a day."""
    return attachment.scanned_at is not None and now - attachment.scanned_at < ASKED_AGAIN_AFTER


def queue_scans(now: dt.datetime) -> None:
    """Of what waits for no job: files that came before there was a scanner, and those that it was asked about too often in vain."""
    with read_now() as session:
        waiting = list_unscanned(session, asked_before_at=now - ASKED_AGAIN_AFTER, limit=MOST_AT_ONCE)
    _queue(waiting, now, now)


def _queue(attachment_ids: list[uuid.UUID], now: dt.datetime, run_after_at: dt.datetime) -> None:
    if not attachment_ids:
        return
    with write_transaction() as session:
        for attachment_id in attachment_ids:
            queue_job(
                session, SCAN_JOB, {"attachment_id": str(attachment_id)}, now=now, run_after_at=run_after_at,
                unique_key=f"{SCAN_JOB}:{attachment_id}",
            )  # fmt: skip


def _keep(attachment_id: uuid.UUID, storage_key: str, scanned: Scanned, now: dt.datetime) -> None:
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        if attachment is None or attachment.storage_key != storage_key or attachment.scan != "not_scanned":
            return  # taken back, or come again meanwhile
        attachment.scanned_at = now
        if scanned.verdict is Verdict.TOO_LARGE:
            attachment.scan_error = scanned.verdict
            return
        attachment.scan_error = None
        attachment.scan, attachment.signature = scanned.verdict, scanned.signature
        if scanned.verdict is Verdict.INFECTED:
            attachment.status, attachment.quarantine_reason = "quarantined", INFECTED
            record_audit(
                session, action="attachment.infected", at=now, user_id=None, entity_type="attachment",
                entity_id=attachment_id, fields={"signature": {"old": None, "new": scanned.signature}},
            )  # fmt: skip
