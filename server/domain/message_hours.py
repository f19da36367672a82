"""When text messages may leave: a telephone that buzzes at night wakes somebody who is ill. E-mail leaves at any time. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from server.domain.message import MessageChannel

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class MessageHours:
    """Minutes after midnight by the council's clock, from the first to before the second."""

    from_minute: int
    until_minute: int

    def list_channels(self, local: dt.datetime) -> tuple[MessageChannel, ...]:
        """By which channels a message may leave at this moment of the council's clock."""
        minute = local.hour * 60 + local.minute
        may_text = self.from_minute <= minute < self.until_minute
        return tuple(channel for channel in MessageChannel if may_text or channel is not MessageChannel.SMS)


def read_hours(typed: str) -> MessageHours | None:
    """`08:00-20:00`, `00:00-24:00` for the whole day; None for anything else, also for hours that end before they begin."""
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        return None
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    hours = MessageHours(first_hour * 60 + first_minute, last_hour * 60 + last_minute)
    return hours if hours.from_minute < hours.until_minute <= _DAY else None
