"""Add a code of the council's own to a list that grows. It can be chosen at once, and is never removed: retiring it is `change_code_list.py`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict

from server.domain.change_refusal import CHANGED_MEANWHILE, ChangeRefusedError
from server.domain.code_list import CodeListWords, Ticked, read_new_code, say_entries
from server.store.code_lists import words_of
from server.store.programmes import list_programmes
from server.store.tables import CodeList
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import change_seen, lock_seen


def add_code(
    list_id: uuid.UUID,
    typed: Mapping[str, str],
    ticked: Ticked,
    *,
    seen_version: int,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> str:
    """The code. A button pressed twice adds one; whoever saw the list before another change is told. Raises ChangeRefusedError."""
    with write_transaction() as session:
        held = lock_seen(session, CodeList, list_id, None)
        before = words_of(held)
        if held.version != seen_version:
            if code := _find_added(before, typed):
                return code
            raise ChangeRefusedError(CHANGED_MEANWHILE)
        programmes = {str(programme.id): programme.name for programme in list_programmes(session)}
        code, words = read_new_code(held.name, typed, ticked, before, programmes)
        said = {code: (None, say_entries(words, programmes)[code])}
        change_seen(session, held, asdict(words), action="code_list.add", by_id=by_id, at=at, said=said)
        return code


def _find_added(held: CodeListWords, typed: Mapping[str, str]) -> str | None:
    """The code that this very page has added a moment ago: the same code in the same words."""
    said = (typed.get("code", "").strip(), " ".join(typed.get("en", "").split()))
    return next((entry["name"] for entry in held.entries if (entry["name"], entry["label"].get("en")) == said), None)
