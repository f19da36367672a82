"""Looks at a file that arrived: what it really is by its own bytes, whether it is whole, and whether it is only that.

Trusts no name and no declared type; decodes no pixels (that is the worker's, apart). A fault is told in plain words.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from server.attachments.file_shapes import EVIDENCE, Content, Shape, shape_of

MOST_PIXELS = 60_000_000

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limit is below, told in words instead of a warning

EMPTY = "The file is empty."
UNKNOWN_TYPE = "This is not a photo or document we can open. We take JPEG, PNG, WebP, HEIC and PDF."
CUT_SHORT = "The file ends too early: part of the picture or document is missing."
SOMETHING_ELSE = "The file holds something besides the picture or document, so it is not shown."
TOO_MANY_PIXELS = "The picture has more than 60 megapixels."
DAMAGED = "The picture or document is damaged and cannot be opened."
# Found when its first page is drawn.
LOCKED = "The document needs a password, so it cannot be shown."
NO_PAGES = "The document has no pages."
# Found by the virus scanner.
INFECTED = "The virus scanner found something harmful in the file, so nobody opens it."

_PAGE = re.compile(rb"<script\b|<html\b|<\?php|<!doctype\s+html", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ZIP_END = b"PK\x05\x06"
_ZIP_END_REACH = 22 + 65_535


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file is (a MIME type, None when unknown) and what is wrong with it (None when nothing is)."""

    content_type: str | None
    fault: str | None


def look_at(opened: IO[bytes], taken: Collection[str] = EVIDENCE) -> Finding:
    """Judge a whole file of at most 25 MB: a picture or document of the types `taken`. One on disk is mapped and not held, so that
    many large files at once cost no memory.
    """
    with _map(opened) as content:
        return _judge(opened, content, taken)


@contextmanager
def _map(opened: IO[bytes]) -> Iterator[Content]:
    opened.seek(0)
    try:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # it is on no disk, or empty
        yield opened.read()
        return
    with mapped:
        yield mapped


def _judge(opened: IO[bytes], content: Content, taken: Collection[str]) -> Finding:
    if not len(content):
        return Finding(None, EMPTY)
    shape = shape_of(content, taken)
    if shape is None:
        return Finding(None, UNKNOWN_TYPE)
    if shape.end is None:
        return Finding(shape.content_type, CUT_SHORT)
    if _holds_something_else(content, shape):
        return Finding(shape.content_type, SOMETHING_ELSE)
    if shape.content_type == "application/pdf":
        return Finding(shape.content_type, None)
    return Finding(shape.content_type, _fault_of_picture(opened))


def _fault_of_picture(opened: IO[bytes]) -> str | None:
    opened.seek(0)
    try:
        with Image.open(opened) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError):
        return DAMAGED
    return TOO_MANY_PIXELS if width * height > MOST_PIXELS else None


def _holds_something_else(content: Content, shape: Shape) -> bool:
    """Phones append harmless things (a second picture, a moving one); archives, programs, pages, documents are not."""
    after = content[shape.end :]
    if (
        after.lstrip().startswith(_PROGRAMS)
        or any(mark in after for mark in _ARCHIVES)
        or _ZIP_END in after[-_ZIP_END_REACH:]
    ):
        return True
    if shape.content_type == "application/pdf":
        return _PAGE.search(after) is not None
    return b"%PDF-" in content[:1024] or b"%PDF-" in after or _PAGE.search(content) is not None
