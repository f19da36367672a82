"""What a file is by its own bytes, and the plain reason when it may not be shown."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.attachments import arrival_checks
from server.attachments.arrival_checks import Finding, look_at
from tests.factories.documents import heic_photo, pdf_document, png_claiming, zip_archive
from tests.factories.sent_files import small_photo

WHOLE = {
    "image/jpeg": small_photo(),
    "image/png": small_photo(kind="PNG"),
    "image/webp": small_photo(kind="WEBP"),
    "image/heic": heic_photo(),
    "application/pdf": pdf_document(),
}


def judge(content: bytes) -> Finding:
    return look_at(io.BytesIO(content))


@pytest.mark.parametrize("content_type", WHOLE)
def test_each_kind_we_take_is_known_by_its_bytes(content_type: str) -> None:
    assert judge(WHOLE[content_type]) == Finding(content_type, None)


def test_a_progressive_photo_with_metadata_and_a_comment_is_whole() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    content = small_photo(size=(640, 480), progressive=True, exif=exif.tobytes(), comment=b"\xff\xd9 not the end")
    assert judge(content) == Finding("image/jpeg", None)


def test_an_empty_file_says_so() -> None:
    assert judge(b"") == Finding(None, arrival_checks.EMPTY)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00",
        b"hello",
        b"<html></html>",
        b"GIF89a" + b"\0" * 50,
        b"MZ" + b"\0" * 50,
        zip_archive(),
        b"%PD",
        b"\xff\xd8",
    ],
)
def test_what_is_no_photo_or_document_is_refused_whatever_its_name(content: bytes) -> None:
    assert judge(content) == Finding(None, arrival_checks.UNKNOWN_TYPE)


@pytest.mark.parametrize("content_type", WHOLE)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_told_from_a_whole_one(content_type: str, share: float) -> None:
    content = WHOLE[content_type]
    assert judge(content[: int(len(content) * share)]).fault in (arrival_checks.CUT_SHORT, arrival_checks.UNKNOWN_TYPE)


@pytest.mark.parametrize("content_type", WHOLE)
@pytest.mark.parametrize(
    "after", [zip_archive(), b"MZ program", b"\x7fELF", b"\n<script>alert(1)</script>", b"<?php ?>"]
)
def test_a_picture_with_something_else_behind_it_is_refused(content_type: str, after: bytes) -> None:
    refused = {arrival_checks.SOMETHING_ELSE}
    if content_type == "image/heic":  # what follows its boxes may read as one more box, which then ends too early
        refused.add(arrival_checks.CUT_SHORT)
    assert judge(WHOLE[content_type] + after).fault in refused


def test_a_picture_that_is_also_a_pdf_is_refused() -> None:
    assert judge(small_photo(comment=b"%PDF-1.7 ")).fault == arrival_checks.SOMETHING_ELSE
    assert judge(small_photo() + pdf_document()).fault == arrival_checks.SOMETHING_ELSE


def test_a_picture_with_a_page_in_its_comment_is_refused() -> None:
    assert judge(small_photo(comment=b"<html><script>")).fault == arrival_checks.SOMETHING_ELSE


def test_the_second_picture_that_phones_append_is_harmless() -> None:
    assert judge(small_photo() + small_photo(seed=2)) == Finding("image/jpeg", None)


@pytest.mark.parametrize(
    ("width", "height", "fault"), [(10_000, 6_001, True), (60_000_000, 1, False), (2**31 - 1, 2**31 - 1, True)]
)
def test_a_picture_of_more_than_60_megapixels_is_refused_without_decoding_it(
    width: int, height: int, fault: bool
) -> None:
    assert (judge(png_claiming(width, height)).fault == arrival_checks.TOO_MANY_PIXELS) is fault


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_to_a_file_makes_the_check_itself_fail(content_type: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[content_type])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    finding = judge(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert finding.fault is None or finding.fault.endswith(".")
