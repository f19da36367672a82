"""Why an officer could not do a visit: a word of the wire and, if they said more, their own words; one text in the table."""

from __future__ import annotations

from enum import StrEnum

LONGEST_NOTE = 2000


class HandBackReason(StrEnum):
    """Why a visit was handed back."""

    NO_TIME = "no_time"
    NO_ACCESS = "no_access"
    ILL = "ill"
    UNSAFE_AREA = "unsafe_area"
    OTHER = "other"


def write_words(reason: HandBackReason, note: str) -> str:
    """The text that is kept: the reason's word, then what the officer wrote."""
    note = note.strip()
    return f"{reason.value}: {note}" if note else reason.value


def read_words(words: str) -> tuple[HandBackReason, str]:
    """The reason and the note of a kept text; a text without a known word is a note of its own."""
    word, _, note = words.partition(":")
    if word in set(HandBackReason):
        return HandBackReason(word), note.strip()
    return HandBackReason.OTHER, words.strip()
