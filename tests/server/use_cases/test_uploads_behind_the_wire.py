"""Uploads where two requests meet or a process died in between: fences, completion twice, sweeping, derivatives."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore, folder_of
from server.domain.upload import (
    EXPIRES_AFTER,
    HOLD,
    BusyError,
    NamedAttachment,
    OtherContentError,
    Sender,
    StalledError,
    UploadEndedError,
)
from server.store.attachment_writes import name_attachment
from server.store.tables import Attachment, AuditEntry, Derivative, Job, Upload, UploadPart
from server.store.unit_of_work import write_transaction
from server.use_cases import receive_upload as receiving
from server.use_cases.complete_upload import complete_upload
from server.use_cases.create_upload import create_upload
from server.use_cases.make_derivatives import make_derivatives
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_original import open_original
from server.use_cases.receive_upload import find_upload, receive_upload
from server.use_cases.sweep_uploads import STRAY_AFTER, sweep_uploads
from tests.factories.borough import NOW, Phone, add_phone, add_user
from tests.factories.sent_files import SentFile, small_photo

CONTENT = small_photo(size=(640, 480))


class Body:
    """A request's body that does something before each of its pieces comes; None is a piece that never does."""

    def __init__(self, *pieces: bytes | None, before: Callable[[int], None] = lambda _: None) -> None:
        self.pieces, self.before, self.count = list(pieces), before, 0

    def read(self, at_most: int, patience: float) -> bytes | None:
        self.before(self.count)
        self.count += 1
        return self.pieces.pop(0) if self.pieces else b""

    def leftover(self, at_most: int) -> bytes:
        return b""


@pytest.fixture
def store(app: Flask) -> ByteStore:
    return open_byte_store(app.config)


@pytest.fixture
def phone(session: Session) -> Phone:
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def named(phone: Phone, context: None) -> NamedAttachment:
    photo = SentFile(phone, CONTENT)
    return NamedAttachment(
        attachment_id=photo.attachment_id,
        device_id=phone.device_id,
        user_id=phone.user_id,
        name="photo.jpg",
        content_type="image/jpeg",
        size=len(CONTENT),
        sha256=photo.true_sha256,
    )


def sender(named: NamedAttachment) -> Sender:
    return Sender(named.device_id, named.user_id)


def clock() -> dt.datetime:
    return NOW


def begin(store: ByteStore, named: NamedAttachment, at: dt.datetime = NOW) -> None:
    create_upload(store, named, metadata_text="", now=at)


def receive(store: ByteStore, named: NamedAttachment, body: Body, offset: int = 0, at: dt.datetime = NOW) -> int:
    return receive_upload(
        store, named.attachment_id, sender(named), body, offset=offset, announced=None, sha256=None, clock=lambda: at
    )


def look_at_every_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LOOK_SECONDS", 0.0)


def test_a_writer_that_was_shut_out_commits_nothing(
    store: ByteStore, session: Session, named: NamedAttachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "STOP_WAIT_SECONDS", 0.0)
    begin(store, named)

    def another_phone_asks(piece: int) -> None:
        if piece == 1:  # this writer does not look up any more; the HEAD gives up on it, and a second one writes
            assert find_upload(named.attachment_id, sender(named), clock=clock).offset == 0
            assert receive(store, named, Body(CONTENT[:300])) == 300

    with pytest.raises(BusyError):
        receive(store, named, Body(b"x" * 500, b"y", before=another_phone_asks))
    assert [(part.offset, part.length) for part in session.scalars(select(UploadPart))] == [(0, 300)]
    assert len(list(store.list_keys(folder_of(named.attachment_id)))) == 1
    receive(store, named, Body(CONTENT[300:]), offset=300)
    assert complete_upload(store, named.attachment_id, now=NOW)
    assert find_upload(named.attachment_id, sender(named), clock=clock).receipt == named.sha256


