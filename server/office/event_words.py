"""What an event of a timeline and a problem of a submission are called. A code without words is shown as it is."""

from __future__ import annotations

from typing import Any

from server.store.timeline import TimelineEvent
from server.texts import has_text, text

# What came of an operation is worth a word only when it was not simply done.
_WORTH_SAYING = frozenset({"conflict", "waiting", "review"})


def event_words(event: TimelineEvent) -> str:
    """One event in words."""
    if event.code.startswith("contact."):
        return _named(event.code.replace(".", "-"), event.code)
    name = f"event-{event.code.replace('.', '-')}"
    kind = event.detail.get("kind")
    if kind and has_text(name):
        return text(name, kind=_named(f"alert-kind-{kind}", str(kind)))
    words = _named(name, event.code)
    if event.fields:
        fields = ", ".join(field.replace("_", " ") for field in event.fields)
        words = text("event-fields", event=words, fields=fields)
    if event.verdict in _WORTH_SAYING:
        words = text("event-verdict", event=words, verdict=text(f"verdict-{event.verdict}"))
    return words


def problem_words(problem: Any) -> str:
    """One finding of a submission's checks: a sentence, or a mapping with its parts."""
    if isinstance(problem, dict):
        said = problem.get("message") or problem.get("reason") or problem.get("kind")
        where = problem.get("label") or problem.get("node")
        return ": ".join(str(part) for part in (where, said) if part)
    return str(problem)


def _named(name: str, code: str) -> str:
    return text(name) if has_text(name) else code.replace(".", " ").replace("_", " ")
