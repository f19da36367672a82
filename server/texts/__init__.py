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


class Opening(str):
    """Words whose capital is only for the beginning of a sentence: 'Today 10:42', in one 'received today 10:42'."""

    __slots__ = ()

    @property
    def within(self) -> str:
        """As it stands inside a sentence."""
        return self[:1].lower() + self[1:]


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
    return _fill(name, language, values) if values else _words_alone(name, language)


@functools.cache
def _words_alone(name: str, language: str) -> str:
    """Most of a page are words without values, the same at each call: kept, of each no more than the catalogues have."""
    return _fill(name, language, {})


def _fill(name: str, language: str, values: dict[str, object]) -> str:
    bundle = load_bundle(language)
    if not bundle.has_message(name):
        raise MissingTextError(name)
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise MissingTextError(name)
    openings = {key: value.within for key, value in values.items() if isinstance(value, Opening)}
    formatted, errors = bundle.format_pattern(pattern, values | openings)
    if errors:
        raise MissingTextError(f"{name}: {errors[0]}")
    words = str(formatted)
    begins = any(words.startswith(opening) for opening in openings.values())
    return words[:1].upper() + words[1:] if begins else words
