"""What could be read on a phone that is in other hands: which rows were on it, and until when reading was possible.

Errs on the side of "it could be read": what cannot be shown to have left the phone counts as on it. Pure; knows no clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.reading_lease import find_lapse


class ReadingEnd(StrEnum):
    """Why a phone can be read no more."""

    LAPSED = "lapsed"
    WIPED = "wiped"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"
    SAID_SIGNED_OUT = "said_signed_out"


class Exposure(StrEnum):
    """How a row stood when the phone was lost, or stands now if it is not lost."""

    LEFT_BEFORE = "left_before"
    READING_ENDED = "reading_ended"
    READABLE_UNTIL = "readable_until"
    READABLE = "readable"
    # As the two above it, where nothing but the phone's own word stands for it: whoever has the phone can say so too.
    SAID_ENDED = "said_ended"
    SAID_UNTIL = "said_until"


# What the phone itself said, or whoever holds what lies open on it.
ITS_WORD = (ReadingEnd.WIPED, ReadingEnd.LOCKED, ReadingEnd.SAID_SIGNED_OUT)
# Where something could be read, or only the phone denies it.
COULD_BE_READ = (Exposure.READABLE, Exposure.READABLE_UNTIL, Exposure.SAID_UNTIL, Exposure.SAID_ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFacts:
    """What is known of the phone. The `..._at` of wipe and lock are what the phone said of itself of orders that still stand;
    `said_signed_out_at` is a sign-out for which its upload ticket alone stands.
    """

    schema: int
    last_contact_at: dt.datetime | None
    lost_at: dt.datetime | None = None
    wiped_at: dt.datetime | None = None
    locked_at: dt.datetime | None = None
    signed_out_at: dt.datetime | None = None
    said_signed_out_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """That a row was on a phone. `entered_at` None: since before the log began. `left_at` is when the phone was told to drop
    it; `has_dropped` whether it has said since that it did.
    """

    entered_at: dt.datetime | None
    left_at: dt.datetime | None
    left_reason: str | None = None
    has_dropped: bool = False

    def is_on_at(self, at: dt.datetime) -> bool:
        """Whether the row must be taken to have been on the phone at that instant or to have come after it."""
        return self.left_at is None or not self.has_dropped or self.left_at > at


def find_reading_end(phone: PhoneFacts, lapses_after_hours: int) -> tuple[dt.datetime, ReadingEnd] | None:
    """The first instant from which the phone could be read no more, and why; None when none is known."""
    ends = [
        (find_lapse(phone.schema, phone.last_contact_at, lapses_after_hours), ReadingEnd.LAPSED),
        (phone.wiped_at, ReadingEnd.WIPED),
        (phone.locked_at, ReadingEnd.LOCKED),
        (phone.signed_out_at, ReadingEnd.SIGNED_OUT),
        (phone.said_signed_out_at, ReadingEnd.SAID_SIGNED_OUT),
    ]
    return min(((at, why) for at, why in ends if at is not None), default=None)


def find_exposure(
    stay: Stay, lost_at: dt.datetime, ended: tuple[dt.datetime, ReadingEnd] | None
) -> tuple[Exposure, dt.datetime | None]:
    """How the row stood at the loss, and until when it could be read where that is known."""
    if not stay.is_on_at(lost_at):
        return Exposure.LEFT_BEFORE, stay.left_at
    bounds = [(ended[0], ended[1] in ITS_WORD)] if ended is not None else []
    if stay.left_at is not None and stay.has_dropped:
        bounds.append((stay.left_at, False))
    if not bounds:
        return Exposure.READABLE, None
    (until, is_word), since = min(bounds), max(lost_at, stay.entered_at or lost_at)
    if until <= since:
        return Exposure.SAID_ENDED if is_word else Exposure.READING_ENDED, until
    return Exposure.SAID_UNTIL if is_word else Exposure.READABLE_UNTIL, until


def merge_stays(stays: Iterable[Stay]) -> Sequence[Stay]:
    """Stays of one row that overlap or touch, made one: a case is on a phone while any of its visits is."""
    merged: list[Stay] = []
    for stay in sorted(stays, key=lambda one: (one.entered_at is not None, one.entered_at)):
        last = merged[-1] if merged else None
        if last is not None and (last.left_at is None or stay.entered_at is None or stay.entered_at <= last.left_at):
            merged[-1] = _later_end(last, stay)
        else:
            merged.append(stay)
    return merged


def _later_end(first: Stay, second: Stay) -> Stay:
    if first.left_at is None or second.left_at is None:
        return Stay(first.entered_at, None)
    end = max(first, second, key=lambda one: (one.left_at, not one.has_dropped))
    return Stay(first.entered_at, end.left_at, end.left_reason, end.has_dropped)
