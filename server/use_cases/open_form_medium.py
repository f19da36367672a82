"""Open one of the files that a form's labels show. Reads only; who may see the form is the caller's to check."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.attachments.byte_store import ByteStore, MissingBytesError, form_medium_key
from server.domain.form_medium import FormMedium, NamedMedium, read_media
from server.forms.named_media import list_named_media
from server.store.forms import FormNotFoundError, get_upload, get_version
from server.store.unit_of_work import read_snapshot


@dataclass(frozen=True, slots=True)
class OpenedMedium:
    """The bytes, and what they are by our own finding."""

    content: bytes
    content_type: str


def list_form_media(xform: str) -> list[NamedMedium]:
    """What the form names, here or not."""
    return list_named_media(xform)


def open_version_medium(
    store: ByteStore, version_id: uuid.UUID, sha256: str, *, form_ref_id: uuid.UUID | None = None
) -> OpenedMedium | None:
    """A file of a version, current or retired, of this form where one is named; None where there is none."""
    try:
        with read_snapshot() as session:
            version = get_version(session, version_id)
    except FormNotFoundError:
        return None
    if form_ref_id not in (None, version.form_ref_id):
        return None
    return open_medium(store, version.media, lambda one: one.sha256 == sha256)


def open_upload_medium(store: ByteStore, upload_id: uuid.UUID, sha256: str) -> OpenedMedium | None:
    """A file of an upload that waits; None where there is none (any more)."""
    try:
        with read_snapshot() as session:
            upload = get_upload(session, upload_id)
    except FormNotFoundError:
        return None
    return open_medium(store, upload.media, lambda one: one.sha256 == sha256)


def open_medium(
    store: ByteStore, stored: Iterable[Mapping[str, Any]], is_wanted: Callable[[FormMedium], bool]
) -> OpenedMedium | None:
    """The first that is wanted."""
    found = next((one for one in read_media(stored) if is_wanted(one)), None)
    if found is None:
        return None
    try:
        with store.open(form_medium_key(found.sha256)) as opened:
            return OpenedMedium(opened.read(), found.content_type)
    except MissingBytesError:
        return None
