"""Many phones with ODK Collect, played by one thread: what the clients compute is taken from the server beside them.

What they send is made before the clock starts. Every answer is read whole and must say that the submission is kept.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPResponse

from tests.factories.collect import BOUNDARY, HEADERS, encode_parts

WAITS_SECONDS = 60.0
ANSWER = b"</OpenRosaResponse>"


@dataclass(slots=True)
class _Client:
    """One line, kept open, and what is left to send on it: the next once the one before is answered."""

    line: socket.socket
    left: list[bytes]
    sent_at: float = 0.0
    seconds: list[float] = field(default_factory=list)

    def send(self) -> None:
        self.sent_at = time.perf_counter()
        self.line.sendall(self.left.pop())

    def take_answer(self) -> None:
        answer = HTTPResponse(self.line, method="POST")
        answer.begin()
        said = answer.read()
        answer.close()
        assert (answer.status, answer.will_close) == (201, False), (answer.status, said[:300])
        assert ANSWER in said, said[:300]
        self.seconds.append(time.perf_counter() - self.sent_at)


def make_request(address: str, xml: bytes) -> bytes:
    """A submission as it goes over the line."""
    body = encode_parts(xml, {})
    said = HEADERS | {
        "Host": "127.0.0.1",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(body)),
    }
    head = [f"POST {address} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(head).encode() + body


def send_each_in_turn(port: int, requests: Sequence[Sequence[bytes]]) -> list[list[float]]:
    """One client for each list, all at once; each sends its own one after the other. For each the seconds till each answer."""
    clients = []
    with selectors.DefaultSelector() as waiting:
        for own in requests:
            line = socket.create_connection(("127.0.0.1", port), WAITS_SECONDS)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            clients.append(_Client(line, list(reversed(own))))
            waiting.register(line, selectors.EVENT_READ, clients[-1])
        for client in clients:
            client.send()
        while waiting.get_map():
            answered = waiting.select(WAITS_SECONDS)
            assert answered, "no answer"
            for key, _ in answered:
                _go_on(waiting, key.data)
    return [client.seconds for client in clients]


def _go_on(waiting: selectors.BaseSelector, client: _Client) -> None:
    client.take_answer()
    if client.left:
        client.send()
    else:
        waiting.unregister(client.line)
        client.line.close()
