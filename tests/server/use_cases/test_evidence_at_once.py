"""Files of one case that two requests of it touch at once: none is marked by a file that is being taken back."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from server.store import evidence, evidence_upload_writes
from server.store.database import db
from server.store.evidence_writes import mark_seen_again
from server.store.tables import Attachment, Case, EvidenceFile
from server.use_cases import add_evidence_files as adding
from server.use_cases import remove_evidence_file as removing
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.rest_file import make_sent_file
from tests.factories.evidence import AskedEvidence, ask_case, ask_for_evidence, item_ids
from tests.factories.sent_files import small_photo


def keep(app: Flask, item_id: uuid.UUID) -> str | None:
    """Add the one photo to this document."""
    with app.app_context():
        file = make_sent_file("a.jpg", "image/jpeg", io.BytesIO(small_photo(1)))
        at = dt.datetime.now(dt.UTC)
        [added] = adding.add_evidence_files(
            open_byte_store(app.config), item_id, [file], page_id=item_id, by_id=None, max_file_bytes=10**6, at=at
        )
        return added.fault


def take_back(app: Flask, item_id: uuid.UUID, attachment_id: uuid.UUID) -> None:
    """What the button beside the file does."""
    with app.app_context():
        removing.remove_evidence_file(item_id, attachment_id, at=dt.datetime.now(dt.UTC))


def wait_for(other: Future[Any], app: Flask) -> None:
    """Until the other is done, or waits for us (SQLite has one writer: it waits from the first)."""
    with app.app_context(), Session(db.engine) as session:
        while not other.done() and db.engine.dialect.name != "sqlite":
            if session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return


@pytest.fixture
def twice(app: Flask, session: Session) -> tuple[AskedEvidence, AskedEvidence]:
    """Two requests of one case."""
    with app.app_context():
        first = ask_for_evidence(session)
        return first, ask_case(session, session.get_one(Case, first.case_id), first.sender)


def keep_for_the_first(
    app: Flask, session: Session, twice: tuple[AskedEvidence, AskedEvidence]
) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """The documents of both requests, and the file that was added for the first."""
    first, second = (item_ids(session, asked)[0] for asked in twice)
    session.rollback()
    assert keep(app, first) is None
    session.rollback()
    kept = session.scalars(select(Attachment.id)).one()
    session.rollback()
    return first, second, kept


def test_a_file_is_added_while_the_first_of_the_same_bytes_is_taken_back(
    app: Flask, session: Session, twice: tuple[AskedEvidence, AskedEvidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, gone = keep_for_the_first(app, session, twice)
    others: list[Future[None]] = []
    with ThreadPoolExecutor(1) as pool:

        def find_and_be_overtaken(current: Session, attachment: Attachment) -> uuid.UUID | None:
            found = evidence.find_same_bytes(current, attachment)
            if not others:
                others.append(pool.submit(take_back, app, first, gone))
                wait_for(others[0], app)
            return found

        monkeypatch.setattr(evidence_upload_writes, "find_same_bytes", find_and_be_overtaken)
        assert keep(app, second) is None
        others[0].result()
    session.rollback()
    [left] = session.scalars(select(EvidenceFile)).all()
    assert (left.item_id, left.seen_before_id) == (second, None)


def test_a_file_is_taken_back_while_another_of_the_same_bytes_is_added(
    app: Flask, session: Session, twice: tuple[AskedEvidence, AskedEvidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, gone = keep_for_the_first(app, session, twice)
    others: list[Future[str | None]] = []
    with ThreadPoolExecutor(1) as pool:
        mark = mark_seen_again

        def mark_and_be_overtaken(current: Session, attachment: Attachment) -> None:
            mark(current, attachment)
            others.append(pool.submit(keep, app, second))
            wait_for(others[0], app)

        monkeypatch.setattr(removing, "mark_seen_again", mark_and_be_overtaken)
        take_back(app, first, gone)
        assert others[0].result() is None
    session.rollback()
    [left] = session.scalars(select(EvidenceFile)).all()
    assert (left.item_id, left.seen_before_id) == (second, None)
