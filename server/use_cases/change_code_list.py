"""Change the words of a code list: labels, order, which are offered no more, and where. The codes stay, and so does what was recorded."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict

from server.domain.code_list import Ticked, read_code_list, say_entries
from server.store.code_lists import words_of
from server.store.programmes import list_programmes
from server.store.tables import CodeList
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import change_seen, lock_seen


def change_code_list(
    list_id: uuid.UUID,
    typed: Mapping[str, str],
    ticked: Ticked,
    *,
    seen_version: int,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> bool:
    """False where nothing differs; phones take it with their next pull. Raises ChangeRefusedError."""
    with write_transaction() as session:
        held = lock_seen(session, CodeList, list_id, seen_version)
        programmes = {str(programme.id): programme.name for programme in list_programmes(session)}
        words = read_code_list(held.name, typed, ticked, held.entries, programmes)
        before, after = say_entries(words_of(held), programmes), say_entries(words, programmes)
        said = {code: (before.get(code), words) for code, words in after.items() if before.get(code) != words}
        return change_seen(session, held, asdict(words), action="code_list.change", by_id=by_id, at=at, said=said)
