"""What the server itself notes on an alert: kept as a code and worded where it is shown. Older rows hold the sentence itself."""

from __future__ import annotations

from enum import StrEnum


class AlertNote(StrEnum):
    """Each is the name of its text."""

    OWNER_LEFT = "alert-note-owner-left"
    OFFICER_STARTED = "alert-note-officer-started"
    OFFICER_SAFE = "alert-note-officer-safe"
    OFFICER_FINISHED = "alert-note-officer-finished"
    NOT_SAID_ANY_MORE = "alert-note-not-said-any-more"
