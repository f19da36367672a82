"""The outer shape of the kinds of file we take: magic bytes at the front, and where the file itself says it ends.

Reads structure only. Standards: ITU-T T.81 (JPEG), W3C PNG, GIF89a, RIFF (WebP, WAVE), ISO 14496-12 (HEIF, MP4), ISO 32000
(PDF), ISO 11172-3 and ID3 (MP3), RFC 3533 (Ogg), RFC 8794 (WebM).
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

Content: TypeAlias = bytes | mmap.mmap  # a whole file, held or mapped
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_HEIF_GENERAL = {b"mif1", b"msf1"}
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_GIF_BLOCK, _GIF_PICTURE, _GIF_END = 0x21, 0x2C, 0x3B
_MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"M4A ",
    b"M4B ",
    b"M4V ",
    b"MSNV",
}
_EOF_REACH = 4096

# What somebody may send as evidence.
EVIDENCE = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of file and the offset behind its last byte; None when the file ends before that."""

    content_type: str
    end: int | None


def shape_of(content: Content, taken: Collection[str] = EVIDENCE) -> Shape | None:
    """What the bytes are, by their own account; None for anything that is not among `taken`.

    `audio/mp4` stands for what is a film as well: the two are told apart by their use.
    """
    for begins, content_type, end_of in _KINDS:
        if content_type in taken and begins(content):
            return Shape(content_type, end_of(content))
    return None


def _jpeg_end(content: Content) -> int | None:
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


def _png_end(content: Content) -> int | None:
    at = len(_PNG_MAGIC)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if kind == b"IEND":
            return at if at <= len(content) else None
    return None


def _gif_end(content: Content) -> int | None:
    at = 13 + _gif_colours(content, 10)
    while at < len(content):
        kind, at = content[at], at + 1
        if kind == _GIF_END:
            return at
        if kind == _GIF_PICTURE:
            at += 10 + _gif_colours(content, at + 8)
        elif kind == _GIF_BLOCK:
            at += 1
        else:
            return None
        while at < len(content) and content[at]:
            at += 1 + content[at]
        at += 1
    return None


def _gif_colours(content: Content, at: int) -> int:
    """The size of the table of colours that the byte at `at` announces."""
    packed = content[at] if at < len(content) else 0
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _riff_end(content: Content) -> int | None:
    end: int = 8 + struct.unpack_from("<I", content, 4)[0]
    return end if end <= len(content) else None


def _heif_end(content: Content) -> int | None:
    return _boxes_end(content, {b"meta", b"mdat"})


def _mp4_end(content: Content) -> int | None:
    return _boxes_end(content, {b"moov", b"mdat"})


def _boxes_end(content: Content, needed: set[bytes]) -> int | None:
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
    return at if at <= len(content) and needed <= kinds else None


def _pdf_end(content: Content) -> int | None:
    at = content.rfind(b"%%EOF")
    return at + 5 if at >= max(0, len(content) - _EOF_REACH) else None


def _is_heif(content: Content) -> bool:
    if content[4:8] != b"ftyp" or len(content) < 16:
        return False
    size = min(int.from_bytes(content[:4]), 512)
    brands = {content[at : at + 4] for at in (8, *range(16, size, 4))}
    return bool(brands & _HEIF_BRANDS) and (content[8:12] in _HEIF_BRANDS | _HEIF_GENERAL)


def _is_mp4(content: Content) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _MP4_BRANDS


def _is_mp3(content: Content) -> bool:
    """A tag, or the first frame: sync, layer III, a bit rate and a sampling rate that exist."""
    if content[:3] == b"ID3":
        return True
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        return False
    return content[1] & 0x18 != 0x08 and content[2] & 0xF0 not in (0x00, 0xF0) and content[2] & 0x0C != 0x0C


def _whole(content: Content) -> int:
    """Of a stream, which may end anywhere."""
    return len(content)


_KINDS: tuple[tuple[Callable[[Content], bool], str, Callable[[Content], int | None]], ...] = (
    (lambda content: content[:3] == b"\xff\xd8\xff", "image/jpeg", _jpeg_end),
    (lambda content: content[: len(_PNG_MAGIC)] == _PNG_MAGIC, "image/png", _png_end),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", "image/webp", _riff_end),
    (_is_heif, "image/heic", _heif_end),
    (lambda content: content[:5] == b"%PDF-", "application/pdf", _pdf_end),
    (lambda content: content[:6] in (b"GIF87a", b"GIF89a"), "image/gif", _gif_end),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WAVE", "audio/wav", _riff_end),
    (lambda content: content[:4] == b"OggS", "audio/ogg", _whole),
    (_is_mp3, "audio/mpeg", _whole),
    (_is_mp4, "audio/mp4", _mp4_end),
    (lambda content: content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:64], "video/webm", _whole),
)
