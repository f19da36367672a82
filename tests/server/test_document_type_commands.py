"""`flask document-types`: what is shown can be loaded again, and a file that is wrong changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.document_type_commands import document_types
from server.store.tables import AuditEntry, DocumentType
from server.use_cases.ensure_document_types import ensure_document_types
from tests.factories.borough import add_programme

BADGE: dict[str, Any] = {
    "code": "blue_badge", "names": {"en": "Blue badge", "cy": "Bathodyn glas"}, "hints": {"en": "Both sides."},
    "tips": {"en": "Lay it flat."}, "days": 10,
}  # fmt: skip


@pytest.fixture
def code(app: Flask, session: Session) -> str:
    """A programme with the shipped types."""
    code = add_programme(session).code
    session.commit()
    with app.app_context():
        ensure_document_types()
    return code


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(document_types, arguments)


def load(app: Flask, code: str, folder: Path, lines: Any) -> Result:
    file = folder / "types.json"
    file.write_text(lines if isinstance(lines, str) else json.dumps(lines), encoding="utf-8")
    return run(app, "load", code, str(file))


def test_what_is_shown_is_loaded_again_and_changes_nothing(
    app: Flask, session: Session, code: str, tmp_path: Path
) -> None:
    shown = run(app, "show", code).output
    assert len(json.loads(shown)) == 9
    loaded = load(app, code, tmp_path, shown)
    assert (loaded.exit_code, loaded.output.count("as it was.")) == (0, 9)
    assert session.scalars(select(AuditEntry).where(AuditEntry.entity_type == "document_type")).all() == []


def test_a_file_adds_and_changes_and_a_type_is_retired_and_brought_back(app: Flask, code: str, tmp_path: Path) -> None:
    income = {**BADGE, "code": "proof_of_income", "names": {"en": "Payslip"}}
    assert load(app, code, tmp_path, [BADGE, income]).output == "blue_badge: added.\nproof_of_income: changed.\n"
    assert run(app, "retire", code, "blue_badge").exit_code == 0
    assert "retired already" in run(app, "retire", code, "blue_badge").output
    by_code = {line["code"]: line for line in json.loads(run(app, "show", code).output)}
    assert (by_code["blue_badge"]["retired"], by_code["proof_of_income"]["names"]) == (True, {"en": "Payslip"})
    assert run(app, "restore", code, "blue_badge").exit_code == 0
    assert "retired" not in json.loads(run(app, "show", code).output)[-1]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("{", "is no JSON"),
        ({}, "must hold a list"),
        ([BADGE, {"code": "a b"}], "Entry 2 has no code"),
        ([BADGE, BADGE], "twice"),
        ([BADGE, {**BADGE, "code": "c", "names": "x"}], '"names" must be words by language'),
        ([BADGE, {**BADGE, "code": "c", "names": {"fr": "x"}}], "no texts in fr"),
        ([BADGE, {**BADGE, "code": "c", "days": 0}], "days"),
        ([BADGE, {**BADGE, "code": "c", "hints": {"cy": "x"}}], "hints_en: missing"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_words_and_adds_nothing(
    app: Flask, session: Session, code: str, tmp_path: Path, lines: Any, words: str
) -> None:
    refused = load(app, code, tmp_path, lines)
    assert refused.exit_code == 1
    assert words in refused.output
    assert session.scalars(select(DocumentType).where(DocumentType.code == "blue_badge")).all() == []


def test_a_programme_or_a_type_that_is_not_there_is_named(app: Flask, code: str) -> None:
    assert f"There is no programme nothing. There are: {code}." in run(app, "show", "nothing").output
    assert "has no document type nothing" in run(app, "retire", code, "nothing").output
