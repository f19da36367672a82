"""The document types that each programme asks for: the list, a new one, its words in both languages, retiring, its history."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.document_type import LONGEST, PARTS, read_type_words
from server.domain.evidence import LANGUAGES, MOST_DUE_DAYS, MOST_REMINDER_DAYS, read_reminder_days, words_in
from server.domain.operation import parse_id
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now, seen_version
from server.store.database import new_id
from server.store.document_type_history import TypeChange, list_type_changes
from server.store.document_types import list_all_document_types
from server.store.tables import DocumentType, Programme
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_document_type import (
    add_document_type,
    change_document_type,
    restore_document_type,
    retire_document_type,
    set_reminder_days,
)

Answer = Response | str | tuple[str, int]
_USUAL_DAYS = "14"


@office.get("/document-types")
@allowed("document_types.edit")
def document_types_page() -> str:
    """Every programme's list, and how long before its day a request is reminded of."""
    return _show_list({})


@office.post("/document-types/programmes/<uuid:programme_id>/reminder")
@allowed("document_types.edit")
def set_reminder(programme_id: uuid.UUID) -> Answer:
    """So many days before, or never."""
    try:
        set_reminder_days(programme_id, request.form.get("days", ""), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        if refusal.mistakes.get("state") == "not_found":
            abort(404)
        return _show_list({f"days-{programme_id}": _words_of("days", refusal.mistakes["days"])}), 422
    flash(text("document-type-done-reminder"), "done")
    return redirect(url_for("office.document_types_page"), 303)


@office.get("/document-types/programmes/<uuid:programme_id>/new")
@allowed("document_types.edit")
def new_document_type_page(programme_id: uuid.UUID) -> str:
    """Its words."""
    return _show_new(programme_id, {})


@office.post("/document-types/programmes/<uuid:programme_id>/new")
@allowed("document_types.edit")
def add_new_document_type(programme_id: uuid.UUID) -> Answer:
    """It can be asked for from now on."""
    try:
        words = read_type_words(request.form)
        page_id = parse_id(request.form.get("page_id", ""))
        add_document_type(programme_id, words, by_id=me().user_id, at=now(), page_id=page_id)
    except ChangeRefusedError as refusal:
        return _refuse(refusal, lambda errors: _show_new(programme_id, errors))
    flash(text("document-type-done-add"), "done")
    return redirect(url_for("office.document_types_page"), 303)


@office.get("/document-types/<uuid:type_id>")
@allowed("document_types.edit")
def document_type_page(type_id: uuid.UUID) -> str:
    """One document type: its words as they are, and what was changed by whom."""
    return _show_one(type_id, {})


@office.post("/document-types/<uuid:type_id>")
@allowed("document_types.edit")
def save_document_type(type_id: uuid.UUID) -> Answer:
    """Other words, from now on also in requests that ask for it."""
    try:
        words = read_type_words(request.form)
        change_document_type(type_id, words, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return _refuse(refusal, lambda errors: _show_one(type_id, errors))
    return _done(type_id, "change")


@office.post("/document-types/<uuid:type_id>/retire")
@allowed("document_types.edit")
def retire_type(type_id: uuid.UUID) -> Answer:
    """It is asked for no more."""
    try:
        retire_document_type(type_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return _refuse(refusal, lambda errors: _show_one(type_id, errors))
    return _done(type_id, "retire")


@office.post("/document-types/<uuid:type_id>/restore")
@allowed("document_types.edit")
def restore_type(type_id: uuid.UUID) -> Answer:
    """It can be asked for again."""
    try:
        restore_document_type(type_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return _refuse(refusal, lambda errors: _show_one(type_id, errors))
    return _done(type_id, "restore")


def _done(type_id: uuid.UUID, what: str) -> Response:
    flash(text(f"document-type-done-{what}"), "done")
    return redirect(url_for("office.document_type_page", type_id=type_id), 303)


def _refuse(refusal: ChangeRefusedError, show: Callable[[dict[str, str]], str]) -> tuple[str, int]:
    state = refusal.mistakes.get("state")
    if state == "not_found":
        abort(404)
    errors = {field: _words_of(field, reason) for field, reason in refusal.mistakes.items()}
    return show(errors), 409 if state else 422


def _words_of(field: str, reason: str) -> str:
    part = field.partition("_")[0]
    most = {"days": MOST_DUE_DAYS, "reminder_days": MOST_REMINDER_DAYS}.get(reason) or LONGEST.get(part, 0)
    name = f"{reason}-{part}" if reason == "missing" else reason
    return text(f"document-type-refused-{name}", most=most)


def _show_list(errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        programmes = list_all_document_types(session)
    return render_template(
        "evidence/document_types.html",
        programmes=[
            (
                programme,
                read_reminder_days(programme.settings),
                [(document_type, words_in(document_type.names, "en")) for document_type in types],
            )
            for programme, types in programmes
        ],
        errors=errors,
        typed=request.form.get("days", ""),
        most_days=MOST_REMINDER_DAYS,
    )


def _show_new(programme_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        programme = session.get(Programme, programme_id)
    if programme is None:
        abort(404)
    return _show_form(
        programme, None, errors, request.form or {"days": _USUAL_DAYS},
        page_id=parse_id(request.form.get("page_id", "")) or new_id(),
    )  # fmt: skip


def _show_one(type_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        document_type = session.get(DocumentType, type_id)
        if document_type is None:
            abort(404)
        programme = session.get_one(Programme, document_type.programme_id)
        changes = [_describe_change(change) for change in list_type_changes(session, type_id)]
    is_words = "names_en" in request.form and "state" not in errors  # what somebody else changed is shown as it is now
    return _show_form(
        programme, document_type, errors, request.form if is_words else _typed_of(document_type), changes=changes
    )


def _show_form(
    programme: Programme,
    document_type: DocumentType | None,
    errors: dict[str, str],
    typed: Mapping[str, str],
    **more: Any,
) -> str:
    return render_template(
        "evidence/document_type.html",
        programme=programme,
        document_type=document_type,
        name=words_in(document_type.names, "en") if document_type else "",
        typed=typed,
        errors=errors,
        longest=LONGEST,
        most_days=MOST_DUE_DAYS,
        **more,
    )


def _typed_of(document_type: DocumentType) -> dict[str, str]:
    words = {
        f"{part}_{language}": getattr(document_type, part).get(language, "") for part in PARTS for language in LANGUAGES
    }
    return words | {"days": str(document_type.days)}


def _describe_change(change: TypeChange) -> dict[str, Any]:
    """When, by whom, what; of words that were changed the old and the new."""
    lines = []
    for part, values in change.entry.fields.items():
        old, new = values["old"], values["new"]
        if part == "days":
            lines.append((text("document-type-days"), old, new))
            continue
        for language in LANGUAGES:
            before, after = (old or {}).get(language), (new or {}).get(language)
            if before != after:
                lines.append((text(f"document-type-{part}-{language}"), before, after))
    what = change.entry.action.rpartition(".")[2]
    return {"at": change.entry.at, "by": change.by, "what": text(f"document-type-event-{what}"), "lines": lines}
