"""WebDriver BiDi (W3C) over one WebSocket: commands out, answers in. Events are read past; nothing subscribes to any."""

from __future__ import annotations

import itertools
import json
from typing import Any

import websocket

from tests.engines.engine import EngineError, GoneError

ANSWER_SECONDS = 60
GONE = ("no such node", "no such element", "stale element reference", "move target out of bounds")


class BidiLine:
    """One session with a browser's remote agent."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=ANSWER_SECONDS, suppress_origin=True)
        self._numbers = itertools.count(1)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and wait for its result; raises EngineError with the browser's words."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv())
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                error = GoneError if answer["error"] in GONE else EngineError
                raise error(f"{method}: {answer['error']}: {answer['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
