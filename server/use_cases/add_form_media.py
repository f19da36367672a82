"""Add pictures, sounds and films to an uploaded form that waits: each for itself, by the name that the form gives it.

What is refused is said in words and keeps nothing else out. A published version is out of reach from here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from server.attachments.byte_store import ByteStore, form_medium_key
from server.attachments.media_checks import DAMAGED, EMPTY, UNKNOWN, look_at_medium
from server.domain.form_medium import (
    MEGABYTE,
    MOST_FILE_BYTES,
    MOST_FORM_BYTES,
    FormMedium,
    NamedMedium,
    medium_json,
    read_media,
    same_name,
)
from server.forms.named_media import list_named_media
from server.store.audit_writes import record_audit
from server.store.forms import get_upload
from server.store.unit_of_work import read_snapshot, write_transaction

_KINDS = {
    "image": "a picture in JPEG, PNG, WebP or GIF",
    "audio": "a sound in MP3, M4A, WAV or Ogg",
    "video": "a film in MP4 or WebM",
}
_FAULTS = {
    EMPTY: "“{name}” is empty.",
    UNKNOWN: "“{name}” is not {what}, which the form has it as.",
    DAMAGED: "“{name}” is damaged, ends too early, or holds something besides.",
}


@dataclass(frozen=True, slots=True)
class SentMedium:
    """A file of the request, under the last part of the name it came with; `content` may be cut behind MOST_FILE_BYTES."""

    name: str
    content: bytes


def add_form_media(
    store: ByteStore, upload_id: uuid.UUID, sent: Iterable[SentMedium], *, user_id: uuid.UUID, now: dt.datetime
) -> list[str]:
    """Keep what can be kept, in place of files of the same names; returns a sentence for each that cannot.

    Raises FormNotFoundError for an upload that is published or gone. The same files again change nothing.
    """
    with read_snapshot() as session:
        named = list_named_media(get_upload(session, upload_id).xform)
    problems: list[str] = []
    good: list[FormMedium] = []
    for file in sent:
        looked = _look_at(file, named)
        if isinstance(looked, str):
            problems.append(looked)
            continue
        _write(store, looked, file.content)
        good.append(looked)
    if good:
        with write_transaction() as session:
            upload = get_upload(session, upload_id, lock=True)
            before = read_media(upload.media)
            after, too_much = _fit_in(before, good)
            problems += too_much
            if after != before:
                upload.media = [medium_json(one) for one in after]
                names = {"old": [one.name for one in before], "new": [one.name for one in after]}
                record_audit(
                    session,
                    action="form.add_media",
                    at=now,
                    user_id=user_id,
                    entity_type="form_upload",
                    entity_id=upload.id,
                    fields={"media": names},
                )
    return problems


def _look_at(file: SentMedium, named: list[NamedMedium]) -> FormMedium | str:
    """What is kept of it, or why it cannot be."""
    wanted = next((one for one in named if same_name(one.name, file.name)), None)
    if wanted is None:
        alike = next((one.name for one in named if same_name(one.name.lower(), file.name.lower())), None)
        hint = f" It names “{alike}”: capital letters count." if alike else ""
        return f"The form names no file “{file.name}”, so it was not taken.{hint}"
    if len(file.content) > MOST_FILE_BYTES:
        return f"“{wanted.name}” is larger than {MOST_FILE_BYTES // MEGABYTE} MB. Phones carry it: make it smaller."
    finding = look_at_medium(file.content, wanted.kind)
    if finding.fault or finding.content_type is None:
        return _FAULTS[finding.fault or UNKNOWN].format(name=wanted.name, what=_KINDS[wanted.kind])
    return FormMedium(
        name=wanted.name,
        kind=wanted.kind,
        sha256=hashlib.sha256(file.content).hexdigest(),
        md5=hashlib.md5(file.content, usedforsecurity=False).hexdigest(),  # OpenRosa's manifest asks for it
        content_type=finding.content_type,
        size=len(file.content),
    )


def _fit_in(before: list[FormMedium], good: Iterable[FormMedium]) -> tuple[list[FormMedium], list[str]]:
    """What the form has then, and what did not fit in any more."""
    after = {one.name: one for one in before}
    problems = []
    for one in good:
        others = sum(other.size for other in after.values() if other.name != one.name)
        if others + one.size > MOST_FORM_BYTES:
            most = MOST_FORM_BYTES // MEGABYTE
            problems.append(f"With “{one.name}” the form’s files would be more than {most} MB. It was not taken.")
        elif one.name not in after or after[one.name].sha256 != one.sha256:
            after[one.name] = one
    return list(after.values()), problems


def _write(store: ByteStore, medium: FormMedium, content: bytes) -> None:
    """Before anything names it. The same bytes again rest in the same place."""
    writer = store.start(form_medium_key(medium.sha256))
    try:
        writer.write(content)
        writer.finish()
    finally:
        writer.discard()
