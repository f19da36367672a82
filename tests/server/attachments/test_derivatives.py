"""The pictures that are shown: upright, of two sizes, without anything that was hidden in the original."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from server.attachments.arrival_checks import DAMAGED, LOCKED, TOO_MANY_PIXELS
from server.attachments.derivatives import Rendered, UnreadableError, render
from server.attachments.render_apart import render_apart
from tests.factories.documents import heic_photo, pdf_document, png_claiming
from tests.factories.sent_files import small_photo

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
)


def opened(made: Rendered) -> Image.Image:
    picture = Image.open(io.BytesIO(made.jpeg))
    picture.load()
    return picture


def test_a_large_photo_gets_a_picture_of_each_size() -> None:
    large, small = render(small_photo(size=(4000, 3000)), "image/jpeg")
    assert (large.longest_side, large.width, large.height) == (1600, 1600, 1200)
    assert (small.longest_side, small.width, small.height) == (320, 320, 240)
    assert [opened(made).size for made in (large, small)] == [(1600, 1200), (320, 240)]


def test_a_small_photo_is_never_blown_up() -> None:
    assert [(made.width, made.height) for made in render(small_photo(size=(200, 100)), "image/jpeg")] == [
        (200, 100)
    ] * 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_with_the_phone_turned_stands_upright(orientation: int) -> None:
    scene = Image.new("RGB", (80, 40), "blue")
    scene.paste("red", (0, 0, 80, 10))  # red is up
    undo = {
        2: [0],
        3: [3],
        4: [1],
        5: [5],
        6: [2],
        7: [6],
        8: [4],
    }  # Transpose numbers that a camera would have applied
    for step in undo.get(orientation, []):
        scene = scene.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = io.BytesIO()
    scene.save(out, "JPEG", exif=exif.tobytes(), quality=95, subsampling=0)
    for made in render(out.getvalue(), "image/jpeg"):
        picture = opened(made)
        assert picture.size == (80, 40)
        red, _, blue = picture.getpixel((40, 3))  # type: ignore[misc]  # RGB: three bands
        assert red > 180 > 80 > blue


def test_location_device_comment_and_profile_are_gone() -> None:
    exif = Image.Exif()
    exif[MAKER] = "A telling camera"
    exif.get_ifd(GPS)[1] = "N"
    content = small_photo(exif=exif.tobytes(), comment=b"a secret", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    for made in render(content, "image/jpeg"):
        assert not opened(made).getexif()
        assert set(opened(made).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert b"secret" not in made.jpeg
        assert b"telling" not in made.jpeg


def test_what_is_transparent_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(render(out.getvalue(), "image/png")[0]).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "kind"), [("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG")]
)
def test_every_way_to_store_colours_can_be_shown(mode: str, kind: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)
    assert [made.width for made in render(out.getvalue(), f"image/{kind.lower()}")] == [40, 40]


def test_heic_and_webp_are_shown_as_jpeg() -> None:
    for content, kind in (
        (heic_photo((640, 480)), "image/heic"),
        (small_photo(size=(640, 480), kind="WEBP"), "image/webp"),
    ):
        assert [opened(made).size for made in render(content, kind)] == [(640, 480), (320, 240)]


def test_the_first_page_of_a_document_is_shown() -> None:
    large, small = render(pdf_document(595, 842, pages=3), "application/pdf")
    assert (large.height, small.height) == (1600, 320)
    assert opened(large).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (small_photo(size=(400, 400))[:-400], "image/jpeg", DAMAGED),
        (b"not a picture", "image/png", DAMAGED),
        (png_claiming(9000, 9000), "image/png", TOO_MANY_PIXELS),
        (png_claiming(500, 500), "image/png", DAMAGED),
        (heic_photo()[:300], "image/heic", DAMAGED),
        (b"%PDF-1.7 nothing", "application/pdf", DAMAGED),
        (pdf_document(14_400, 3), "application/pdf", DAMAGED),
        (LOCKED_PDF, "application/pdf", LOCKED),
    ],
)
def test_what_cannot_be_shown_has_a_plain_reason(content: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{reason}"):
        render(content, content_type)


def test_a_process_apart_makes_the_same_pictures() -> None:
    content = small_photo(size=(800, 600))
    assert render_apart(content, "image/jpeg") == render(content, "image/jpeg")


def test_a_process_apart_tells_the_same_reason() -> None:
    with pytest.raises(UnreadableError, match=f"^{DAMAGED}"):
        render_apart(b"not a picture", "image/jpeg")
