"""The time of day within which a visit is to be made, as somebody types it. Pure; the words are the pages'."""

from __future__ import annotations

from server.domain.shift_hours import read_clock

Window = tuple[str | None, str | None]


class WindowWrongError(ValueError):
    """What was typed is no window; `reason`: from_wrong, to_wrong or times_crossed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_window(begins: str, ends: str) -> Window:
    """From and to as HH:MM; None where nothing was typed. Raises WindowWrongError."""
    times: list[str | None] = []
    for typed, reason in ((begins, "from_wrong"), (ends, "to_wrong")):
        time = read_clock(typed) if typed.strip() else None
        if typed.strip() and time is None:
            raise WindowWrongError(reason)
        times.append(f"{time:%H:%M}" if time is not None else None)
    first, last = times
    if first is not None and last is not None and last <= first:
        raise WindowWrongError("times_crossed")
    return first, last
