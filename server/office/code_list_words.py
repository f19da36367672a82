"""The words that a council has put in place of ours in its code lists, read once for a page that shows any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import g

from server.domain.code_list import find_own_words
from server.store.code_lists import list_code_lists
from server.store.tables import CodeList
from server.store.unit_of_work import read_now

# group of words -> list
CODE_LIST_OF: Final = {
    "outcome": "visit_outcome",
    "contact-outcome": "contact_outcome",
    "case-closed": "case_closed_reason",
}


def own_words(name: str) -> Mapping[str, str]:
    """By code, of the list called `name`; empty where nothing was changed."""
    held = _lists().get(name)
    return find_own_words(name, held.entries) if held is not None else {}


def offered_codes(name: str, known: Iterable[str]) -> list[str]:
    """The codes that are offered when a list is narrowed: the council's order, without those it retired."""
    held = _lists().get(name)
    if held is None:
        return list(known)
    return [entry["name"] for entry in held.entries if entry["name"] not in held.retired_names]


def _lists() -> dict[str, CodeList]:
    if "code_lists" not in g:
        with read_now() as session:
            g.code_lists = {one.name: one for one in list_code_lists(session) if one.programme_id is None}
    found: dict[str, CodeList] = g.code_lists
    return found
