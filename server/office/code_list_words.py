"""What a council has put in place of ours in its code lists: words, codes of its own, which are offered. Read once for a page that shows any."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Final

from flask import g
from sqlalchemy.orm import Session

from server.domain.code_list import find_own_words, list_offered
from server.domain.shipped_settings import OFFICE_LIST, REFERRAL_LIST
from server.store.code_lists import list_code_lists, words_of
from server.store.tables import CodeList
from server.store.unit_of_work import read_now

# group of words -> list
CODE_LIST_OF: Final = {
    "outcome": "visit_outcome",
    "contact": "contact_outcome",
    "case-closed": OFFICE_LIST,
    "referral": REFERRAL_LIST,
}


def own_words(name: str) -> Mapping[str, str]:
    """By code, of the list called `name`; empty where nothing was changed."""
    found: dict[str, Mapping[str, str]] = g.setdefault("own_words", {})
    if name not in found:
        held = _lists().get(name)
        found[name] = find_own_words(name, held.entries) if held is not None else {}
    return found[name]


def offered_codes(name: str, known: Iterable[str], programme_id: uuid.UUID | None = None) -> list[str]:
    """The codes to choose from: the council's order, without those it retired or keeps to other programmes.

    Without `programme_id` those that are offered in every programme.
    """
    held = _lists().get(name)
    if held is None:
        return list(known)
    return list_offered(words_of(held), str(programme_id) if programme_id else None)


def every_code(name: str, known: Iterable[str]) -> dict[str, bool]:
    """Each code that can have been recorded, and whether it is in use: in the council's order, the retired ones last."""
    held = _lists().get(name)
    if held is None:
        return dict.fromkeys(known, True)
    codes = {entry["name"]: entry["name"] not in held.retired_names for entry in held.entries}
    return dict(sorted(codes.items(), key=lambda one: not one[1]))


def hold_code_lists(session: Session) -> None:
    """Read them with the page's own session, where words are said while that is open."""
    if "code_lists" not in g:
        g.code_lists = {one.name: one for one in list_code_lists(session) if one.programme_id is None}


def _lists() -> dict[str, CodeList]:
    if "code_lists" not in g:
        with read_now() as session:
            hold_code_lists(session)
    found: dict[str, CodeList] = g.code_lists
    return found
