"""The words of a code list as an administrator types them: labels, order, which are offered no more, where, and a code of their own. Pure.

A code never changes and is never given twice, so that what was recorded with it says for ever what it said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.case_step import MERGED
from server.domain.change_refusal import ChangeRefusedError, read_line, read_whole_number
from server.domain.shipped_settings import CODE_LISTS, DIET_LIST, OFFICE_LIST, REFERRAL_LIST

LANGUAGES: Final = ("en", "cy")
LONGEST = 100
MOST_ENTRIES = 60
# Lists to which a council adds: no rule asks which member it is, but for some of the shipped ones (decision 0064).
GROWING: Final = frozenset({OFFICE_LIST, REFERRAL_LIST, DIET_LIST})
# Of those, whose codes are chosen in a case, so that its programme can decide.
IN_PROGRAMMES: Final = frozenset({OFFICE_LIST, REFERRAL_LIST})
_OF_THE_PROGRAM: Final = {OFFICE_LIST: frozenset({MERGED})}  # recorded, and never chosen from the list
_ANSWERS: Final = {DIET_LIST: frozenset({"yes", "no", "not_known"})}  # what a form says instead of one
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
Entry = Mapping[str, Any]
Ticked = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class CodeListWords:
    """`entries` in their order; `retired_names` of them; `only_programmes`: {code: ids} of those not offered in every programme."""

    entries: list[dict[str, Any]]
    retired_names: list[str]
    only_programmes: dict[str, list[str]]


def read_code_list(
    name: str, typed: Mapping[str, str], ticked: Ticked, entries: Sequence[Entry], programme_ids: Collection[str]
) -> CodeListWords:
    """From fields `position_<code>`, `en_<code>`, `cy_<code>`, `retired_<code>`, and `only_<code>` of `ticked`.

    Raises ChangeRefusedError with all that is wrong.
    """
    mistakes: dict[str, str] = {}
    placed: list[tuple[int, int, dict[str, Any]]] = []
    retired: list[str] = []
    only: dict[str, list[str]] = {}
    for number, entry in enumerate(entries, start=1):
        code = entry["name"]
        label = _read_label(typed, f"_{code}", mistakes)
        position = read_whole_number(typed.get(f"position_{code}", ""), 1, 999)
        if position is None:
            mistakes[f"position_{code}"] = "number"
        if typed.get(f"retired_{code}"):
            retired.append(code)
        chosen = list(ticked.get(f"only_{code}", ())) if name in IN_PROGRAMMES else []
        if set(chosen) - set(programme_ids):
            mistakes[f"only_{code}"] = "unknown"
        if chosen:
            only[code] = sorted(set(chosen))
        placed.append((position or 0, number, {"name": code, "label": label}))
    said = [entry for _, _, entry in sorted(placed, key=lambda one: one[:2])]
    for code in _find_said_twice(said, retired):
        mistakes.setdefault(f"en_{code}", "taken")
    in_use = {entry["name"] for entry in said} - set(retired)
    if not in_use - only.keys():
        mistakes["state"] = "none_everywhere" if in_use else "all_retired"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return CodeListWords(said, [entry["name"] for entry in said if entry["name"] in retired], only)


def read_new_code(
    name: str, typed: Mapping[str, str], ticked: Ticked, held: CodeListWords, programme_ids: Collection[str]
) -> tuple[str, CodeListWords]:
    """The code of fields `code`, `en`, `cy`, `position` (empty: the last) and `only`, and the list with it. Raises ChangeRefusedError."""
    mistakes: dict[str, str] = {}
    code = read_line(typed.get("code", ""))
    _check_code(name, code, held, mistakes)  # first, as the page asks
    label = _read_label(typed, "", mistakes)
    place = typed.get("position", "").strip()
    position = read_whole_number(place, 1, 999) if place else len(held.entries) + 1
    if position is None:
        mistakes["position"] = "number"
    only = sorted(set(ticked.get("only", ()))) if name in IN_PROGRAMMES else []
    if set(only) - set(programme_ids):
        mistakes["only"] = "unknown"
    entry = {"name": code, "label": label}
    if code in _find_said_twice([*held.entries, entry], held.retired_names):
        mistakes.setdefault("en", "taken")
    if name not in GROWING:
        mistakes["state"] = "closed"
    elif len(held.entries) >= MOST_ENTRIES:
        mistakes["state"] = "full"
    if mistakes or position is None:
        raise ChangeRefusedError(mistakes)
    entries = [*held.entries[: position - 1], entry, *held.entries[position - 1 :]]
    return code, CodeListWords(entries, held.retired_names, held.only_programmes | ({code: only} if only else {}))


def list_offered(held: CodeListWords, programme_id: str | None = None) -> list[str]:
    """Codes in use, in the council's order: what is offered in that programme; without one, what is offered in every programme."""
    return [
        code
        for code in (entry["name"] for entry in held.entries)
        if code not in held.retired_names
        and (code not in held.only_programmes or programme_id in held.only_programmes[code])
    ]


def say_entries(held: CodeListWords, programmes: Mapping[str, str]) -> dict[str, str]:
    """For the trail, by code: its place, its words in each language, whether it is retired, and the programmes it is kept to."""
    return {
        entry["name"]: " | ".join(
            [
                str(place),
                *entry["label"].values(),
                *(("retired",) if entry["name"] in held.retired_names else ()),
                *(f"only {programmes.get(one, one)}" for one in held.only_programmes.get(entry["name"], ())),
            ]
        )
        for place, entry in enumerate(held.entries, start=1)
    }


def find_own_words(name: str, entries: Sequence[Entry], language: str = "en") -> dict[str, str]:
    """By code, the labels that a council has put in place of the shipped ones, and those of its own codes."""
    shipped = {entry["name"]: entry["label"].get(language) for entry in CODE_LISTS.get(name, ())}
    said = {entry["name"]: entry["label"].get(language) for entry in entries}
    return {code: words for code, words in said.items() if words and words != shipped.get(code)}


def _read_label(typed: Mapping[str, str], suffix: str, mistakes: dict[str, str]) -> dict[str, str]:
    """The words of one entry in each language that has any."""
    said = {language: read_line(typed.get(f"{language}{suffix}", "")) for language in LANGUAGES}
    if not said["en"]:
        mistakes[f"en{suffix}"] = "missing"
    mistakes |= {f"{language}{suffix}": "too_long" for language, words in said.items() if len(words) > LONGEST}
    return {language: words for language, words in said.items() if words}


def _find_said_twice(entries: Sequence[Entry], retired: Collection[str]) -> list[str]:
    """Codes in use whose English words another one in use has too: nobody could say which is which."""
    in_use = {
        entry["name"]: entry["label"].get("en", "").casefold() for entry in entries if entry["name"] not in retired
    }
    words = list(in_use.values())
    return [code for code, said in in_use.items() if said and words.count(said) > 1]


def _check_code(name: str, code: str, held: CodeListWords, mistakes: dict[str, str]) -> None:
    """It can stand in a form and in a file of another program, and no entry of the list, retired or not, ever had it."""
    known = {entry["name"] for entry in (*held.entries, *CODE_LISTS.get(name, ()))}
    if not code:
        mistakes["code"] = "missing"
    elif not _CODE.fullmatch(code):
        mistakes["code"] = "form"
    elif code in _ANSWERS.get(name, frozenset()):
        mistakes["code"] = "answer"
    elif code in held.retired_names:
        mistakes["code"] = "retired"
    elif code in known | _OF_THE_PROGRAM.get(name, frozenset()):
        mistakes["code"] = "taken"
