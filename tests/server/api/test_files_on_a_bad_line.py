"""Uploads over real sockets into a real gunicorn: cut, hung, raced and killed; what arrives is always the same file."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import signal
import socket
import struct
import threading
import time
from contextlib import closing, suppress

from tests.factories.borough import Phone
from tests.factories.sent_files import SentFile, small_photo
from tests.live.photos import make_photo
from tests.live.stack import Stack

ORIGINALS = "*/*/original-*"


def call(
    stack: Stack, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", stack.port, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        reply.read()
        return reply


def announce(stack: Stack, photo: SentFile) -> None:
    assert call(stack, "POST", "/files", photo.announcement()).status == 201


def where(stack: Stack, photo: SentFile) -> int:
    reply = call(stack, "HEAD", photo.path, photo.headers())
    assert reply.status == 200
    return int(reply.headers["Upload-Offset"])


def begin_patch(stack: Stack, photo: SentFile, offset: int, length: int) -> socket.socket:
    """A connection on which a PATCH of `length` bytes has been announced and none of them sent."""
    lines = [f"PATCH {photo.path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in photo.patch_headers(offset).items()]
    line = socket.create_connection(("127.0.0.1", stack.port), timeout=30)
    line.sendall("\r\n".join([*lines, "", ""]).encode())
    return line


def cut(line: socket.socket, *, hard: bool) -> None:
    """Hang up: with a reset, as when a mast is lost, or in an orderly way."""
    if hard:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def finish(stack: Stack, photo: SentFile) -> http.client.HTTPResponse:
    """Send what is missing in one go, asking again as long as somebody else still holds the file."""
    for _ in range(40):
        offset = where(stack, photo)
        reply = call(stack, "PATCH", photo.path, photo.patch_headers(offset), photo.content[offset:])
        if reply.status not in (409, 423, 503):
            assert reply.status == 204, (reply.status, reply.headers.items(), stack.log())
            return reply
        time.sleep(0.1)
    raise AssertionError("the upload never became free")


def stored(stack: Stack) -> list[str]:
    """The SHA-256 of every original at rest."""
    folder = stack.folder / "attachments"
    return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob(ORIGINALS))


def test_a_line_cut_at_random_bytes_never_costs_more_than_the_request_in_flight(
    stack: Stack, phone_of_stack: Phone
) -> None:
    chance = random.Random(20)
    photo = SentFile(phone_of_stack, make_photo(1))
    announce(stack, photo)
    offset = furthest = 0
    for _ in range(8):
        length = min(120_000, len(photo.content) - offset)
        sent = chance.randrange(length)
        line = begin_patch(stack, photo, offset, length)
        line.sendall(photo.content[offset : offset + sent])
        cut(line, hard=chance.random() < 0.5)
        furthest = max(furthest, offset + sent)
        reached = where(stack, photo)
        assert offset <= reached <= furthest  # a cut request may be read only after the question: its bytes count too
        offset = reached
    reply = finish(stack, photo)
    assert reply.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    assert stored(stack) == [photo.true_sha256]


def test_a_hung_line_keeps_every_byte_when_its_phone_asks_again(stack: Stack, phone_of_stack: Phone) -> None:
    photo = SentFile(phone_of_stack, make_photo(2))
    announce(stack, photo)
    offset = 0
    for sent in (77_777, 1, 1024, 33_333):
        with closing(begin_patch(stack, photo, offset, len(photo.content) - offset)) as hung:
            hung.sendall(photo.content[offset : offset + sent])
            wait_until_written(stack, photo, hung)
            busy = call(stack, "PATCH", photo.path, photo.patch_headers(offset), b"another writer")
            assert busy.status == 423
            offset += sent
            assert where(stack, photo) == offset
            assert hung.recv(12) == b"HTTP/1.1 423"
    assert finish(stack, photo).headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"


def wait_until_written(stack: Stack, photo: SentFile, _line: socket.socket) -> None:
    """Until the part file of the writer exists and the bytes have had time to cross the loopback."""
    folder = stack.folder / "attachments"
    for _ in range(100):
        if any(folder.glob(f"*/{photo.attachment_id}/parts/*.unfinished")):
            time.sleep(0.2)
            return
        time.sleep(0.05)
    raise AssertionError("no writer began")


def test_of_two_lines_racing_for_one_offset_one_writes_and_the_file_is_right(
    stack: Stack, phone_of_stack: Phone
) -> None:
    photo = SentFile(phone_of_stack, make_photo(3))
    announce(stack, photo)
    statuses: list[int] = []
    start = threading.Barrier(3)  # as many as one process has places for: a fourth could be told to wait

    def race() -> None:
        start.wait()
        reply = call(stack, "PATCH", photo.path, photo.patch_headers(0), photo.content[:200_000])
        statuses.append(reply.status)

    racers = [threading.Thread(target=race) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert statuses.count(204) == 1
    assert set(statuses) <= {204, 409, 423}
    assert where(stack, photo) == 200_000
    assert finish(stack, photo).headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    assert stored(stack) == [photo.true_sha256]


def test_a_process_killed_while_bytes_arrive_costs_that_request_and_nothing_else(
    stack: Stack, phone_of_stack: Phone
) -> None:
    photo = SentFile(phone_of_stack, make_photo(4))
    announce(stack, photo)
    first = call(stack, "PATCH", photo.path, photo.patch_headers(0), photo.content[:100_000])
    assert first.status == 204
    with closing(begin_patch(stack, photo, 100_000, len(photo.content) - 100_000)) as line:
        line.sendall(photo.content[100_000:150_000])
        wait_until_written(stack, photo, line)
        for process in stack.list_web_processes():
            os.kill(process, signal.SIGKILL)
        with suppress(ConnectionError):
            assert line.recv(1) == b""
    assert where_after_restart(stack, photo) == 100_000
    assert finish(stack, photo).headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    assert stored(stack) == [photo.true_sha256]


def where_after_restart(stack: Stack, photo: SentFile) -> int:
    for _ in range(100):
        with suppress(OSError, http.client.HTTPException):
            return where(stack, photo)
        time.sleep(0.1)
    raise AssertionError("gunicorn did not come back")


def test_hung_lines_take_half_of_the_threads_at_most_and_others_are_told_to_wait(
    stack: Stack, phone_of_stack: Phone
) -> None:
    photos = [SentFile(phone_of_stack, small_photo(seed=seed, size=(300, 200))) for seed in range(16)]
    for photo in photos:
        announce(stack, photo)
    lines = [begin_patch(stack, photo, 0, len(photo.content)) for photo in photos]
    try:
        refused = [line for line in lines if is_refused(line)]
        assert 1 <= len(lines) - len(refused) <= 6  # two processes, three places each
        assert call(stack, "GET", "/healthz", {}).status == 200
    finally:
        for line in lines:
            cut(line, hard=True)
    for photo in photos:
        assert "Doorstep-Received" in finish(stack, photo).headers


def is_refused(line: socket.socket) -> bool:
    """Whether this PATCH was turned away with a time to come back, before a byte of it was sent."""
    line.settimeout(1.0)
    try:
        reply = line.recv(4096)
    except TimeoutError:
        return False
    assert reply.startswith(b"HTTP/1.1 503")
    assert b"\r\nRetry-After: " in reply
    return True
