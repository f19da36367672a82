"""The body of a request as it trickles in: read with patience, so that the caller can look up between bytes.

Under gunicorn the socket's timeout is used; without one (tests, other servers) a read simply waits for its bytes.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

_SMALL = 1024
_QUICK_SECONDS = 0.05
# What a WSGI server's reader raises when the line is cut in the middle of a body: the end, as far as bytes go.
_CUT = (ConnectionError, EOFError)
_CUT_NUMBERS = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN, errno.EBADF, errno.ETIMEDOUT})


def _is_cut(error: Exception) -> bool:
    if isinstance(error, _CUT) or type(error).__module__.startswith("gunicorn."):
        return True
    return isinstance(error, OSError) and error.errno in _CUT_NUMBERS


def _take_held(method: Any, size: int) -> bytes:
    """What had come before a cut: a read that was waiting for more holds it, and gives it when the socket says that it ended."""
    try:
        held: bytes = method(size)
        return held
    except (OSError, EOFError) as error:
        if _is_cut(error):
            return b""
        raise


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


class RequestBody:
    """An `Incoming` over one WSGI request."""

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._input: _Readable = environ["wsgi.input"]
        self._socket: socket.socket | None = environ.get("gunicorn.socket")
        length = environ.get("CONTENT_LENGTH")
        chunked = "chunked" in str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower()
        self._step = _SMALL
        self._left: int | None = int(length) if length else (None if chunked else 0)

    def read(self, at_most: int, patience: float) -> bytes | None:
        """Up to `at_most` bytes; None when they did not all come in time (see `leftover`); b"" at the end."""
        wanted = min(self._step, at_most, at_most if self._left is None else self._left)
        if wanted == 0:
            return b""
        begun = time.monotonic()
        chunk = self._counted(self._try(self._input.read, wanted, patience))
        # The patience holds for each arrival, not for the whole read: on a slow line small reads return often enough.
        quick = chunk is not None and time.monotonic() - begun < _QUICK_SECONDS
        self._step = min(self._step * 2, at_most) if quick else _SMALL
        return chunk

    def leftover(self, at_most: int) -> bytes:
        """What an unfinished `read` holds back, taken out in halves: a read that cannot be met leaves it in place."""
        if self._socket is None:
            return b""
        taken = bytearray()
        size = 1
        while size < at_most:
            size *= 2
        while size:
            left = size if self._left is None else min(size, self._left)
            # read() asks the socket for at least 1 KiB at a time; only readline() asks for as little as it is told.
            method = self._input.read if left >= _SMALL else self._input.readline
            chunk = self._counted(self._try(method, left, 0.0)) if left else None
            taken += chunk or b""
            while chunk and len(chunk) < left:  # readline() stopped at a line's end; the rest of its piece is buffered
                left -= len(chunk)
                chunk = self._counted(self._try(self._input.read, left, 0.0))
                taken += chunk or b""
            size //= 2
        return bytes(taken)

    def turn_away(self) -> None:
        """Read no more of it: a body nobody wants must not hold a thread while the server waits to skip over it."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RD)

    def _counted(self, chunk: bytes | None) -> bytes | None:
        if chunk and self._left is not None:
            self._left -= len(chunk)
        return chunk

    def _try(self, method: Any, size: int, patience: float) -> bytes | None:
        try:
            with self._patience(patience):
                chunk: bytes = method(size)
                return chunk
        except (TimeoutError, BlockingIOError):
            return None
        except (OSError, EOFError) as error:
            if not _is_cut(error):
                raise
            return _take_held(method, size)

    @contextlib.contextmanager
    def _patience(self, seconds: float) -> Iterator[None]:
        if self._socket is None:
            yield
            return
        before = self._socket.gettimeout()
        self._socket.settimeout(seconds)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                self._socket.settimeout(before)
