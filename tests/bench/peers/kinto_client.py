"""A client of Kinto over plain HTTP, as its own libraries call it: records since a timestamp, batches of 25.

Checks every status, since a fast error is no figure.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Callable
from typing import Any

ROWS, BATCH = 500, 25
COLLECTION = "/v1/buckets/bench/collections/rows"
RECORDS = f"{COLLECTION}/records"


class KintoClient:
    """One user with a collection of ROWS records of about 1 kB."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.requests = self.body_bytes = 0
        self.stamp = ""
        self.call("PUT", "/v1/accounts/bench", {"data": {"password": "bench-only-password"}})
        self.call("PUT", "/v1/buckets/bench")
        self.call("PUT", COLLECTION)
        self.push("row")

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One request; raises AssertionError unless it succeeded."""
        user = base64.b64encode(b"bench:bench-only-password").decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {user}", "Accept-Encoding": "gzip"}
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = self.connection.getresponse()
        raw = reply.read()
        self.requests += 1
        self.body_bytes += len(raw)
        assert reply.status in (200, 201), (reply.status, raw[:300])
        self.stamp = reply.headers.get("ETag") or self.stamp
        return json.loads(raw)

    def push(self, prefix: str) -> None:
        """ROWS new records."""
        for first in range(0, ROWS, BATCH):
            requests = [
                {"method": "PUT", "path": f"{RECORDS}/{prefix}-{number}", "body": {"data": _row(number)}}
                for number in range(first, first + BATCH)
            ]
            answers = self.call("POST", "/v1/batch", {"requests": requests})["responses"]
            assert all(answer["status"] in (200, 201) for answer in answers), answers[0]

    def pull(self, since: str = "") -> list[dict[str, Any]]:
        """All records, or those changed since the stamp."""
        records: list[dict[str, Any]] = self.call("GET", RECORDS + (f"?_since={since}" if since else ""))["data"]
        return records


def _row(number: int) -> dict[str, Any]:
    return {"name": f"Given{number} Family{number}", "text": "x" * 900}


def measure_kinto(port: int) -> dict[str, dict[str, Any]]:
    """{figure: {seconds, requests, body_bytes}} as the other peers say them."""
    client = KintoClient(port)
    figures = {"first": _measure(client, 5, lambda _: None, lambda _: _expect(ROWS, client.pull()))}
    seen = client.stamp.strip('"')
    figures["idle"] = _measure(client, 50, lambda _: None, lambda _: _expect(0, client.pull(seen)))

    def change(number: int) -> None:
        nonlocal seen
        client.pull()
        seen = client.stamp.strip('"')
        client.call("PATCH", f"{RECORDS}/row-{number}", {"data": {"changed": number}})

    figures["changed"] = _measure(client, 20, change, lambda _: _expect(1, client.pull(seen)))
    figures["push"] = _measure(client, 2, lambda _: None, lambda number: client.push(f"pushed-{number}"))
    return figures


def _expect(count: int, records: list[dict[str, Any]]) -> None:
    assert len(records) == count, f"{len(records)} records instead of {count}"


def _measure(
    client: KintoClient, runs: int, prepare: Callable[[int], None], run: Callable[[int], None]
) -> dict[str, Any]:
    seconds = []
    for number in range(runs):
        prepare(number)
        client.requests = client.body_bytes = 0
        started = time.perf_counter()
        run(number)
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "requests": client.requests, "body_bytes": client.body_bytes}
