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
TEMPLATES = sorted(path for part in ("office", "resident") for path in (SERVER / part / "templates").rglob("*.html"))
ASKED_IN_TEMPLATE = re.compile(r"\bt\('([a-z0-9_-]+)'[,)]")
ASKED_IN_PYTHON = re.compile(r"\b(?:text|say)\(\s*\"([a-z0-9_-]+)\"[,)]")
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
    sources = sorted(path for part in ("office", "resident") for path in (SERVER / part).glob("*.py"))
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


def test_what_residents_read_is_there_in_every_language_with_the_same_values() -> None:
    """Staff work in English; a catalogue of another language has every text of the English one of its name."""
    languages = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir() and path.name != "__pycache__")
    assert languages == ["cy", "en"]
    names = sorted(path.name for path in (CATALOGUES / "cy").glob("*.ftl"))
    assert names == sorted(path.name for path in (CATALOGUES / "en").glob("resident*.ftl") if path.stem != "residents")
    for name in names:
        english, welsh = (_messages(CATALOGUES / language / name) for language in ("en", "cy"))
        assert len(english) > 30
        assert english == welsh


def _messages(path: Path) -> dict[str, set[str]]:
    """Each text with the names of its values."""
    load_bundle(path.parent.name)  # raises on anything that is not Fluent
    lines = re.findall(r"^([a-z][\w-]*) =(.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {name: set(re.findall(r"\$(\w+)", words)) for name, words in lines}
