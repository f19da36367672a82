"""Change by which rules a programme's calls go on. What was recorded before keeps its next try; the next call counts by the new ones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from server.domain.call_rule_words import read_typed_call_rules, say_call_rules
from server.domain.call_rules import read_call_rules, write_call_rules
from server.store.tables import Programme
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import change_seen, lock_seen


def change_call_rules(
    programme_id: uuid.UUID, typed: Mapping[str, str], *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        programme = lock_seen(session, Programme, programme_id, seen_version)
        now_are = read_call_rules(programme.settings.get("call_rules"))
        rules = read_typed_call_rules(typed, now_are)
        before, after = say_call_rules(now_are), say_call_rules(rules)
        said = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        values = {"settings": {**programme.settings, "call_rules": write_call_rules(rules)}} if said else {}
        return change_seen(session, programme, values, action="programme.change", by_id=by_id, at=at, said=said)
