"""PDFs and HEIC photos made on the spot, and the wrong, cut and two-faced files that people and attackers send."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
import pypdfium2
from PIL import Image


def heic_photo(size: tuple[int, int] = (80, 60)) -> bytes:
    """A whole HEIC as a phone writes it."""
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, (20, 120, 60))).save(out, quality=60)
    return out.getvalue()


def pdf_document(width: float = 595, height: float = 842, pages: int = 1) -> bytes:
    """A PDF with blank pages of this size in points."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height).close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A tiny, well-formed PNG whose header claims more pixels than its data holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def zip_archive() -> bytes:
    """An archive of one small file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("payload.txt", "payload")
    return out.getvalue()
