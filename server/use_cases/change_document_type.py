"""Add a kind of document that a programme asks for, change its words, retire it or bring it back. None is ever removed.

A request keeps the documents that it asks for, with the words as they are now: for another document another type is added.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.domain.document_type import TypeRefusedError, TypeWords, make_code
from server.domain.evidence import MOST_REMINDER_DAYS
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.document_type_history import REMINDER_ENTITY, TYPE_ENTITY
from server.store.document_types import find_programme_id, list_types_of
from server.store.programmes import lock_programme
from server.store.tables import DocumentType, Programme
from server.store.unit_of_work import write_transaction


def add_document_type(
    programme_id: uuid.UUID,
    words: TypeWords,
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
    page_id: uuid.UUID | None = None,
    code: str | None = None,
) -> uuid.UUID:
    """Its id: `page_id`, where the page that adds it names one, so that a button pressed twice adds one. Raises TypeRefusedError."""
    with write_transaction() as session:
        _get_programme(session, programme_id)
        kinds = list_types_of(session, programme_id)
        if page_id is not None and any(kind.id == page_id for kind in kinds):
            return page_id
        _check_name(kinds, None, words)
        kind = DocumentType(
            id=page_id or new_id(), programme_id=programme_id, retired_at=None, version=1,
            code=code or make_code(words.names["en"], [kind.code for kind in kinds]),
            position=max((kind.position for kind in kinds), default=0) + 1, **words.as_columns(),
        )  # fmt: skip
        session.add(kind)
        session.flush()
        _audit(session, "add", kind, {name: (None, value) for name, value in words.as_columns().items()}, by_id, at)
        return kind.id


def change_document_type(
    type_id: uuid.UUID, words: TypeWords, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> bool:
    """False where nothing differs. `seen_version` None: whatever it is now. Raises TypeRefusedError."""
    with write_transaction() as session:
        kind, kinds = _lock(session, type_id, seen_version)
        if kind.retired_at is None:
            _check_name(kinds, kind, words)
        changed = {
            name: (getattr(kind, name), value)
            for name, value in words.as_columns().items()
            if getattr(kind, name) != value
        }
        for name, (_, value) in changed.items():
            setattr(kind, name, value)
        if changed:
            kind.version += 1
            _audit(session, "change", kind, changed, by_id, at)
        return bool(changed)


def retire_document_type(
    type_id: uuid.UUID, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """It is asked for no more; requests that ask for it go on. Raises TypeRefusedError."""
    _set_retired(type_id, at, seen_version=seen_version, by_id=by_id, at=at)


def restore_document_type(
    type_id: uuid.UUID, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """It can be asked for again. Raises TypeRefusedError, also where another one has its name by now."""
    _set_retired(type_id, None, seen_version=seen_version, by_id=by_id, at=at)


def set_reminder_days(programme_id: uuid.UUID, days: str, *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """How many days before its day a request is reminded of; 0: never. Raises TypeRefusedError."""
    typed = days.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= MOST_REMINDER_DAYS):
        raise TypeRefusedError({"days": "reminder_days"})
    with write_transaction() as session:
        programme = _get_programme(session, programme_id)
        old = programme.settings.get("evidence_reminder_days")
        if old != int(typed):
            programme.settings = {**programme.settings, "evidence_reminder_days": int(typed)}
            record_audit(
                session, action="programme.reminder_days", at=at, user_id=by_id, entity_type=REMINDER_ENTITY,
                entity_id=programme_id, fields={"evidence_reminder_days": {"old": old, "new": int(typed)}},
            )  # fmt: skip


def _set_retired(
    type_id: uuid.UUID,
    retired_at: dt.datetime | None,
    *,
    seen_version: int | None,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    with write_transaction() as session:
        kind, kinds = _lock(session, type_id, seen_version)
        if (kind.retired_at is None) is (retired_at is None):
            raise TypeRefusedError({"state": "in_force" if retired_at is None else "retired"})
        if retired_at is None:
            _check_name(kinds, kind, TypeWords(kind.names, kind.hints, kind.tips, kind.days))
        kind.retired_at = retired_at
        kind.version += 1
        _audit(session, "retire" if retired_at else "restore", kind, {}, by_id, at)


def _get_programme(session: Session, programme_id: uuid.UUID) -> Programme:
    programme = lock_programme(session, programme_id)
    if programme is None:
        raise TypeRefusedError({"state": "not_found"})
    return programme


def _lock(session: Session, type_id: uuid.UUID, seen_version: int | None) -> tuple[DocumentType, list[DocumentType]]:
    """The type and all of its programme, which is locked: of two who change its list the second sees what the first did."""
    programme_id = find_programme_id(session, type_id)
    if programme_id is None:
        raise TypeRefusedError({"state": "not_found"})
    _get_programme(session, programme_id)
    kinds = list_types_of(session, programme_id)
    kind = next(kind for kind in kinds if kind.id == type_id)
    if seen_version is not None and kind.version != seen_version:
        raise TypeRefusedError({"state": "changed_meanwhile"})
    return kind, kinds


def _check_name(kinds: list[DocumentType], but: DocumentType | None, words: TypeWords) -> None:
    """Of two in force with one name nobody could say which is which."""
    names = {kind.names["en"].casefold() for kind in kinds if kind is not but and kind.retired_at is None}
    if words.names["en"].casefold() in names:
        raise TypeRefusedError({"names_en": "name_taken"})


def _audit(
    session: Session,
    what: str,
    kind: DocumentType,
    changed: dict[str, tuple[Any, Any]],
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    fields = {name: {"old": old, "new": new} for name, (old, new) in changed.items()}
    record_audit(
        session, action=f"document_type.{what}", at=at, user_id=by_id, entity_type=TYPE_ENTITY, entity_id=kind.id,
        fields=fields,
    )  # fmt: skip
