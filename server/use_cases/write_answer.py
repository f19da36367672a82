"""Write an answer to ODK Collect in OpenRosa's envelope: words for the person who holds the phone."""

from __future__ import annotations

from server.forms.openrosa import write_envelope


def write_answer(words: str, nature: str = "") -> bytes:
    """The envelope's bytes."""
    return write_envelope(words, nature)
