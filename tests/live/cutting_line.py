"""A line between a client and a server that is cut after a given number of bytes, a given number of times."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterable
from contextlib import suppress


class CuttingLine:
    """Listens on a port of its own; the n-th connection is reset after `cuts[n]` bytes of the client's, later ones never."""

    def __init__(self, server_port: int, cuts: Iterable[int]) -> None:
        self._server_port = server_port
        self._cuts = list(cuts)
        self.cut_count = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                left = self._cuts.pop(0) if self._cuts else None
                threading.Thread(target=self._carry, args=(client, left), daemon=True).start()

    def _carry(self, client: socket.socket, left: int | None) -> None:
        with client, socket.create_connection(("127.0.0.1", self._server_port)) as server, suppress(OSError):
            back = threading.Thread(target=_pour, args=(server, client), daemon=True)
            back.start()
            while chunk := client.recv(4096):
                if left is not None and len(chunk) >= left:
                    server.sendall(chunk[:left])
                    self.cut_count += 1
                    for end in (client, server):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        end.shutdown(socket.SHUT_RDWR)
                    return
                left = None if left is None else left - len(chunk)
                server.sendall(chunk)
            server.shutdown(socket.SHUT_WR)
            back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(4096):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
