"""One suite of questions, asked of our uploads and of @tus/server, the reference: what tus 1.0.0 says, and where they differ."""

from __future__ import annotations

from pathlib import Path

from tests.factories.borough import Phone
from tests.live.stack import Stack
from tests.server.api.tus_cases import CASES, ask_all, expected_of_peer, write_table
from tests.server.api.tus_line import ours, reference

PAGE = Path(__file__).parents[3] / "docs" / "tus.md"


def test_our_server_answers_as_tus_says(stack: Stack, phone_of_stack: Phone) -> None:
    assert ask_all(ours(stack.port, phone_of_stack)) == {case.what: case.answer for case in CASES}


def test_the_reference_server_answers_as_the_page_says(tmp_path: Path) -> None:
    with reference(tmp_path) as line:
        assert ask_all(line) == expected_of_peer()


def test_the_page_has_every_case() -> None:
    assert write_table() in PAGE.read_text()
    assert all(case.why for case in CASES if case.peer)
