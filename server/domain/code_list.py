"""The words of a code list as an administrator types them: labels, order, which are offered no more. The codes stay. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.change_refusal import ChangeRefusedError, read_line, read_whole_number
from server.domain.shipped_settings import CODE_LISTS

LANGUAGES: Final = ("en", "cy")
LONGEST = 100
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodeListWords:
    """`entries` in their order; `retired_names` of them."""

    entries: list[dict[str, Any]]
    retired_names: list[str]


def read_code_list(typed: Mapping[str, str], entries: Sequence[Entry]) -> CodeListWords:
    """From fields `position_<code>`, `en_<code>`, `cy_<code>` and `retired_<code>`. Raises ChangeRefusedError with all that is wrong."""
    mistakes: dict[str, str] = {}
    placed: list[tuple[int, int, dict[str, Any]]] = []
    retired: list[str] = []
    for number, entry in enumerate(entries, start=1):
        code = entry["name"]
        said = {language: read_line(typed.get(f"{language}_{code}", "")) for language in LANGUAGES}
        if not said["en"]:
            mistakes[f"en_{code}"] = "missing"
        mistakes |= {f"{language}_{code}": "too_long" for language, words in said.items() if len(words) > LONGEST}
        position = read_whole_number(typed.get(f"position_{code}", ""), 1, 999)
        if position is None:
            mistakes[f"position_{code}"] = "number"
        if typed.get(f"retired_{code}"):
            retired.append(code)
        label = {language: words for language, words in said.items() if words}
        placed.append((position or 0, number, {"name": code, "label": label}))
    taken = [entry["label"].get("en", "").casefold() for _, _, entry in placed if entry["name"] not in retired]
    for _, _, entry in placed:
        if entry["name"] not in retired and taken.count(entry["label"].get("en", "").casefold()) > 1:
            mistakes.setdefault(f"en_{entry['name']}", "taken")
    if len(retired) == len(placed):
        mistakes["state"] = "all_retired"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    ordered = [entry for _, _, entry in sorted(placed, key=lambda one: one[:2])]
    return CodeListWords(ordered, [entry["name"] for entry in ordered if entry["name"] in retired])


def find_own_words(name: str, entries: Sequence[Entry], language: str = "en") -> dict[str, str]:
    """By code, the labels that a council has put in place of the shipped ones."""
    shipped = {entry["name"]: entry["label"].get(language) for entry in CODE_LISTS.get(name, ())}
    said = {entry["name"]: entry["label"].get(language) for entry in entries}
    return {code: words for code, words in said.items() if words and words != shipped.get(code)}
