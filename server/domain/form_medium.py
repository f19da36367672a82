"""A picture, sound or film that a form's labels show: what is known of it beside its bytes, and how much a phone must carry.

Pure. The kinds are the folders that an XForm names: jr://images, jr://audio, jr://video (ODK XForms, media).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1024 * 1024
MOST_FILE_BYTES = 5 * MEGABYTE
MOST_FORM_BYTES = 20 * MEGABYTE

# What a phone is told of a file; the rest is for the office and for ODK Collect.
PHONE_MEDIUM = ("name", "sha256", "content_type", "size")


@dataclass(frozen=True, slots=True)
class NamedMedium:
    """A file that a form names; `kind` is image, audio or video."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class FormMedium:
    """A file that is here. `from_version` is the label of the version it was taken over from, None where it was sent."""

    name: str
    kind: str
    sha256: str
    md5: str
    content_type: str
    size: int
    from_version: str | None = None


def medium_json(medium: FormMedium) -> dict[str, Any]:
    """As it is kept beside its form."""
    return asdict(medium)


def read_media(stored: Iterable[Mapping[str, Any]]) -> list[FormMedium]:
    """What `medium_json` wrote, in its order."""
    return [FormMedium(**one) for one in stored]


def phone_media(stored: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As much of it as a phone needs."""
    return [{name: one[name] for name in PHONE_MEDIUM} for one in stored]


def same_name(one: str, other: str) -> bool:
    """Whether two file names are the same to a person: some systems take an accented letter apart (Unicode NFD)."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def take_over(named: Iterable[NamedMedium], before: Iterable[FormMedium], version_label: str) -> list[FormMedium]:
    """Of the files of the version before, those that the new form names too, for the same kind of use."""
    wanted = {(one.name, one.kind) for one in named}
    return [
        FormMedium(one.name, one.kind, one.sha256, one.md5, one.content_type, one.size, version_label)
        for one in before
        if (one.name, one.kind) in wanted
    ]
