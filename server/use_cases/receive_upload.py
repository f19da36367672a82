"""Receive a run of an upload's bytes (a tus PATCH) into a part of its own, and say where an upload stands (a HEAD).

No transaction is open while bytes arrive. Bytes count only once durable and committed under this request's fence.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from server.attachments.byte_store import CHUNK_BYTES, ByteStore, ByteWriter, part_key
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.upload import (
    EXPIRES_AFTER,
    HOLD,
    LOOK_SECONDS,
    MOST_RUNS_BY_LINK,
    SILENCE_SECONDS,
    STOP_WAIT_SECONDS,
    BusyError,
    ChecksumError,
    OffsetError,
    Sender,
    StalledError,
    TooLongError,
    TooManyRunsError,
    UnknownUploadError,
    UploadEndedError,
)
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import (
    ask_writer_to_stop,
    commit_part,
    extend_writer,
    lock_upload,
    shut_out_writer,
    take_writer,
)
from server.store.uploads import UploadState, find_upload_state, get_writer, is_writing

Clock = Callable[[], dt.datetime]
_UNKNOWN = "there is no such upload"


class Incoming(Protocol):
    """The body of a request as it comes."""

    def read(self, at_most: int, patience: float) -> bytes | None:
        """Some bytes; None when none came within `patience` seconds (if that can be known); b"" at the end or a cut."""

    def leftover(self, at_most: int) -> bytes:
        """Bytes that did come but that an unfinished `read` still held back; b"" when there are none."""


@dataclass(frozen=True, slots=True)
class _Hold:
    attachment_id: uuid.UUID
    offset: int
    fence: int
    room: int

    @property
    def key(self) -> str:
        return part_key(self.attachment_id, self.offset, self.fence)


@dataclass(slots=True)
class _Received:
    count: int = 0
    stalled: bool = False
    asked_to_stop: bool = False
    shut_out: bool = False


def receive_upload(
    store: ByteStore,
    attachment_id: uuid.UUID,
    sender: Sender,
    incoming: Incoming,
    *,
    offset: int,
    announced: int | None,
    sha256: bytes | None,
    clock: Clock,
) -> int:
    """Take the bytes from `offset` on; returns the new offset. Raises an UploadError; what is durable by then stays.

    `announced` is the request's own length where it gave one. With `sha256` the bytes are kept whole or not at all,
    unless the line was cut: then those that came are kept, and the file's own hash judges them.
    """
    hold = _take_hold(attachment_id, sender, offset, announced, clock())
    if hold.room == 0:
        return offset
    writer = store.start(hold.key)
    try:
        digest = hashlib.sha256()
        received = _stream(hold, incoming, writer, digest, clock)
        stopped = received.stalled or received.asked_to_stop or received.shut_out
        whole = not stopped and announced in (None, received.count)
        if whole and sha256 not in (None, digest.digest()):
            raise ChecksumError("the bytes do not have the checksum that was sent with them; send them again")
        if received.count and not received.shut_out:
            writer.finish()
    except BaseException:
        writer.discard()
        _release(hold)
        raise
    writer.discard()
    return _commit(store, hold, received)


def find_upload(attachment_id: uuid.UUID, sender: Sender, *, clock: Clock) -> UploadState:
    """Where an upload stands, after stopping whoever still writes it: its sender asks because it lost that connection.

    A writer is asked first, so that nothing it holds is lost, and shut out when it does not answer in time.
    """
    state = _read_own(attachment_id, sender, clock())
    if not state.writing:
        return state
    with write_transaction() as session:
        ask_writer_to_stop(session, attachment_id)
    asked = _writer_of(attachment_id)[0]
    give_up_at = time.monotonic() + STOP_WAIT_SECONDS
    while asked is not None and time.monotonic() < give_up_at:
        time.sleep(0.05)
        if _writer_of(attachment_id)[0] != asked:
            return _read_own(attachment_id, sender, clock())
    if asked is not None:
        with write_transaction() as session:
            shut_out_writer(session, attachment_id, writer=asked)
    return _read_own(attachment_id, sender, clock())


def _take_hold(attachment_id: uuid.UUID, sender: Sender, offset: int, announced: int | None, now: dt.datetime) -> _Hold:
    with write_transaction() as session:
        upload = lock_upload(session, attachment_id)
        state = find_upload_state(session, attachment_id, at=now)
        if upload is None or state is None or state.device_id != sender.device_id:
            raise UnknownUploadError(_UNKNOWN)
        if state.ended:
            raise UploadEndedError("this upload was ended; begin it again")
        if is_writing(upload, now):
            raise BusyError("another request is sending this file")
        if upload.offset != offset:
            raise OffsetError(upload.offset)
        if sender.device_id == LINK_DEVICE_ID and upload.fence >= MOST_RUNS_BY_LINK:
            raise TooManyRunsError("this file came in too many runs; end it and begin again")
        room = upload.length - upload.offset
        if announced is not None and announced > room:
            raise TooLongError(f"only {room} bytes of this file are missing")
        if room == 0:  # nothing is missing: no writer, so that the fence stands still while the file is judged
            return _Hold(attachment_id, offset, upload.fence, room)
        fence = take_writer(upload, until_at=now + HOLD, expires_at=now + EXPIRES_AFTER)
    return _Hold(attachment_id, offset, fence, room)


def _stream(hold: _Hold, incoming: Incoming, writer: ByteWriter, digest: hashlib._Hash, clock: Clock) -> _Received:
    received = _Received()
    last_byte = last_look = time.monotonic()
    looks = 0
    while True:
        chunk = incoming.read(CHUNK_BYTES, LOOK_SECONDS)
        moment = time.monotonic()
        if chunk:
            last_byte = moment
            _take(hold, chunk, writer, digest, received)
        elif chunk is not None:
            return received
        elif moment - last_byte >= SILENCE_SECONDS:
            received.stalled = True
        if moment - last_look >= LOOK_SECONDS:
            last_look, looks = moment, looks + 1
            _look(hold, received, renew=looks % 5 == 0, clock=clock)
        if received.shut_out:
            return received
        if received.stalled or received.asked_to_stop:
            _take(hold, incoming.leftover(CHUNK_BYTES), writer, digest, received)
            return received


def _take(hold: _Hold, chunk: bytes, writer: ByteWriter, digest: hashlib._Hash, received: _Received) -> None:
    if received.count + len(chunk) > hold.room:
        raise TooLongError(f"only {hold.room} bytes of this file were missing")
    writer.write(chunk)
    digest.update(chunk)
    received.count += len(chunk)


def _look(hold: _Hold, received: _Received, *, renew: bool, clock: Clock) -> None:
    writer, fence = _writer_of(hold.attachment_id)
    received.shut_out = writer != hold.fence
    received.asked_to_stop = fence != hold.fence
    if renew and not received.shut_out:
        with write_transaction() as session:
            extend_writer(session, hold.attachment_id, writer=hold.fence, until_at=clock() + HOLD)


def _commit(store: ByteStore, hold: _Hold, received: _Received) -> int:
    committed = False
    if not received.shut_out:
        with write_transaction() as session:
            committed = commit_part(
                session,
                hold.attachment_id,
                writer=hold.fence,
                offset=hold.offset,
                received=received.count,
                storage_key=hold.key if received.count else None,
            )
    if not committed:
        store.remove(hold.key)
        raise BusyError("another request took this file over; ask where it stands")
    reached = hold.offset + received.count
    if received.asked_to_stop:
        raise BusyError("another request asked where this file stands; ask again")
    if received.stalled:
        raise StalledError(reached)
    return reached


def _release(hold: _Hold) -> None:
    with write_transaction() as session:
        commit_part(session, hold.attachment_id, writer=hold.fence, offset=hold.offset, received=0, storage_key=None)


def _read_own(attachment_id: uuid.UUID, sender: Sender, now: dt.datetime) -> UploadState:
    with read_snapshot() as session:
        state = find_upload_state(session, attachment_id, at=now)
    if state is None or state.device_id != sender.device_id:
        raise UnknownUploadError(_UNKNOWN)
    if state.ended:
        raise UploadEndedError("this upload was ended; begin it again")
    return state


def _writer_of(attachment_id: uuid.UUID) -> tuple[int | None, int]:
    with read_snapshot() as session:
        return get_writer(session, attachment_id)
