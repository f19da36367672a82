"""A client of Kinto over plain HTTP, as its own libraries call it: records since a timestamp, batches of 25."""

from __future__ import annotations

import base64
from typing import Any

from tests.bench.peers.plain_client import ROWS, PlainClient, expect, make_row

BATCH = 25
COLLECTION = "/v1/buckets/bench/collections/rows"
RECORDS = f"{COLLECTION}/records"
USER = base64.b64encode(b"bench:bench-only-password").decode()


class KintoClient(PlainClient):
    """One user with a collection of ROWS records."""

    def __init__(self, port: int) -> None:
        super().__init__(port, {"Authorization": f"Basic {USER}"})
        self.stamp = ""
        self.call("PUT", "/v1/accounts/bench", {"data": {"password": "bench-only-password"}})
        self.call("PUT", "/v1/buckets/bench")
        self.call("PUT", COLLECTION)
        self.push("row")

    def push(self, prefix: str) -> None:
        """ROWS new records."""
        for first in range(0, ROWS, BATCH):
            requests = [
                {"method": "PUT", "path": f"{RECORDS}/{prefix}-{number}", "body": {"data": make_row(number)}}
                for number in range(first, first + BATCH)
            ]
            answers = self.call("POST", "/v1/batch", {"requests": requests})["responses"]
            expect(BATCH, answers)
            assert all(answer["status"] in (200, 201) for answer in answers), answers[0]

    def pull(self, since: str = "") -> list[dict[str, Any]]:
        """All records, or those changed since the stamp."""
        records: list[dict[str, Any]] = self.call("GET", RECORDS + (f"?_since={since}" if since else ""))["data"]
        self.stamp = self.reply_headers["ETag"].strip('"')
        return records


def measure_kinto(port: int) -> dict[str, dict[str, Any]]:
    """{figure: {seconds, requests, body_bytes}} as the other peers say them."""
    client = KintoClient(port)
    figures = {"first": client.measure(5, lambda _: expect(ROWS, client.pull()))}
    seen = client.stamp
    figures["idle"] = client.measure(50, lambda _: expect(0, client.pull(seen)))

    def change(number: int) -> None:
        nonlocal seen
        client.pull()
        seen = client.stamp
        client.call("PATCH", f"{RECORDS}/row-{number}", {"data": {"changed": number}})

    figures["changed"] = client.measure(20, lambda _: expect(1, client.pull(seen)), prepare=change)
    figures["push"] = client.measure(2, lambda number: client.push(f"pushed-{number}"))
    return figures
