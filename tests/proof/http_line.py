"""The line of phones to running servers: real requests, whose answers may stay away while somebody kills those servers.

Counts requests, so that a test can say when something dies without looking at a clock.
"""

from __future__ import annotations

import http.client
import json
import threading

from tests.proof.model_phone import Json

_SECONDS = 120  # a request that takes longer hangs


class HttpLine:
    """One line for all phones, used by many threads. `may_fail` says whether servers are being killed."""

    def __init__(self, port: int, *, may_fail: bool = False) -> None:
        self.is_up = threading.Event()
        self.is_up.set()
        self.may_fail = may_fail
        self.unanswered = 0
        self.full_pulls = 0
        self._port = port
        self._requests = 0
        self._changed = threading.Condition()

    def send(self, path: str, body: Json, token: str) -> tuple[int, Json] | None:
        """As ModelPhone wants it. While the servers are known to be down, nobody asks."""
        assert self.is_up.wait(_SECONDS), "the servers did not come back"
        with self._changed:
            self._requests += 1
            self.full_pulls += bool(body.get("full"))
            self._changed.notify_all()
        try:
            status, content = self._post(path, body, token)
            if status < 500:
                return status, json.loads(content)
        except (OSError, http.client.HTTPException) as error:
            status, content = 0, repr(error).encode()
        assert self.may_fail, (path, status, content[:500])
        self.unanswered += 1
        return None

    def wait_for_requests(self, more: int, over: threading.Event) -> None:
        """Until so many more have begun, or all is over."""
        with self._changed:
            wanted = self._requests + more
            self._changed.wait_for(lambda: self._requests >= wanted or over.is_set())

    def end_waiting(self, over: threading.Event) -> None:
        """Let whoever waits see that it is over."""
        with self._changed:
            over.set()
            self._changed.notify_all()

    def _post(self, path: str, body: Json, token: str) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        try:
            connection.request("POST", path, json.dumps(body).encode(), headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()
