"""What a message says and does not say, how often it is tried, and which answers of GOV.UK Notify end it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from server.domain.message import (
    LONGEST_SMS,
    MOST_TRIES,
    MessageChannel,
    MessageWords,
    choose_language,
    find_next_look,
    find_template_mistake,
    wait_before_try,
)
from server.domain.message_problem import MessageProblem, find_handling, find_problem_of_answer
from server.domain.shipped_messages import SHIPPED_MESSAGES
from server.texts import has_text
from tests.factories.borough import NOW

EVERYTHING = {"council": "C", "telephone": "T", "link": "L", "reference": "R"}


@pytest.mark.parametrize(
    ("key", "words"), SHIPPED_MESSAGES.items(), ids=lambda key: "-".join(key) if isinstance(key, tuple) else ""
)
def test_every_shipped_message_says_who_writes_and_whom_to_ring_and_nothing_of_the_matter(
    key: tuple[str, str, MessageChannel], words: MessageWords
) -> None:
    assert {"council", "telephone"} <= words.placeholders <= set(EVERYTHING)
    assert find_template_mistake(key[2], words, words.placeholders) is None
    filled = words.fill(EVERYTHING)
    assert not filled.placeholders
    assert not re.search(
        r"shield|medical|health|illness|iechyd|support|benefit|visit|need[^s]", filled.body, re.IGNORECASE
    )
    assert has_text(f"message-template-{key[0]}")


def test_every_shipped_message_is_there_in_both_languages_and_for_both_channels() -> None:
    assert len(SHIPPED_MESSAGES) == 4 * len({name for name, _, _ in SHIPPED_MESSAGES})


def test_a_value_that_looks_like_a_placeholder_is_text_and_an_unknown_one_stays() -> None:
    words = MessageWords("((a))", "((a)) ((b)) (a) ((c))")
    assert words.fill({"a": "((b))", "b": "2"}) == MessageWords("((b))", "((b)) 2 (a) ((c))")


@pytest.mark.parametrize(
    ("channel", "words", "mistake"),
    [
        (MessageChannel.SMS, MessageWords(None, "Ring ((telephone)), ((illness))"), "unknown_placeholder"),
        (MessageChannel.SMS, MessageWords(None, " \n"), "empty"),
        (MessageChannel.EMAIL, MessageWords(None, "Ring"), "no_subject"),
        (MessageChannel.SMS, MessageWords("Hello", "Ring"), "subject_in_text"),
        (MessageChannel.SMS, MessageWords(None, "x" * (LONGEST_SMS + 1)), "too_long"),
        (MessageChannel.SMS, MessageWords(None, "x" * LONGEST_SMS), None),
    ],
)
def test_words_that_cannot_be_sent_are_known_as_such(
    channel: MessageChannel, words: MessageWords, mistake: str | None
) -> None:
    assert find_template_mistake(channel, words, {"telephone"}) == mistake


@pytest.mark.parametrize(
    ("on_record", "language"),
    [
        (None, "en"),
        ("English", "en"),
        ("cy", "cy"),
        ("Welsh", "cy"),
        ("Cymraeg", "cy"),
        ("cy-GB", "cy"),
        ("Cypriot", "en"),
    ],
)
def test_who_speaks_welsh_is_written_to_in_welsh(on_record: str | None, language: str) -> None:
    assert choose_language(on_record) == language


def test_each_try_comes_later_than_the_one_before_and_an_hour_later_at_most() -> None:
    waits = [wait_before_try(tries) for tries in range(1, MOST_TRIES)]
    assert waits[0] == dt.timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == dt.timedelta(hours=1)
    assert dt.timedelta(hours=3) < sum(waits, dt.timedelta()) < dt.timedelta(hours=5)


def test_a_delivery_is_asked_for_less_and_less_often_and_in_the_end_no_more() -> None:
    at: dt.datetime | None = NOW
    looks = []
    while at is not None:
        looks.append(at)
        at = find_next_look(NOW, at)
    assert 15 < len(looks) < 35
    assert looks[1] - NOW == dt.timedelta(minutes=1)
    assert looks[-1] - NOW > dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("status", "said", "problem", "is_retried", "may_have_left"),
    [
        (500, "Internal server error", MessageProblem.SERVICE_ERROR, True, True),
        (503, "", MessageProblem.SERVICE_ERROR, True, True),
        (429, "Exceeded rate limit for key type LIVE", MessageProblem.TOO_MANY, True, False),
        (400, "phone_number Number is not valid", MessageProblem.BAD_ADDRESS, False, False),
        (400, "email_address Not a valid email address", MessageProblem.BAD_ADDRESS, False, False),
        (400, "Can't send to this recipient using a team-only API key", MessageProblem.NOT_ALLOWED, False, False),
        (400, "Template not found", MessageProblem.REFUSED, False, False),
        (403, "Invalid token: API key not found", MessageProblem.WRONG_KEY, False, False),
        (404, "No result found", MessageProblem.REFUSED, False, False),
    ],
)
def test_one_table_says_what_is_tried_again(
    status: int, said: str, problem: MessageProblem, is_retried: bool, may_have_left: bool
) -> None:
    assert find_problem_of_answer(status, said) is problem
    handling = find_handling(problem)
    assert (handling.is_retried, handling.may_have_left) == (is_retried, may_have_left)


@pytest.mark.parametrize("problem", MessageProblem)
def test_every_problem_has_words_for_the_office(problem: MessageProblem) -> None:
    assert has_text(f"message-problem-{problem}")
