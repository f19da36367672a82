"""A file's name as somebody sent it: its last part, without what hides or deceives."""

from __future__ import annotations

import pytest

from server.domain.sent_name import clean_file_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("front.jpg", "front.jpg"),
        ("/sdcard/odk/front.jpg", "front.jpg"),
        ("C:\\Users\\x\\front.jpg", "front.jpg"),
        ("..", "file"),
        ("a/..", "file"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\ud800", "?"),
        ("", "file"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(sent: str, kept: str) -> None:
    assert clean_file_name(sent) == kept
