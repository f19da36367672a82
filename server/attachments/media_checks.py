"""Looks at a file that a form's labels shall show: whether it is a picture, sound or film that browsers play, and whole.

Trusts no name; takes no SVG, which may run and fetch. A fault is a word, told by the caller.
"""

from __future__ import annotations

import io

from server.attachments.arrival_checks import Finding, look_at
from server.attachments.file_shapes import shape_of

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
SOUNDS = frozenset({"audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg"})
FILMS = frozenset({"audio/mp4", "video/webm"})
_TAKEN = {"image": PICTURES, "audio": SOUNDS, "video": FILMS}

EMPTY, UNKNOWN, DAMAGED = "empty", "unknown", "damaged"


def look_at_medium(content: bytes, kind: str) -> Finding:
    """What the bytes are, for a use as image, audio or video; `fault` is EMPTY, UNKNOWN or DAMAGED where they cannot be."""
    taken = _TAKEN[kind]
    if not content:
        return Finding(None, EMPTY)
    shape = shape_of(content, taken)
    if shape is None:
        return Finding(None, UNKNOWN)
    content_type = shape.content_type.replace("audio/", "video/") if kind == "video" else shape.content_type
    is_whole = look_at(io.BytesIO(content), taken).fault is None if kind == "image" else shape.end is not None
    return Finding(content_type, None if is_whole else DAMAGED)
