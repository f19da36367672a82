"""The commands that show, load, retire and bring back the document types of a programme: what the office page does, for files.

The file is JSON: [{"code": ..., "names": {"en": ..., "cy": ...}, "hints": {...}, "tips": {...}, "days": 14}]. `show` writes it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from server.domain.change_refusal import ChangeRefusedError
from server.domain.document_type import PARTS, TypeWords, read_type_words
from server.domain.evidence import LANGUAGES
from server.store.document_types import list_all_document_types
from server.store.tables import DocumentType
from server.store.unit_of_work import read_snapshot
from server.use_cases.change_document_type import (
    add_document_type,
    change_document_type,
    restore_document_type,
    retire_document_type,
)
from server.use_cases.import_file import utc_now

document_types = AppGroup("document-types", help="What a programme can ask residents for, as photos or documents.")


@document_types.command("show")
@click.argument("programme")
def show(programme: str) -> None:
    """Print the document types of PROGRAMME (its code) as JSON, as `load` takes it."""
    _, types = _find(programme)
    lines = [
        {
            "code": document_type.code,
            "names": document_type.names,
            "hints": document_type.hints,
            "tips": document_type.tips,
            "days": document_type.days,
        }
        | ({"retired": True} if document_type.retired_at else {})
        for document_type in types
    ]
    click.echo(json.dumps(lines, ensure_ascii=False, indent=2))


@document_types.command("load")
@click.argument("programme")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(programme: str, file: Path) -> None:
    """Add the types of FILE to PROGRAMME, and give those whose code it has the words of FILE. Removes and retires none."""
    programme_id, types = _find(programme)
    by_code = {document_type.code: document_type for document_type in types}
    for code, words in _read(file):
        known = by_code.get(code)
        try:
            if known is None:
                add_document_type(programme_id, words, code=code, by_id=None, at=utc_now())
                click.echo(f"{code}: added.")
            else:
                is_new = change_document_type(known.id, words, seen_version=None, by_id=None, at=utc_now())
                click.echo(f"{code}: changed." if is_new else f"{code}: as it was.")
        except ChangeRefusedError as refused:
            raise click.ClickException(f"{code}: {refused}. What stands above is done.") from refused


@document_types.command("retire")
@click.argument("programme")
@click.argument("code")
def retire(programme: str, code: str) -> None:
    """Ask for CODE no more; requests that ask for it go on."""
    _take_step(retire_document_type, programme, code, refused="is retired already.")
    click.echo(f"{code} is retired.")


@document_types.command("restore")
@click.argument("programme")
@click.argument("code")
def restore(programme: str, code: str) -> None:
    """Let CODE be asked for again."""
    _take_step(restore_document_type, programme, code, refused="is in use, or another one has its name by now.")
    click.echo(f"{code} can be asked for again.")


def _take_step(step: Callable[..., object], programme: str, code: str, *, refused: str) -> None:
    try:
        step(_find_type(programme, code).id, seen_version=None, by_id=None, at=utc_now())
    except ChangeRefusedError as error:
        raise click.ClickException(f"{code} {refused}") from error


def _find(code: str) -> tuple[uuid.UUID, list[DocumentType]]:
    with read_snapshot() as session:
        programmes = list_all_document_types(session)
    for programme, types in programmes:
        if programme.code == code:
            return programme.id, types
    known = ", ".join(programme.code for programme, _ in programmes) or "none"
    raise click.ClickException(f"There is no programme {code}. There are: {known}.")


def _find_type(programme: str, code: str) -> DocumentType:
    _, types = _find(programme)
    found = next((document_type for document_type in types if document_type.code == code), None)
    if found is None:
        raise click.ClickException(f"{programme} has no document type {code}.")
    return found


def _read(file: Path) -> list[tuple[str, TypeWords]]:
    """All of the file before any of it is taken. Raises ClickException in words."""
    try:
        lines = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{file} is no JSON in UTF-8: {error}") from error
    if not isinstance(lines, list):
        raise click.ClickException(f"{file} must hold a list, as `document-types show` writes it.")
    read = [_read_line(number, line) for number, line in enumerate(lines, start=1)]
    if len({code for code, _ in read}) != len(read):
        raise click.ClickException("A code stands there twice.")
    return read


def _read_line(number: int, line: Any) -> tuple[str, TypeWords]:
    code = line.get("code") if isinstance(line, dict) else None
    if not isinstance(code, str) or not code.isidentifier() or not code.isascii() or len(code) > 40:
        raise click.ClickException(f"Entry {number} has no code of at most 40 letters, digits and underscores.")
    typed = {"days": str(line.get("days", ""))}
    for part in PARTS:
        words = line.get(part)
        if not isinstance(words, dict) or not all(isinstance(said, str) for said in words.values()):
            raise click.ClickException(
                f'{code}: "{part}" must be words by language, like {{"en": "...", "cy": "..."}}.'
            )
        if unknown := sorted(set(words) - set(LANGUAGES)):
            raise click.ClickException(f"{code}: Doorstep has no texts in {', '.join(unknown)}.")
        typed |= {f"{part}_{language}": said for language, said in words.items()}
    try:
        return code, read_type_words(typed)
    except ChangeRefusedError as refused:
        raise click.ClickException(f"{code}: {refused}.") from refused
