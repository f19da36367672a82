"""Change what follows an approved visit under a programme. What was approved before keeps its day; the next approval counts by the new."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from server.domain.visit_rule_words import read_typed_visit_rules, say_visit_rules
from server.domain.visit_rules import read_visit_rules, write_visit_rules
from server.store.tables import Programme
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import change_seen, lock_seen


def change_visit_rules(
    programme_id: uuid.UUID, typed: Mapping[str, str], *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        programme = lock_seen(session, Programme, programme_id, seen_version)
        rules = read_typed_visit_rules(typed)
        before, after = say_visit_rules(read_visit_rules(programme.settings.get("visit_rules"))), say_visit_rules(rules)
        said = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        values = {"settings": {**programme.settings, "visit_rules": write_visit_rules(rules)}} if said else {}
        return change_seen(session, programme, values, action="programme.change", by_id=by_id, at=at, said=said)
