"""Every text a page asks for is in a catalogue, and no page carries words of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from server.domain.review import REVIEW_RULES
from server.domain.words import AlertKind, ReviewState, Role, VisitOutcome, VisitStatus
from server.texts import CATALOGUES, MissingTextError, Opening, has_text, load_bundle, text

SERVER = CATALOGUES.parent
TEMPLATES = sorted((SERVER / "office" / "templates").rglob("*.html"))
ASKED_IN_TEMPLATE = re.compile(r"\bt\('([a-z0-9_-]+)'[,)]")
ASKED_IN_PYTHON = re.compile(r"\btext\(\s*\"([a-z0-9_-]+)\"[,)]")
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|&[a-z]+;", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_text_that_a_template_asks_for_exists(template: Path) -> None:
    asked = set(ASKED_IN_TEMPLATE.findall(template.read_text(encoding="utf-8")))
    assert [name for name in sorted(asked) if not has_text(name)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_words_of_its_own(template: Path) -> None:
    tokens = Environment(autoescape=True).lex(template.read_text(encoding="utf-8"))
    # An expression inside a tag stands for its value, so that the tag around it is still seen whole.
    page = "".join(value if kind == "data" else "·" for _, kind, value in tokens if kind in ("data", "variable_begin"))
    assert re.findall(r"[A-Za-z]{2,}", MARKUP.sub(" ", page)) == []


def test_every_text_that_the_pages_code_asks_for_exists() -> None:
    sources = sorted((SERVER / "office").glob("*.py"))
    assert sources
    asked = {name for source in sources for name in ASKED_IN_PYTHON.findall(source.read_text(encoding="utf-8"))}
    assert asked
    assert [name for name in sorted(asked) if not has_text(name)] == []


def test_every_code_has_words() -> None:
    names = [f"role-{role}" for role in Role]
    names += [f"status-{status}" for status in VisitStatus]
    names += [f"review-{state}" for state in ReviewState]
    names += [f"outcome-{outcome}" for outcome in VisitOutcome]
    names += [f"alert-kind-{kind}" for kind in AlertKind]
    names += [f"review-{part}-{action}" for action in REVIEW_RULES for part in ("action", "heading", "explain", "done")]
    assert [name for name in names if not has_text(name)] == []


def test_a_missing_text_or_value_is_an_error_never_an_empty_place() -> None:
    with pytest.raises(MissingTextError):
        text("no-such-text")
    with pytest.raises(MissingTextError):
        text("sign-in-trouble")


def test_numbers_are_counted_in_words() -> None:
    assert (text("age-hours", count=1), text("age-hours", count=3)) == ("1 hour", "3 hours")


def test_a_day_has_its_capital_only_where_it_begins_a_sentence() -> None:
    at = Opening("Today 10:42")
    assert text("alert-closed-at", at=at) == "Closed today 10:42."
    assert text("alert-raised-by", at=at, name="Olu") == "Today 10:42 by Olu"
    assert text("alert-closed-at", at="Mon 23 Nov") == "Closed Mon 23 Nov."


def test_every_language_has_the_same_texts() -> None:
    languages = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir() and path.name != "__pycache__")
    assert "en" in languages
    names = {language: _names(language) for language in languages}
    assert {language: sorted(names["en"] ^ found) for language, found in names.items() if found != names["en"]} == {}


def _names(language: str) -> set[str]:
    load_bundle(language)  # raises on anything that is not Fluent
    found = (CATALOGUES / language).glob("*.ftl")
    return {name for path in found for name in re.findall(r"^([a-z][\w-]*) =", path.read_text("utf-8"), re.MULTILINE)}
