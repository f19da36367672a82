"""A tus 1.0.0 server as its clients see it: ours, or @tus/server of npm, asked the very same things over real sockets."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.factories.borough import Phone
from tests.factories.sent_files import OCTETS, SentFile

MOST_BYTES = 25 * 1024 * 1024
VERSION = {"Tus-Resumable": "1.0.0"}
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; header names in lower case."""

    status: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class TusLine:
    """`describe` gives the headers by which this server is told of a new file with these bytes."""

    port: int
    describe: Callable[[bytes], Headers]
    always: Headers

    def ask(self, method: str, path: str, headers: Headers | None = None, body: bytes | None = None) -> Reply:
        """One request on a connection of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            sent = {name: value for name, value in (VERSION | self.always | (headers or {})).items() if value}
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            reply.read()
            return Reply(reply.status, {name.lower(): value for name, value in reply.headers.items()})

    def announce(self, content: bytes, **more: str) -> Reply:
        """The creation; `more` stands in place of what it would say."""
        named = {name.replace("_", "-").title(): value for name, value in more.items()}
        return self.ask("POST", "/files", {"Upload-Length": str(len(content))} | self.describe(content) | named)

    def begin(self, content: bytes) -> str:
        """The path of a new upload."""
        reply = self.announce(content)
        assert reply.status == 201, reply
        return reply.headers["location"]

    def send(self, path: str, offset: int, body: bytes, **more: str) -> Reply:
        """A run of bytes from `offset` on."""
        named = {name.replace("_", "-").title(): value for name, value in more.items()}
        return self.ask("PATCH", path, {"Upload-Offset": str(offset), "Content-Type": OCTETS} | named, body)

    def offset_of(self, path: str) -> int:
        """Where it says that its bytes end."""
        reply = self.ask("HEAD", path)
        assert reply.status == 200, reply
        return int(reply.headers["upload-offset"])

    def hang_up_after(self, path: str, offset: int, content: bytes, *, announced: int) -> None:
        """A PATCH that says `announced` bytes and is reset after `content`."""
        sent = VERSION | self.always | {"Upload-Offset": str(offset), "Content-Type": OCTETS}
        lines = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Content-Length: {announced}"]
        lines += [f"{name}: {value}" for name, value in sent.items()]
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=30)) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + content)
            line.settimeout(0.5)
            with suppress(TimeoutError):
                line.recv(1)  # silence, before the line is reset
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def ours(port: int, phone: Phone) -> TusLine:
    """Doorstep: a file is announced with an id and a SHA-256 of the phone's."""

    def describe(content: bytes) -> Headers:
        return {"Upload-Metadata": SentFile(phone, content).announcement()["Upload-Metadata"]}

    return TusLine(port, describe, {"Authorization": f"Bearer {phone.upload_ticket}"})


@contextmanager
def reference(folder: Path) -> Iterator[TusLine]:
    """@tus/server with its file store in `folder`."""
    script = Path(__file__).with_name("tus_peer.mjs")
    given = json.dumps({"folder": str(folder), "maxSize": MOST_BYTES})
    with subprocess.Popen(
        ["node", str(script), given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield TusLine(int(process.stdout.readline()), _describe_plainly, {})
        finally:
            process.kill()


def _describe_plainly(content: bytes) -> Headers:
    named = {"filename": "photo.jpg", "sha256": hashlib.sha256(content).hexdigest()}
    return {
        "Upload-Metadata": ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items()
        )
    }
