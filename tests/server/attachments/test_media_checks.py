"""What a form's labels may show, by its own bytes; everything else is refused, whatever it is called."""

from __future__ import annotations

import pytest
from PIL import Image

from server.attachments.arrival_checks import Finding
from server.attachments.media_checks import DAMAGED, EMPTY, UNKNOWN, look_at_medium
from tests.factories.documents import heic_photo, pdf_document, zip_archive
from tests.factories.form_media import small_film, small_sound
from tests.factories.sent_files import small_photo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MP3 = b"\xff\xfb\x90\x00" + b"\0" * 413
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"


@pytest.mark.parametrize(
    ("content", "kind", "content_type"),
    [
        (small_photo(), "image", "image/jpeg"),
        (small_photo(kind="PNG"), "image", "image/png"),
        (small_photo(kind="WEBP"), "image", "image/webp"),
        (small_photo(kind="GIF"), "image", "image/gif"),
        (MP3, "audio", "audio/mpeg"),
        (b"ID3\x04\0\0\0\0\0\0" + MP3, "audio", "audio/mpeg"),
        (small_sound(), "audio", "audio/wav"),
        (b"OggS\0" + b"\0" * 40, "audio", "audio/ogg"),
        (small_film(b"M4A "), "audio", "audio/mp4"),
        (small_film(), "video", "video/mp4"),
        (WEBM, "video", "video/webm"),
    ],
)
def test_what_browsers_show_and_play_is_known_by_its_bytes(content: bytes, kind: str, content_type: str) -> None:
    assert look_at_medium(content, kind) == Finding(content_type, None)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SVG, "image"),
        (heic_photo(), "image"),
        (pdf_document(), "image"),
        (b"hello", "image"),
        (small_sound(), "image"),
        (small_photo(), "audio"),
        (WEBM, "audio"),
        (small_photo(), "video"),
        (small_sound(), "video"),
        (small_film(b"qt  "), "video"),
        (b"<html></html>", "video"),
    ],
)
def test_what_is_not_of_the_kind_that_the_form_has_it_as_is_refused(content: bytes, kind: str) -> None:
    assert look_at_medium(content, kind) == Finding(None, UNKNOWN)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (small_photo()[:-2], "image"),
        (small_photo(kind="GIF")[:-1], "image"),
        (small_photo(kind="GIF") + zip_archive(), "image"),
        (small_photo(kind="PNG") + b"<script>alert(1)</script>", "image"),
        (b"GIF89a" + b"\0" * 50, "image"),
        (small_sound()[:-1], "audio"),
        (small_film()[:-1], "video"),
    ],
)
def test_what_ends_early_or_holds_something_besides_is_refused(content: bytes, kind: str) -> None:
    assert look_at_medium(content, kind).fault == DAMAGED


def test_an_empty_file_says_so() -> None:
    assert look_at_medium(b"", "audio") == Finding(None, EMPTY)


def test_an_animated_picture_is_read_to_its_end() -> None:
    frames = [Image.new("RGB", (64, 48), (number, number, 200)) for number in (10, 250)]
    animated = small_photo(kind="GIF", save_all=True, append_images=frames, comment=b"a;b")
    assert len(animated) > len(small_photo(kind="GIF")) + 100
    assert look_at_medium(animated, "image") == Finding("image/gif", None)
