"""Add a programme, change its name and rules, retire it or bring it back. None is ever removed.

A programme with cases that are not closed is not retired: somebody is still looked after under it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from server.domain.change_refusal import ChangeRefusedError
from server.domain.document_type import make_code
from server.domain.programme_rules import ProgrammeWords
from server.domain.shipped_settings import PROGRAMME_SETTINGS
from server.store.document_type_writes import save_shipped_types
from server.store.programmes import count_cases, list_programmes
from server.store.tables import Programme
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import add_once, change_seen, check_free, hold_names, lock_seen


def add_programme(words: ProgrammeWords, *, page_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime) -> None:
    """With the shipped documents and forms; a button pressed twice adds one. Raises ChangeRefusedError."""
    with write_transaction() as session:
        hold_names(session, Programme)  # the code is made of the name
        code = make_code(words.name, [one.code for one in list_programmes(session)])
        settings = {**PROGRAMME_SETTINGS, **words.settings}
        programme = Programme(id=page_id, code=code, name=words.name, settings=settings)
        said = {"name": words.name} | {field: new for field, (_, new) in _say({}, settings).items()}
        if add_once(session, programme, Programme.name, said, action="programme.add", by_id=by_id, at=at):
            save_shipped_types(session, programme.id)


def change_programme(
    programme_id: uuid.UUID, words: ProgrammeWords, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> bool:
    """False where nothing differs. Raises ChangeRefusedError."""
    with write_transaction() as session:
        programme = lock_seen(session, Programme, programme_id, seen_version)
        check_free(session, Programme.name, words.name, programme_id)
        before = dict(programme.settings)
        after = {**before, **words.settings}
        said = {"name": (programme.name, words.name)} | _say(before, after)
        values = {"name": words.name, "settings": after}
        return change_seen(session, programme, values, action="programme.change", by_id=by_id, at=at, said=said)


def retire_programme(programme_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> None:
    """No case is opened under it any more. Raises ChangeRefusedError: has_cases, retired."""
    with write_transaction() as session:
        programme = lock_seen(session, Programme, programme_id, seen_version)
        if not programme.active:
            raise ChangeRefusedError({"state": "retired"})
        if count_cases(session).get(programme_id):
            raise ChangeRefusedError({"state": "has_cases"})
        change_seen(session, programme, {"active": False}, action="programme.retire", by_id=by_id, at=at, said={})


def restore_programme(programme_id: uuid.UUID, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Cases can be opened under it again. Raises ChangeRefusedError."""
    with write_transaction() as session:
        programme = lock_seen(session, Programme, programme_id, seen_version)
        if programme.active:
            raise ChangeRefusedError({"state": "in_use"})
        change_seen(session, programme, {"active": True}, action="programme.restore", by_id=by_id, at=at, said={})


def _say(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each setting that differs; of the priority rules each rule that does, by its number."""
    said = {
        name: (before.get(name), value)
        for name, value in after.items()
        if name != "priority_rules" and before.get(name) != value
    }
    old, new = before.get("priority_rules") or [], after.get("priority_rules") or []
    for number in range(max(len(old), len(new))):
        was, now_is = (rules[number] if number < len(rules) else None for rules in (old, new))
        if was != now_is:
            said[f"priority_rule_{number + 1}"] = (_say_rule(was), _say_rule(now_is))
    return said


def _say_rule(rule: dict[str, Any] | None) -> str | None:
    if rule is None:
        return None
    bounds = "".join(f" {name} {rule[name]}" for name in ("at_least", "below") if rule.get(name) is not None)
    return f"{rule['field']}{bounds}: {rule['points']}"
