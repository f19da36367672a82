"""A label is shown as words: an author's marks are for the eye, and no one is asked to read them."""

from __future__ import annotations

import pytest

from server.domain.plain_words import plain_words


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("How are you?", "How are you?"),
        ("  Street  ", "Street"),
        ("Is **anybody** at _risk_?", "Is anybody at risk?"),
        ("__Read__ the *whole* `letter`", "Read the whole letter"),
        ("# Your home\n\nWho lives there?", "Your home Who lives there?"),
        ("See [the guide](https://example.org/guide)", "See the guide"),
        ('A <span style="color:red">red</span> door<br>or not', "A red door or not"),
        ("One\ntwo  \nthree", "One two three"),
        ("Bring:\n\n- a key\n- a lamp", "Bring: a key a lamp"),
        ("1. Name", "1. Name"),
        (r"4 \* 5 and snake_case_name", "4 * 5 and snake_case_name"),
        ("Under 5 < 6 & more", "Under 5 < 6 & more"),
        ("Rate from 1 - 5", "Rate from 1 - 5"),
        ("- none", "none"),
        ("![the door](door.png)", "the door"),
        ("**…** lives here", "… lives here"),
        ("<p>Whole</p>", "Whole"),
    ],
)
def test_marks_are_gone_and_words_are_left(marked: str, plain: str) -> None:
    assert plain_words(marked) == plain
