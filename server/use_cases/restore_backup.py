"""Bring an installation back from a backup: verified whole before anything is touched, the old database kept aside.

Attachments on disk that the backup does not know stay: phones are asked for what is missing under the new epoch.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from server.attachments.byte_store import CHUNK_BYTES, ByteStore, MissingBytesError
from server.domain.backup_file import (
    ATTACHMENTS,
    DATABASE,
    IMPORTS,
    MANIFEST,
    SEAL,
    SEALING_KEYS,
    SECRETS,
    BackupError,
    Manifest,
    check_fits,
    read_manifest,
)
from server.store.database import db
from server.store.database_copy import copy_in, list_other_users, put_back, sqlite_path
from server.store.postgres_tools import PostgresToolError
from server.store.readiness import has_any_user
from server.store.unit_of_work import read_snapshot
from server.use_cases.make_backup import Places, Say
from server.use_cases.renew_epoch import RenewedEpoch, renew_epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What this release knows of migrations: their names, and how to bring a database to the newest."""

    known: Collection[str]
    upgrade: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of it: the backup, the new epoch and where the old database is kept ("" when there was none)."""

    manifest: Manifest
    renewed: RenewedEpoch
    kept_aside: str


def restore_backup(
    source: Path, places: Places, schema: Schema, *, replace_data: bool, now: dt.datetime, say: Say
) -> Restored:
    """Raises BackupError; then the database is what it was."""
    manifest = verify_backup(source)
    made_at = dt.datetime.fromisoformat(manifest.made_at)
    say(f"The backup of {made_at:%-d %B %Y at %H:%M} UTC is whole: {len(manifest.files)} files.")
    check_fits(manifest, database=db.engine.dialect.name, known_revisions=schema.known)
    if _holds_data() and not replace_data:
        raise BackupError("There is data here. Nothing was changed. To replace it (it is kept aside), say --yes.")
    if others := list_other_users(db.engine):
        raise BackupError(
            f"The database is in use ({', '.join(others[:5])}). Stop the web process and the worker first."
        )
    try:
        with tarfile.open(source) as tar:
            _bring_attachments(tar, manifest, places.store, say)
            kept_aside = _bring_database(tar, manifest, schema, now)
            try:
                _bring_files(tar, manifest, IMPORTS, {_own_name(name): places.imports for name in manifest.files}, now)
                _bring_files(tar, manifest, SECRETS, {path.name: path.parent for path in places.secrets}, now)
                keys = {_own_name(name): places.keyring.folder for name in manifest.files}
                _bring_files(tar, manifest, SEALING_KEYS, keys, now)
            except BaseException:
                put_back(db.engine, kept_aside)
                raise
    except (OSError, ValueError, PostgresToolError, SQLAlchemyError, sqlite3.Error, tarfile.TarError) as error:
        raise BackupError(f"The backup was not brought back: {error} The old database is in its place.") from error
    say("The database is in its place.")
    if db.engine.dialect.name == "sqlite" and not Path(kept_aside).exists():
        kept_aside = ""  # there was no database
    return Restored(manifest=manifest, renewed=renew_epoch(places.store, now=now), kept_aside=kept_aside)


def verify_backup(source: Path) -> Manifest:
    """The manifest, once every member has the size and SHA-256 it names; raises BackupError."""
    found: dict[str, tuple[int, str]] = {}
    small: dict[str, bytes] = {}
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                opened = tar.extractfile(member)
                if opened is None:
                    raise BackupError("This is not a backup of Doorstep: it holds more than plain files.")
                if member.name in (MANIFEST, SEAL):
                    small[member.name] = opened.read()
                else:
                    found[member.name] = (member.size, _hash(opened))
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"This file is not a whole backup ({error}). Nothing was changed.") from error
    manifest = read_manifest(small.get(MANIFEST), small.get(SEAL))
    if found != manifest.files:
        wrong = sorted({*found, *manifest.files} - {name for name in found if manifest.files.get(name) == found[name]})
        raise BackupError(f"The backup is damaged: {', '.join(wrong[:3])}. Nothing was changed.")
    return manifest


def _holds_data() -> bool:
    if db.engine.dialect.name == "sqlite" and not sqlite_path(db.engine).exists():
        return False
    if not inspect(db.engine).has_table("users"):
        return False
    with read_snapshot() as session:
        return has_any_user(session)


def _bring_attachments(tar: tarfile.TarFile, manifest: Manifest, store: ByteStore, say: Say) -> None:
    """Add what is not there. Only additions, so that a failure later has done no harm."""
    count = 0
    for name, (_, sha256) in manifest.files.items():
        if not name.startswith(ATTACHMENTS):
            continue
        key = name.removeprefix(ATTACHMENTS)
        with contextlib.suppress(MissingBytesError), store.open(key) as opened:
            if _hash(opened) == sha256:
                continue
        writer = store.start(key)
        try:
            with _open(tar, name) as member:
                while chunk := member.read(CHUNK_BYTES):
                    writer.write(chunk)
            writer.finish()
        finally:
            writer.discard()
        count += 1
    say(f"{count} attachments are brought back; the others were there.")


def _bring_database(tar: tarfile.TarFile, manifest: Manifest, schema: Schema, now: dt.datetime) -> str:
    engine = db.engine
    beside = sqlite_path(engine).parent if engine.dialect.name == "sqlite" else None
    with tempfile.TemporaryDirectory(prefix=".doorstep-restore-", dir=beside) as folder:
        copy = Path(folder) / "copy"
        with copy.open("xb") as file, _open(tar, DATABASE[manifest.database]) as member:
            while chunk := member.read(CHUNK_BYTES):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        kept_aside = copy_in(engine, copy, now)
    try:
        schema.upgrade()
    except BaseException:
        put_back(engine, kept_aside)
        raise
    _forget_connections(engine)
    return kept_aside


def _forget_connections(engine: Engine) -> None:
    """Statements that were prepared on the old tables are of no use on the new ones."""
    engine.dispose()


def _bring_files(
    tar: tarfile.TarFile, manifest: Manifest, prefix: str, folders: dict[str, Path], now: dt.datetime
) -> None:
    """Small files; one that is there with other content is kept beside."""
    for name in manifest.files:
        own = _own_name(name)
        if name != prefix + own or own not in folders or own in ("", ".", ".."):
            continue
        place = folders[own] / own
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _open(tar, name) as member:
            content = member.read()
        if place.exists():
            if place.read_bytes() == content:
                continue
            place.replace(place.with_name(f"{own}.before-restore-{now:%Y%m%d-%H%M%S}"))
        draft = place.with_name(f".{own}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)


def _own_name(member: str) -> str:
    return member.rpartition("/")[2]


def _open(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    opened = tar.extractfile(name)
    if opened is None:
        raise tarfile.ReadError(f"{name} is no file")
    return opened


def _hash(opened: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := opened.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
