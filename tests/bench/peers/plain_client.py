"""What the clients over plain HTTP share: one kept-alive connection that counts, and the timing of runs.

Checks every status and the number of rows, since a fast error is no figure.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Sequence
from email.message import Message
from typing import Any

ROWS = 500


class PlainClient:
    """Speaks JSON to a peer on this machine; `requests` and `body_bytes` count since the run began."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip", **(headers or {})}
        self.reply_headers: Message = Message()
        self.requests = self.body_bytes = 0

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One request; raises AssertionError unless it succeeded."""
        content = json.dumps(body, separators=(",", ":")) if body is not None else None
        self.connection.request(method, path, content, self.headers)
        reply = self.connection.getresponse()
        raw = reply.read()
        self.requests += 1
        self.body_bytes += len(raw)
        self.reply_headers = reply.headers
        assert reply.status in (200, 201), (reply.status, raw[:300])
        return json.loads(raw)

    def measure(
        self, runs: int, run: Callable[[int], None], prepare: Callable[[int], None] | None = None
    ) -> dict[str, Any]:
        """{seconds, requests, body_bytes}: the seconds of every run, the rest of the last."""
        seconds = []
        for number in range(runs):
            if prepare:
                prepare(number)
            self.requests = self.body_bytes = 0
            started = time.perf_counter()
            run(number)
            seconds.append(time.perf_counter() - started)
        return {"seconds": seconds, "requests": self.requests, "body_bytes": self.body_bytes}


def make_row(number: int) -> dict[str, Any]:
    """A row of about 1 kB."""
    return {"name": f"Given{number} Family{number}", "text": "x" * 900}


def expect(count: int, rows: Sequence[Any]) -> None:
    """Raises AssertionError unless there are so many."""
    assert len(rows) == count, f"{len(rows)} rows instead of {count}"
