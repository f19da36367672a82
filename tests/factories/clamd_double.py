"""A clamd on this machine, over a socket, that speaks the part of clamd(8) that we use and knows one virus: the EICAR test file."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# https://www.eicar.org: harmless, and every scanner calls it a virus. In two parts, so that none takes this file for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Eicar-Signature"


@dataclass
class ClamdDouble:
    """`max_bytes` is StreamMaxLength. `says`, where set, is sent in place of a verdict; `mood`: answers, hasty, silent, resets, hangs_up."""

    listening: socket.socket
    max_bytes: int = 26_000_000
    mood: str = "answers"
    says: bytes | None = None
    seen: list[bytes] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> None:
        """One connection after the other, until the socket is shut."""
        while not self.stopping.is_set():
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                try:
                    self._answer(line)
                except OSError:
                    continue

    def _answer(self, line: socket.socket) -> None:
        incoming = line.makefile("rb")
        with incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            if self.mood == "resets":
                incoming.read(4)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            content = b""
            while length := struct.unpack("!I", incoming.read(4))[0]:
                content += incoming.read(length)
                if self.mood == "hasty":
                    line.sendall(b"stream: OK\0")
                    line.shutdown(socket.SHUT_WR)
                    incoming.read(1)
                    return
                if len(content) > self.max_bytes:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    line.shutdown(socket.SHUT_WR)
                    incoming.read(1)  # whatever the other side still says is not read
                    return
            self.seen.append(content)
            if self.mood == "silent":
                self.stopping.wait()
            elif self.mood != "hangs_up":
                line.sendall(self.says if self.says is not None else self._verdict(content))

    @staticmethod
    def _verdict(content: bytes) -> bytes:
        return f"stream: {SIGNATURE} FOUND\0".encode() if EICAR in content else b"stream: OK\0"


@contextmanager
def run_clamd(path: Path | None = None) -> Iterator[tuple[ClamdDouble, str]]:
    """The double and its address: the Unix socket at `path`, else a port of this machine."""
    if path is not None:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        listening.listen()
        address = str(path)
    else:
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    double = ClamdDouble(listening)
    thread = threading.Thread(target=double.serve, daemon=True)
    thread.start()
    try:
        yield double, address
    finally:
        double.stopping.set()
        with listening:
            listening.shutdown(socket.SHUT_RDWR)
        thread.join()
