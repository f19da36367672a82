"""Why an officer handed a visit back, in words for the office."""

from __future__ import annotations

from server.domain.hand_back import read_words
from server.texts import text


def hand_back_words(kept: str | None) -> str:
    """The reason as a sentence, then what the officer wrote; nothing for a visit that nobody handed back."""
    if not kept:
        return ""
    reason, note = read_words(kept)
    words = text(f"hand-back-{reason.value}")
    return text("hand-back-with-note", reason=words, note=note) if note else words
