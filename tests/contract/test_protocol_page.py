"""docs/sync-protocol.md names every word of the wire that the code has, and no contract fixture that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from server.domain.operation import ENTITY_TYPES_BY_KIND, KNOWN_KEYS
from server.domain.phone_rows import PHONE_FIELDS
from server.domain.words import AlertKind, SettlementDecision, Verdict

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/sync-protocol.md").read_text()
FIXTURES = {file.name for file in (ROOT / "tests/contract/wire").glob("*.json")}
REASON = re.compile(r"\b(?:review|wait)\(\s*\"(\w+)\"|Decision\(Verdict\.\w+, \"(\w+)\"|Unreadable\(\"(\w+)\"")


def complain_of_words(page: str, words: Iterable[str]) -> list[str]:
    """Words that the page names nowhere; a row of a table or a list of fields counts."""
    return [word for word in sorted(words) if not re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.]\w)", page)]


def find_line(start: str) -> str:
    return next(line for line in PAGE.splitlines() if line.startswith(start))


def list_reasons() -> set[str]:
    sources = [
        file.read_text() for folder in ("domain", "use_cases") for file in (ROOT / "server" / folder).glob("*.py")
    ]
    return {word for source in sources for found in REASON.findall(source) for word in found if word}


@pytest.mark.parametrize("kind", ENTITY_TYPES_BY_KIND)
def test_each_kind_stands_in_the_table_with_what_it_is_about(kind: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| ") and f"`{kind}`" in line.split("|")[1])
    about = row.split("|")[2]
    assert "the conflict's row" in about or complain_of_words(about, ENTITY_TYPES_BY_KIND[kind]) == []


@pytest.mark.parametrize("row_type", PHONE_FIELDS)
def test_each_row_that_reaches_a_phone_is_there_with_its_fields(row_type: str) -> None:
    assert complain_of_words(find_line(f"| `{row_type}` |"), PHONE_FIELDS[row_type]) == []


def test_every_reason_verdict_key_and_alert_is_named() -> None:
    words = list_reasons()
    assert {"late_report", "missing_after", "conflict_moved", "wrong_shape"} <= words
    assert complain_of_words(PAGE, words | set(Verdict) | set(AlertKind) | set(SettlementDecision) | KNOWN_KEYS) == []


def test_its_examples_are_the_contract_fixtures() -> None:
    named = set(re.findall(r"`(\w+\.json)`", PAGE))
    assert named == FIXTURES


def test_the_rule_sees_a_word_that_is_missing() -> None:
    assert complain_of_words("| visit | planned_on, status |", ["planned_on", "late_reports"]) == ["late_reports"]
    assert complain_of_words("planned_only", ["planned_on"]) == ["planned_on"]
