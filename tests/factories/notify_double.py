"""A GOV.UK Notify on this machine: takes, lists and tells of messages over HTTP, and answers what the test tells it to."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = f"test-{uuid.UUID(int=1)}-{uuid.UUID(int=2)}"
SMS_TEMPLATE, EMAIL_TEMPLATE = str(uuid.UUID(int=3)), str(uuid.UUID(int=4))


class NotifyDouble:
    """`answers` are given to the next POSTs, one each: (status, error message), or None to take it and hang up without a word."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[tuple[int, str] | None] = []
        self.status = "created"
        self.authorised: list[str] = []

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        """What a POST is answered."""
        answer = self.answers.pop(0) if self.answers else (201, "")
        if answer is None or answer[0] == 201:
            self.taken.append(body | {"id": str(uuid.UUID(int=100 + len(self.taken))), "path": path})
        if answer is None:
            return None
        if answer[0] != 201:
            return answer[0], {"status_code": answer[0], "errors": [{"error": "Error", "message": answer[1]}]}
        return 201, {"id": self.taken[-1]["id"], "reference": body.get("reference")}

    def get(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """What a GET is answered."""
        if path == "/v2/notifications":
            same = [one for one in self.taken if [one["reference"]] == query.get("reference")]
            return 200, {"notifications": [{"id": one["id"], "reference": one["reference"]} for one in same]}
        known = [one for one in self.taken if path == f"/v2/notifications/{one['id']}"]
        return (200, {"id": known[0]["id"], "status": self.status}) if known else (404, {"errors": []})


@contextmanager
def run_notify() -> Iterator[tuple[NotifyDouble, str]]:
    """The double and its address, until the block ends."""
    double = NotifyDouble()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            double.authorised.append(self.headers["Authorization"])
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(double.post(self.path, body))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(double.get(parts.path, parse_qs(parts.query)))

        def _answer(self, answer: tuple[int, Any] | None) -> None:
            if answer is None:
                self.close_connection = True
                return
            content = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield double, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)
