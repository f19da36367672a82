"""Change the words of a code list: labels, order, which are offered no more. The codes stay, and so does what was recorded."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from server.domain.code_list import read_code_list
from server.store.tables import CodeList
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import change_seen, lock_seen


def change_code_list(
    list_id: uuid.UUID, typed: Mapping[str, str], *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs; phones take it with their next pull. Raises ChangeRefusedError."""
    with write_transaction() as session:
        held = lock_seen(session, CodeList, list_id, seen_version)
        words = read_code_list(typed, held.entries)
        before, after = (
            _say(held.entries, held.retired_names),
            _say(words.entries, words.retired_names),
        )
        said = {code: (before.get(code), words) for code, words in after.items() if before.get(code) != words}
        values = {"entries": words.entries, "retired_names": words.retired_names}
        return change_seen(session, held, values, action="code_list.change", by_id=by_id, at=at, said=said)


def _say(entries: list[dict[str, Any]], retired: list[str]) -> dict[str, str]:
    """By code: its place, its words in each language, and whether it is retired."""
    return {
        entry["name"]: " | ".join(
            [str(place), *entry["label"].values(), *(("retired",) if entry["name"] in retired else ())]
        )
        for place, entry in enumerate(entries, start=1)
    }
