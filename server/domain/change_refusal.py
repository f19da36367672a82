"""Why a change of what the office is set up with is refused: the field, and the reason that the page says in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping


class ChangeRefusedError(ValueError):
    """Nothing was changed. `mistakes`: {field: reason}; the field `state` stands for the whole thing, not for a part of it."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {reason}" for field, reason in mistakes.items()))
        self.mistakes = dict(mistakes)


NOT_FOUND = {"state": "not_found"}
CHANGED_MEANWHILE = {"state": "changed_meanwhile"}


def read_version(typed: str) -> int:
    """The version that a page showed; one that names none has seen none that ever was."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def read_line(typed: str) -> str:
    """One line as people type it: no line breaks, no double spaces."""
    return " ".join(typed.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").split())


def read_whole_number(typed: str, least: int, most: int) -> int | None:
    """The number, or None where it is none or out of bounds."""
    said = typed.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 and least <= int(said) <= most else None
