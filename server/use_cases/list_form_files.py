"""What ODK Collect is given of the one form its token is for: the form list, the form, the lists it looks things up in, and
the pictures, sounds and films of its labels.

Reads only. Nothing that is somebody's own is among it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from server.attachments.byte_store import ByteStore
from server.domain.form_medium import read_media
from server.forms.collect_files import list_unserved as name_unserved
from server.forms.collect_files import make_collect_files
from server.forms.openrosa import ListedFile, ListedForm, hash_file, name_hash, write_form_list, write_manifest
from server.store.app_tokens import TokenStanding
from server.store.forms import find_current, find_form, find_version_of_form
from server.store.tables import FormVersion
from server.store.unit_of_work import read_snapshot
from server.use_cases.open_form_medium import OpenedMedium, open_medium


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses of a version's parts."""

    form: Callable[[uuid.UUID], str]
    manifest: Callable[[uuid.UUID], str]
    file: Callable[[uuid.UUID, str], str]


def list_forms(token: TokenStanding, addresses: Addresses) -> bytes:
    """The form list: the form's current version, or nothing where it is retired."""
    with read_snapshot() as session:
        form = find_form(session, token.form_id)
        version = find_current(session, form.id) if form else None
    if version is None:
        return write_form_list([])
    listed = ListedForm(
        form_id=token.form_id,
        title=version.title,
        version=version.version_label,
        xform=version.xform.encode(),
        download_url=addresses.form(version.id),
        manifest_url=addresses.manifest(version.id),
    )
    return write_form_list([listed])


def read_xform(token: TokenStanding, version_id: uuid.UUID) -> bytes | None:
    """The XForm of a version, current or retired; None where there is none."""
    version = _find(token, version_id)
    return version.xform.encode() if version else None


def list_files(token: TokenStanding, version_id: uuid.UUID, addresses: Addresses) -> bytes | None:
    """The manifest of a version."""
    version = _find(token, version_id)
    if version is None:
        return None
    made = make_collect_files(version.xform, _officer(token))
    hashes = {one.name: name_hash(one.md5) for one in read_media(version.media)}
    hashes |= {name: hash_file(content) for name, content in made.items()}
    return write_manifest(ListedFile(name, one, addresses.file(version_id, name)) for name, one in hashes.items())


def read_file(store: ByteStore, token: TokenStanding, version_id: uuid.UUID, name: str) -> OpenedMedium | None:
    """One file of the manifest."""
    version = _find(token, version_id)
    if version is None:
        return None
    made = make_collect_files(version.xform, _officer(token)).get(name)
    if made is not None:
        return OpenedMedium(made, "text/csv; charset=utf-8")
    return open_medium(store, version.media, lambda one: one.name == name)


def list_unserved(version: FormVersion) -> list[str]:
    """The lists of a version that Collect is given empty, since they are somebody's own."""
    return name_unserved(version.xform)


def _find(token: TokenStanding, version_id: uuid.UUID) -> FormVersion | None:
    with read_snapshot() as session:
        return find_version_of_form(session, token.form_ref_id, version_id)


def _officer(token: TokenStanding) -> dict[str, str]:
    return {"id": str(token.user_id), "name": token.user_name}
