"""The words people read, from Fluent catalogues (`<language>/*.ftl`): one format on the server and on the phone.

Never holds a sentence itself, and never lets a missing text pass: `text` raises MissingTextError.
"""

from __future__ import annotations

import functools
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

CATALOGUES = Path(__file__).parent
DEFAULT_LANGUAGE = "en"


class MissingTextError(LookupError):
    """A page asked for a text that no catalogue has, or forgot one of its values."""


@functools.cache
def load_bundle(language: str) -> FluentBundle:
    """Every catalogue of one language. A message that two of them define raises MissingTextError."""
    bundle = FluentBundle([language], use_isolating=False)
    seen: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            name = getattr(getattr(entry, "id", None), "name", None)
            if name is None:
                if type(entry).__name__ == "Junk":
                    raise MissingTextError(f"{path.name}: {getattr(entry, 'content', '')[:80]!r} is not Fluent")
                continue
            if name in seen:
                raise MissingTextError(f"{name} is in {seen[name]} and in {path.name}")
            seen[name] = path.name
        bundle.add_resource(resource)
    return bundle


def has_text(name: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether a catalogue of this language knows `name`."""
    return load_bundle(language).has_message(name)


def text(name: str, /, language: str = DEFAULT_LANGUAGE, **values: object) -> str:
    """The text called `name` with its values filled in; raises MissingTextError when the name or a value is missing."""
    bundle = load_bundle(language)
    if not bundle.has_message(name):
        raise MissingTextError(name)
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise MissingTextError(name)
    words, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise MissingTextError(f"{name}: {errors[0]}")
    return str(words)