def test_a_writer_that_is_asked_to_stop_keeps_what_it_has(
    store: ByteStore, named: NamedAttachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_every_piece(monkeypatch)
    monkeypatch.setattr(receiving, "STOP_WAIT_SECONDS", 0.0)
    monkeypatch.setattr(receiving, "shut_out_writer", lambda *_, **__: None)  # the HEAD is still waiting
    begin(store, named)

    def the_phone_asks(piece: int) -> None:
        if piece == 1:
            find_upload(named.attachment_id, sender(named), clock=clock)

    with pytest.raises(BusyError):
        receive(store, named, Body(CONTENT[:400], CONTENT[400:500], b"never", before=the_phone_asks))
    state = find_upload(named.attachment_id, sender(named), clock=clock)
    assert (state.offset, state.writing) == (500, False)


def test_a_silent_line_ends_with_what_came_before(
    store: ByteStore, named: NamedAttachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SILENCE_SECONDS", 0.0)
    begin(store, named)
    with pytest.raises(StalledError) as stalled:
        receive(store, named, Body(CONTENT[:200], None))
    assert stalled.value.offset == 200
    assert receive(store, named, Body(CONTENT[200:]), offset=200) == len(CONTENT)


def test_a_writer_of_a_killed_process_holds_the_file_only_for_a_while(
    store: ByteStore, session: Session, named: NamedAttachment
) -> None:
    begin(store, named)
    upload = session.get_one(Upload, named.attachment_id)
    upload.fence = upload.writer = 1
    upload.writer_until_at = NOW + HOLD
    session.commit()
    with pytest.raises(BusyError):
        receive(store, named, Body(CONTENT))
    assert receive(store, named, Body(CONTENT), at=NOW + HOLD) == len(CONTENT)


def test_storage_that_fails_leaves_the_upload_where_it_was(
    store: ByteStore, named: NamedAttachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store, named)

    def disk_full(piece: int) -> None:
        if piece == 1:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        receive(store, named, Body(b"bytes", b"more", before=disk_full))
    state = find_upload(named.attachment_id, sender(named), clock=clock)
    assert (state.offset, state.writing) == (0, False)
    assert list(store.list_keys(folder_of(named.attachment_id))) == []


def test_completing_twice_changes_nothing(store: ByteStore, session: Session, named: NamedAttachment) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT))
    assert complete_upload(store, named.attachment_id, now=NOW)
    assert complete_upload(store, named.attachment_id, now=NOW + dt.timedelta(days=1))
    assert session.get_one(Attachment, named.attachment_id).received_at == NOW
    assert len(session.scalars(select(Job)).all()) == 1


def test_nothing_is_completed_while_bytes_are_missing(store: ByteStore, named: NamedAttachment) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT[:-1]))
    assert not complete_upload(store, named.attachment_id, now=NOW)


def test_a_file_whose_process_died_after_the_last_byte_is_completed_by_the_sweep(
    store: ByteStore, session: Session, named: NamedAttachment
) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT))
    sweep_uploads(store, now=NOW)
    assert session.get_one(Attachment, named.attachment_id).status == "received"


def test_an_upload_nobody_continues_expires_and_can_begin_again(
    store: ByteStore, session: Session, named: NamedAttachment
) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT[:100]))
    later = NOW + EXPIRES_AFTER
    with pytest.raises(UploadEndedError):
        find_upload(named.attachment_id, sender(named), clock=lambda: later)
    sweep_uploads(store, now=later)
    assert list(store.list_keys(folder_of(named.attachment_id))) == []
    assert session.get_one(Attachment, named.attachment_id).status == "expected"
    session.rollback()
    begin(store, named, at=later)
    assert receive(store, named, Body(CONTENT), at=later) == len(CONTENT)


