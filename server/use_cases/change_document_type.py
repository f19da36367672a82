"""Add a document type that a programme asks for, change its words, retire it or bring it back. None is ever removed.

A request keeps the documents that it asks for, with the words as they are now: for another document another type is added.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.domain.document_type import TypeWords, make_code
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
    """Its id: `page_id`, where the page that adds it names one, so that a button pressed twice adds one. Raises ChangeRefusedError."""
    with write_transaction() as session:
        _get_programme(session, programme_id)
        types = list_types_of(session, programme_id)
        if page_id is not None and any(document_type.id == page_id for document_type in types):
            return page_id
        _check_name(types, None, words)
        document_type = DocumentType(
            id=page_id or new_id(), programme_id=programme_id, retired_at=None, version=1,
            code=code or make_code(words.names["en"], [document_type.code for document_type in types]),
            position=max((document_type.position for document_type in types), default=0) + 1, **words.as_columns(),
        )  # fmt: skip
        session.add(document_type)
        session.flush()
        _audit(
            session,
            "add",
            document_type,
            {name: (None, value) for name, value in words.as_columns().items()},
            by_id,
            at,
        )
        return document_type.id


def change_document_type(
    type_id: uuid.UUID, words: TypeWords, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> bool:
    """False where nothing differs. `seen_version` None: whatever it is now. Raises ChangeRefusedError."""
    with write_transaction() as session:
        document_type, types = _lock(session, type_id, seen_version)
        if document_type.retired_at is None:
            _check_name(types, document_type, words)
        changed = {
            name: (getattr(document_type, name), value)
            for name, value in words.as_columns().items()
            if getattr(document_type, name) != value
        }
        for name, (_, value) in changed.items():
            setattr(document_type, name, value)
        if changed:
            document_type.version += 1
            _audit(session, "change", document_type, changed, by_id, at)
        return bool(changed)


def retire_document_type(
    type_id: uuid.UUID, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """It is asked for no more; requests that ask for it go on. Raises ChangeRefusedError."""
    _set_retired(type_id, at, seen_version=seen_version, by_id=by_id, at=at)


def restore_document_type(
    type_id: uuid.UUID, *, seen_version: int | None, by_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """It can be asked for again. Raises ChangeRefusedError, also where another one has its name by now."""
    _set_retired(type_id, None, seen_version=seen_version, by_id=by_id, at=at)


def set_reminder_days(programme_id: uuid.UUID, days: str, *, by_id: uuid.UUID | None, at: dt.datetime) -> None:
    """How many days before its day a request is reminded of; 0: never. Raises ChangeRefusedError."""
    typed = days.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= MOST_REMINDER_DAYS):
        raise ChangeRefusedError({"days": "reminder_days"})
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
        document_type, types = _lock(session, type_id, seen_version)
        if (document_type.retired_at is None) is (retired_at is None):
            raise ChangeRefusedError({"state": "in_force" if retired_at is None else "retired"})
        if retired_at is None:
            _check_name(
                types,
                document_type,
                TypeWords(document_type.names, document_type.hints, document_type.tips, document_type.days),
            )
        document_type.retired_at = retired_at
        document_type.version += 1
        _audit(session, "retire" if retired_at else "restore", document_type, {}, by_id, at)


def _get_programme(session: Session, programme_id: uuid.UUID) -> Programme:
    programme = lock_programme(session, programme_id)
    if programme is None:
        raise ChangeRefusedError(NOT_FOUND)
    return programme


def _lock(session: Session, type_id: uuid.UUID, seen_version: int | None) -> tuple[DocumentType, list[DocumentType]]:
    """The type and all of its programme, which is locked: of two who change its list the second sees what the first did."""
    programme_id = find_programme_id(session, type_id)
    if programme_id is None:
        raise ChangeRefusedError(NOT_FOUND)
    _get_programme(session, programme_id)
    types = list_types_of(session, programme_id)
    document_type = next(document_type for document_type in types if document_type.id == type_id)
    if seen_version is not None and document_type.version != seen_version:
        raise ChangeRefusedError(CHANGED_MEANWHILE)
    return document_type, types


def _check_name(types: list[DocumentType], but: DocumentType | None, words: TypeWords) -> None:
    """Of two in force with one name nobody could say which is which."""
    names = {
        document_type.names["en"].casefold()
        for document_type in types
        if document_type is not but and document_type.retired_at is None
    }
    if words.names["en"].casefold() in names:
        raise ChangeRefusedError({"names_en": "name_taken"})


def _audit(
    session: Session,
    what: str,
    document_type: DocumentType,
    changed: dict[str, tuple[Any, Any]],
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    fields = {name: {"old": old, "new": new} for name, (old, new) in changed.items()}
    record_audit(
        session, action=f"document_type.{what}", at=at, user_id=by_id, entity_type=TYPE_ENTITY, entity_id=document_type.id,
        fields=fields,
    )  # fmt: skip
