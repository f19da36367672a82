"""A line to an S3 server that fails as told: request by request, in the order of `faults`; after those it is sound."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

# error: 500, and nothing is done. busy: 503 SlowDown. reset: before it arrives. unheard: done, and the answer is reset.
# half: the answer is reset in its middle. slow: it takes its time. hung: no answer, ever.
Fault = Literal["error", "busy", "reset", "unheard", "half", "slow", "hung"]
SLOW_SECONDS = 0.1
_ERROR = b"<Error><Code>%s</Code><Message>as told</Message></Error>"
_HOP = ("connection", "transfer-encoding", "content-length")


class FaultyBucketLine:
    """Listens on a port of its own in front of `address`."""

    def __init__(self, address: str) -> None:
        self.faults: deque[Fault | None] = deque()  # None: a sound one
        self.count = 0  # requests, failed ones too
        self._target = urlsplit(address).netloc
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name: str) -> Callable[[], None]:
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return lambda: line._carry(self)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._over = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where a client finds the bucket."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Take no more requests."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _carry(self, request: BaseHTTPRequestHandler) -> None:
        self.count += 1
        fault = self.faults.popleft() if self.faults else None
        body = _read_body(request)
        request.close_connection = True
        match fault:
            case "reset":
                return _reset(request)
            case "error":
                return _answer(request, 500, {}, _ERROR % b"InternalError")
            case "busy":
                return _answer(request, 503, {}, _ERROR % b"SlowDown")
            case "hung":
                self._over.wait(30)
                return _reset(request)
            case "slow":
                time.sleep(SLOW_SECONDS)
        status, headers, content = self._ask(request, body)
        if fault == "unheard":
            return _reset(request)
        return _answer(request, status, headers, content, whole=fault != "half")

    def _ask(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self._target, timeout=30)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        connection.request(request.command, request.path, body or None, headers | {"Content-Length": str(len(body))})
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        return reply.status, dict(reply.headers.items()), content


def _read_body(request: BaseHTTPRequestHandler) -> bytes:
    if request.headers.get("Expect", "").lower() == "100-continue":
        request.send_response_only(100)
        request.end_headers()
    return request.rfile.read(int(request.headers.get("Content-Length") or 0))


def _answer(
    request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], content: bytes, *, whole: bool = True
) -> None:
    request.send_response_only(status)
    for name, value in headers.items():
        if name.lower() not in _HOP:
            request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(content if whole else content[: len(content) // 2])
    request.wfile.flush()
    if not whole:
        _reset(request)


def _reset(request: BaseHTTPRequestHandler) -> None:
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.shutdown(socket.SHUT_RDWR)
