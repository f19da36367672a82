"""Passwords: what is easy to guess for somebody who knows the council, and how they are kept."""

from __future__ import annotations

import argon2
import pytest

from server.domain.password import hash_password, is_breached, is_easy_to_guess, is_outdated, is_password

ABOUT = ("olive.officer@example.org", "Olive Officer")


@pytest.mark.parametrize(
    "password",
    [
        "Doorstep2026!",
        "olive.officer",
        "OliveOlive1234",
        "password1234",
        "aaaaaaaaaaaaaaa",
        "121212121212121",
        "example.org-22",
    ],
)
def test_names_common_words_and_repetition_make_no_password(password: str) -> None:
    assert is_easy_to_guess(password, about=ABOUT)


@pytest.mark.parametrize(
    "password", ["1q2w3e4r5t6y7u", "IloveYou1234", "qwertyuiop12", "zaq12wsxcde34rfv", "qazwsxedcrfvtgbyhnujmik"]
)
def test_what_breaches_have_shown_most_often_is_no_password_in_whatever_capitals(password: str) -> None:
    assert is_breached(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "пароль из шести слов", "🦊🐻🐼🐨🐯🦁🐮🐷🐸", "x" * 256, "7kf!QzR-tower-Wd"]
)
def test_what_no_breach_has_shown_often_is_a_password(password: str) -> None:
    assert not is_breached(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "a long enough password",
        "пароль из шести слов",
        "x" * 20 + "7kf!QzR",
        "🦊🐻🐼🐨🐯🦁🐮🐷🐸",
    ],
)
def test_any_characters_make_a_password_that_is_long_and_varied(password: str) -> None:
    assert not is_easy_to_guess(password, about=ABOUT)


def test_a_password_is_kept_with_the_cost_that_owasp_advises() -> None:
    kept = argon2.extract_parameters(hash_password("correct horse battery"))
    assert (kept.type, kept.time_cost, kept.parallelism) == (argon2.Type.ID, 2, 1)
    assert kept.memory_cost >= 19 * 1024


def test_only_a_hash_of_other_parameters_is_outdated() -> None:
    assert not is_outdated(hash_password("correct horse battery"))
    assert is_outdated(argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse battery"))


def test_a_password_counts_as_it_was_typed_to_its_last_letter() -> None:
    kept = hash_password("Correct Horse Battery Staple " * 5)
    assert is_password(kept, "Correct Horse Battery Staple " * 5)
    assert not is_password(kept, ("Correct Horse Battery Staple " * 5).strip())
    assert not is_password(kept, ("Correct Horse Battery Staple " * 5).lower())
    assert not is_password(hash_password("x" * 256), "x" * 257)
