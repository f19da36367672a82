"""What is wrong with a file that arrived, as a code: for pages that say it in a language of their own. Pure."""

from __future__ import annotations

from typing import Final

from server.attachments.arrival_checks import (
    CUT_SHORT,
    DAMAGED,
    EMPTY,
    INFECTED,
    LOCKED,
    NO_PAGES,
    SOMETHING_ELSE,
    TOO_MANY_PIXELS,
    UNKNOWN_TYPE,
)

FAULTS: Final = {
    EMPTY: "empty",
    UNKNOWN_TYPE: "unknown_type",
    CUT_SHORT: "cut_short",
    SOMETHING_ELSE: "something_else",
    TOO_MANY_PIXELS: "too_many_pixels",
    DAMAGED: "damaged",
    LOCKED: "locked",
    NO_PAGES: "no_pages",
    INFECTED: "infected",
}


def name_fault(reason: str | None) -> str | None:
    """The code of a quarantine's reason; None where there is none, `damaged` where it has no code."""
    return None if reason is None else FAULTS.get(reason, "damaged")
