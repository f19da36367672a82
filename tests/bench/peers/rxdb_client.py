"""A client of rxdb-server over plain HTTP, as its own replication asks: documents since a checkpoint, pushes of 100.

Holds no database of its own, as ours in these figures holds none.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from tests.bench.peers.plain_client import ROWS, PlainClient, expect, make_row

ENDPOINT = "/rows/0"
PUSH_BATCH = 100  # its client's own size; the server refuses bodies over 100 kB
PULL_BATCH = 2 * ROWS  # more than there are, so that one answer says that it was all
START = {"id": "", "lwt": 0}


class RxdbClient(PlainClient):
    """One replication with a collection of ROWS documents."""

    def __init__(self, port: int) -> None:
        super().__init__(port, {"Accept": "application/json"})
        self.push("row")

    def push(self, prefix: str) -> None:
        """ROWS new documents."""
        for first in range(0, ROWS, PUSH_BATCH):
            self.write(
                [
                    {"newDocumentState": {"id": f"{prefix}-{number}", **make_row(number), "_deleted": False}}
                    for number in range(first, first + PUSH_BATCH)
                ]
            )

    def write(self, rows: list[dict[str, Any]]) -> None:
        """One push; the answer lists the conflicts."""
        expect(0, self.call("POST", f"{ENDPOINT}/push", rows))

    def pull(self, checkpoint: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The documents changed since the checkpoint, and the next checkpoint."""
        query = urlencode({**checkpoint, "limit": PULL_BATCH})
        answer = self.call("GET", f"{ENDPOINT}/pull?{query}")
        assert len(answer["documents"]) < PULL_BATCH, "there may be more"
        return answer["documents"], answer["checkpoint"]


def measure_rxdb(port: int) -> dict[str, dict[str, Any]]:
    """{figure: {seconds, requests, body_bytes}} as the other peers say them."""
    client = RxdbClient(port)
    figures = {"first": client.measure(5, lambda _: expect(ROWS, client.pull(START)[0]))}
    documents, seen = client.pull(START)
    figures["idle"] = client.measure(50, lambda _: expect(0, client.pull(seen)[0]))

    def change(number: int) -> None:
        nonlocal seen
        seen = client.pull(seen)[1]
        before = documents[number]
        client.write([{"assumedMasterState": before, "newDocumentState": {**before, "changed": number}}])

    figures["changed"] = client.measure(20, lambda _: expect(1, client.pull(seen)[0]), prepare=change)
    seen = client.pull(seen)[1]

    def push(number: int) -> None:
        client.push(f"pushed-{number}")

    def look() -> None:
        """What was pushed is there: the push's own answer lists conflicts only."""
        nonlocal seen
        pushed, seen = client.pull(seen)
        expect(ROWS, pushed)

    figures["push"] = client.measure(2, push, prepare=lambda number: look() if number else None)
    look()
    return figures
