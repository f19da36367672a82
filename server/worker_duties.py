"""Which use case does which kind of job. Holds no rule."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from server.attachments.chosen_store import store_from
from server.domain.phone_window import find_council_date
from server.store.push_telling import TELL_PHONES_JOB
from server.store.statistics import refresh_statistics
from server.use_cases.apply_import import apply_import
from server.use_cases.confirm_import import APPLY_JOB
from server.use_cases.cover_further_copies import COVER_JOB, cover_further_copies
from server.use_cases.find_duplicates import DUPLICATES_JOB, find_duplicates
from server.use_cases.judge_upload import DERIVATIVES_JOB
from server.use_cases.open_push_sender import open_push_sender
from server.use_cases.open_scanner import open_scanner
from server.use_cases.preview_import import preview_import
from server.use_cases.receive_import import PREVIEW_JOB
from server.use_cases.remove_evidence_file import FORGET_JOB, forget_evidence_bytes
from server.use_cases.scan_attachment import SCAN_JOB, scan_and_draw, scan_attachment
from server.use_cases.tell_phones import tell_phones
from server.use_cases.undo_import import UNDO_JOB, undo_import

Duty = Callable[[dict[str, Any]], object]


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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