def test_the_sweep_takes_old_strays_and_nothing_that_a_row_names(
    app: Flask, store: ByteStore, named: NamedAttachment
) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT[:100]))
    folder = Path(app.config["ATTACHMENTS_FOLDER"]) / folder_of(named.attachment_id) / "parts"
    for name in ("0-7", "100-9.abc.unfinished", "0-8"):
        (folder / name).write_bytes(b"stray")
    long_ago = (NOW - STRAY_AFTER).timestamp() - 60
    for name in ("0-7", "100-9.abc.unfinished", "0-1"):
        os.utime(folder / name, (long_ago, long_ago))
    os.utime(folder / "0-8", (NOW.timestamp(), NOW.timestamp()))
    assert sweep_uploads(store, now=NOW) == 2
    assert sorted(path.name for path in folder.iterdir()) == ["0-1", "0-8"]


def test_a_submission_may_name_a_photo_before_or_after_its_bytes(
    store: ByteStore, session: Session, named: NamedAttachment
) -> None:
    with write_transaction() as writing:
        first = name_attachment(writing, named, now=NOW)
        assert first is not None
        assert first.status == "expected"
    begin(store, named)
    receive(store, named, Body(CONTENT))
    complete_upload(store, named.attachment_id, now=NOW)
    with write_transaction() as writing:
        again = name_attachment(writing, named, now=NOW)
        assert again is not None
        assert again.status == "received"


def test_an_id_that_stands_for_other_content_is_never_taken_over(store: ByteStore, named: NamedAttachment) -> None:
    begin(store, named)
    other = NamedAttachment(
        attachment_id=named.attachment_id,
        device_id=named.device_id,
        user_id=named.user_id,
        name="other.jpg",
        content_type="image/jpeg",
        size=named.size,
        sha256="0" * 64,
    )
    with pytest.raises(OtherContentError):
        begin(store, other)
    with write_transaction() as writing:
        assert name_attachment(writing, other, now=NOW) is None


def test_a_received_photo_gets_its_pictures_and_twice_gets_the_same(
    store: ByteStore, session: Session, named: NamedAttachment
) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT))
    complete_upload(store, named.attachment_id, now=NOW)
    for _ in range(2):
        make_derivatives(store, named.attachment_id, now=NOW)
        made = session.scalars(select(Derivative).order_by(Derivative.longest_side)).all()
        assert [(one.longest_side, one.width, one.height) for one in made] == [(320, 320, 240), (1600, 640, 480)]
        session.rollback()


def test_a_picture_that_only_decoding_shows_to_be_damaged_goes_into_quarantine(
    store: ByteStore, session: Session, phone: Phone, context: None
) -> None:
    content = small_photo(size=(640, 480), kind="PNG")
    middle = content.index(b"IDAT") + 8
    damaged = SentFile(phone, content[:middle] + b"\xff" * 40 + content[middle + 40 :])
    named = NamedAttachment(
        attachment_id=damaged.attachment_id,
        device_id=phone.device_id,
        user_id=phone.user_id,
        name="photo.png",
        content_type="image/png",
        size=len(damaged.content),
        sha256=damaged.true_sha256,
    )
    begin(store, named)
    receive(store, named, Body(damaged.content))
    complete_upload(store, named.attachment_id, now=NOW)
    make_derivatives(store, named.attachment_id, now=NOW)
    assert session.get_one(Attachment, named.attachment_id).status == "quarantined"
    assert session.scalars(select(Derivative)).all() == []


def test_opening_an_original_is_written_down_and_gives_the_very_bytes(
    store: ByteStore, session: Session, phone: Phone, named: NamedAttachment
) -> None:
    begin(store, named)
    receive(store, named, Body(CONTENT))
    assert open_original(store, named.attachment_id, has_scanner=False, user_id=phone.user_id, now=NOW) is None
    complete_upload(store, named.attachment_id, now=NOW)
    original = open_original(store, named.attachment_id, has_scanner=False, user_id=phone.user_id, now=NOW)
    assert original is not None
    assert b"".join(original.pieces) == CONTENT
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "attachment.opened")).all()
    assert [(entry.user_id, entry.entity_id) for entry in entries] == [(phone.user_id, str(named.attachment_id))]
