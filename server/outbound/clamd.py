"""The virus scanner clamd, over a Unix socket or TCP: one file in, one verdict out (clamd(8), command INSTREAM).

No client on PyPI is both maintained and under a licence that this project can take in (docs/decisions/0043). A connection of its
own for each file; nothing is written to disk here, and the name of a file never leaves the house.
"""

from __future__ import annotations

import re
import select
import socket
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from server.domain.virus_scan import Verdict

CHUNK_BYTES = 64 * 1024
SILENCE_SECONDS = 30.0
WHOLE_SECONDS = 120.0
REST_SECONDS = 30.0
_LONGEST_REPLY = 4096
_REPLY = re.compile(r"stream: (?:(?P<signature>.+) FOUND|OK)")
_TOO_LARGE = "INSTREAM size limit exceeded"
_HOST_AND_PORT = re.compile(r"\[?(?P<host>[^\[\]]+?)\]?:(?P<port>\d+)")


class ScannerError(OSError):
    """The scanner gave no verdict: it is not there, does not answer in time, or says what we do not know. Try again later."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A verdict. `signature`: the scanner's own name for what it found."""

    verdict: Verdict
    signature: str | None = None


class Scanner(Protocol):
    """Whatever looks for viruses."""

    def scan(self, stream: BinaryIO) -> Scanned:
        """Of all that can be read from `stream`. Raises ScannerError."""


class Clamd:
    """`address`: the path of a Unix socket, or `host:port`. For one thread at a time.

    One that does not answer is left alone for REST_SECONDS, so that what waits for it holds nothing else up.
    """

    def __init__(self, address: str, *, silence: float = SILENCE_SECONDS, whole: float = WHOLE_SECONDS) -> None:
        self._address = address
        self._silence = silence
        self._whole = whole
        self._rests_until = 0.0

    def scan(self, stream: BinaryIO) -> Scanned:
        """Send it piece by piece, listening meanwhile: clamd says that a file is too large before it has all of it."""
        if time.monotonic() < self._rests_until:
            raise ScannerError("the virus scanner did not answer a moment ago")
        ends_at = time.monotonic() + self._whole
        try:
            with self._connect() as line:
                is_whole = self._send(line, stream, ends_at)
                scanned = _read_verdict(self._receive(line, ends_at))
            if scanned.verdict is Verdict.CLEAN and not is_whole:
                raise ScannerError("the virus scanner calls clean what it has not seen to the end")
            return scanned
        except ScannerError:
            raise
        except OSError as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise ScannerError(f"the virus scanner does not answer: {error}") from error

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                line.settimeout(self._silence)
                line.connect(self._address)
            except OSError:
                line.close()
                raise
            return line
        found = _HOST_AND_PORT.fullmatch(self._address)
        if found is None:
            raise ScannerError("the address of the virus scanner is neither a path nor host:port")
        return socket.create_connection((found["host"], int(found["port"])), timeout=self._silence)

    def _send(self, line: socket.socket, stream: BinaryIO, ends_at: float) -> bool:
        """All of it, or as much as clamd takes: a line that breaks may still have brought its verdict. False: not all."""
        try:
            line.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK_BYTES):
                if time.monotonic() > ends_at:
                    raise TimeoutError("the scan takes too long")
                if select.select([line], [], [], 0)[0]:
                    return False
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def _receive(self, line: socket.socket, ends_at: float) -> str:
        reply = b""
        while b"\0" not in reply and len(reply) < _LONGEST_REPLY:
            left = ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError("the scan takes too long")
            line.settimeout(left)
            piece = line.recv(_LONGEST_REPLY)
            if not piece:
                break
            reply += piece
        if not reply:
            raise ConnectionResetError("the line ended without a word")
        return reply.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _read_verdict(reply: str) -> Scanned:
    if reply.startswith(_TOO_LARGE):
        return Scanned(Verdict.TOO_LARGE)
    found = _REPLY.fullmatch(reply)
    if found is None:
        raise ScannerError(f"the virus scanner says: {reply[:200]}")
    signature = found["signature"]
    return Scanned(Verdict.INFECTED, signature) if signature else Scanned(Verdict.CLEAN)
