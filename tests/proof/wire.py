"""The line between phones and the server: what becomes of each request is the example's choice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.proof.arena import Arena
from tests.proof.faults import Crash, Line, between_commits, crash_at
from tests.proof.model_phone import Json, post
from tests.proof.photos import FileRequest

# For both kinds of requests: what `Send` and `SendFile` are asked for.
Carry: TypeAlias = Callable[[str, Json | FileRequest, str], tuple[int, Json] | None]


@dataclass(slots=True)
class Wire:
    """Carries requests to the app; keeps those that come late."""

    arena: Arena
    crashes: int = 0
    late: list[tuple[str, Json | FileRequest, str]] = field(default_factory=list)

    def perfect(self) -> Carry:
        return self.with_line(Line.OK)

    def with_line(self, line: Line, meanwhile: Callable[[], None] | None = None) -> Carry:
        """A `send` on which this happens to every request; `meanwhile` happens between two commits of the server."""

        def send(path: str, body: Json | FileRequest, token: str) -> tuple[int, Json] | None:
            if line is Line.LOST:
                return None
            if line is Line.LATE:
                self.late.append((path, body, token))
                return None
            if line is Line.TWICE:
                self._carry(path, body, token)
            with ExitStack() as stack:
                stack.enter_context(crash_at(line))
                if meanwhile is not None:
                    stack.enter_context(between_commits(1, meanwhile))
                answer = self._carry(path, body, token)
            return None if line is Line.NO_REPLY else answer

        return send

    def deliver_late(self, place: int) -> None:
        """An old request arrives after all; its answer reaches nobody."""
        if self.late:
            path, body, token = self.late.pop(place % len(self.late))
            self._carry(path, body, token)

    def _carry(self, path: str, body: Json | FileRequest, token: str) -> tuple[int, Json] | None:
        with self.arena.clock.install():
            try:
                status, reply = post(self.arena.client(), path, body, token)
            except Crash:
                self.crashes += 1
                self.arena.restart()
                return None
        assert status < 500, (path, status, reply)
        return status, reply
