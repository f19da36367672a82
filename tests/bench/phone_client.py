"""A phone without a screen: speaks the wire of docs/sync-protocol.md over one kept-alive connection, and counts bytes.

Checks every reply's status, since a fast error is no figure.
"""

from __future__ import annotations

import gzip
import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any

import uuid_utils


@dataclass
class Reply:
    """A decoded reply and the size of its body as it came over the line."""

    content: dict[str, Any]
    wire_bytes: int


class PhoneClient:
    """One signed-in device."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = ""
        self.device_seq = 0
        self.view = 0
        device = {"device_id": None, "label": "bench", "app_version": "bench", "schema": 1}
        session = self.post(
            "/api/v1/session", {"email": email, "password": password, "device": device}, expect=201
        ).content
        self.device_id = str(session["device_id"])
        self.token = str(session["device_token"])
        self.rest()

    def rest(self) -> None:
        """Hang up before a pause in which the server would; the next request connects again by itself."""
        self.connection.close()

    def post(self, path: str, body: dict[str, Any], *, expect: int = 200) -> Reply:
        """POST JSON, gzip both ways; raises AssertionError on another status."""
        packed = gzip.compress(json.dumps(body).encode(), compresslevel=1)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.connection.request("POST", path, packed, headers)
        reply = self.connection.getresponse()
        raw = reply.read()
        content = gzip.decompress(raw) if reply.headers.get("Content-Encoding") == "gzip" else raw
        assert reply.status == expect, (reply.status, content[:500])
        return Reply(json.loads(content), len(raw))

    def pull(self, page: str | None = None) -> Reply:
        """One request of a pull, presenting the last view number."""
        state = {
            "unsent_count": 0,
            "oldest_unsent_at": None,
            "persisted": True,
            "storage_used_bytes": 0,
            "app_version": "bench",
        }
        body = {
            "device_id": self.device_id,
            "schema": 1,
            "view": self.view,
            "page": page,
            "full": False,
            "state": state,
        }
        reply = self.post("/api/v1/sync/pull", body)
        if reply.content["next_page"] is None:
            self.view = reply.content["view"]
        return reply

    def pull_all(self) -> list[Reply]:
        """A whole pull, page by page."""
        replies = [self.pull()]
        while page := replies[-1].content["next_page"]:
            replies.append(self.pull(page))
        return replies

    def make_operation(self, kind: str, entity: tuple[str, str], **more: Any) -> dict[str, Any]:
        """An operation as the app makes it."""
        self.device_seq += 1
        return {
            "op_id": str(uuid.UUID(int=uuid_utils.uuid7().int)),
            "device_id": self.device_id,
            "device_seq": self.device_seq,
            "schema": 1,
            "kind": kind,
            "entity": {"type": entity[0], "id": entity[1]},
            "fields": {},
            "after": [],
            "view": self.view,
            "alerts": [],
            "payload": {},
            "device_time": "2026-11-23T10:42:07.120Z",
            "utc_offset_minutes": 0,
        } | more

    def push(self, operations: list[dict[str, Any]]) -> Reply:
        """Push one batch."""
        return self.post("/api/v1/sync/push", {"device_id": self.device_id, "schema": 1, "operations": operations})
