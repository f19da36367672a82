"""The outer shape of the five kinds of file we take: magic bytes at the front, and where the file itself says it ends.

Reads structure only. Standards: ITU-T T.81 (JPEG), W3C PNG, RIFF/WebP, ISO 14496-12 (HEIF), ISO 32000 (PDF).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_HEIF_GENERAL = {b"mif1", b"msf1"}
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_EOF_REACH = 4096


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of file and the offset behind its last byte; None when the file ends before that."""

    content_type: str
    end: int | None


def shape_of(content: bytes) -> Shape | None:
    """What the bytes are, by their own account; None for anything we do not take."""
    for begins, content_type, end_of in _KINDS:
        if begins(content):
            return Shape(content_type, end_of(content))
    return None


def _jpeg_end(content: bytes) -> int | None:
    at = 2
    while found := _JPEG_MARKER.match(content, at) or _JPEG_MARKER.search(content, at):
        marker, at = found.group(1)[0], found.end()
        if marker == 0xD9:
            return at
        if marker in _JPEG_BARE:
            continue
        if at + 2 > len(content):
            return None
        at += int.from_bytes(content[at : at + 2])
    return None


def _png_end(content: bytes) -> int | None:
    at = len(_PNG_MAGIC)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if kind == b"IEND":
            return at if at <= len(content) else None
    return None


def _webp_end(content: bytes) -> int | None:
    end: int = 8 + struct.unpack_from("<I", content, 4)[0]
    return end if end <= len(content) else None


def _heif_end(content: bytes) -> int | None:
    """Behind the last whole box; a box that reaches beyond the file means that the file was cut."""
    at = 0
    kinds = set()
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if not kind.isalnum():
            break
        if size == 1 and at + 16 <= len(content):
            size = struct.unpack_from(">Q", content, at + 8)[0]
        elif size == 0:
            size = len(content) - at
        if size < 8:
            break
        at += size
        kinds.add(kind)
    return at if at <= len(content) and {b"meta", b"mdat"} <= kinds else None


def _pdf_end(content: bytes) -> int | None:
    at = content.rfind(b"%%EOF")
    return at + 5 if at >= max(0, len(content) - _EOF_REACH) else None


def _is_heif(content: bytes) -> bool:
    if content[4:8] != b"ftyp" or len(content) < 16:
        return False
    size = min(int.from_bytes(content[:4]), 512)
    brands = {content[at : at + 4] for at in (8, *range(16, size, 4))}
    return bool(brands & _HEIF_BRANDS) and (content[8:12] in _HEIF_BRANDS | _HEIF_GENERAL)


_KINDS: tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], int | None]], ...] = (
    (lambda content: content.startswith(b"\xff\xd8\xff"), "image/jpeg", _jpeg_end),
    (lambda content: content.startswith(_PNG_MAGIC), "image/png", _png_end),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", "image/webp", _webp_end),
    (_is_heif, "image/heic", _heif_end),
    (lambda content: content.startswith(b"%PDF-"), "application/pdf", _pdf_end),
)
