"""Write everything an installation is into one file, while it runs: database, attachments, waiting imports, secrets.

The file appears under its name whole or not at all, readable by its owner only, and never in place of another.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.attachments.byte_store import ByteStore, MissingBytesError
from server.domain.backup_file import (
    ATTACHMENTS,
    BUCKET_KEYS,
    DATABASE,
    IMPORTS,
    MANIFEST,
    SEAL,
    SEALING_KEYS,
    SECRETS,
    BackupError,
    Manifest,
    write_manifest,
)
from server.keyring import Keyring
from server.store.database import db
from server.store.database_copy import copy_out
from server.store.postgres_tools import PostgresToolError

Say = Callable[[str], object]
_SAY_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where an installation keeps what is not in its database. `bucket` is the name of the S3 bucket, or ""."""

    store: ByteStore
    imports: Path
    secrets: tuple[Path, ...]
    keyring: Keyring
    bucket: str = ""


def make_backup(target: Path, places: Places, *, app_revision: str, now: dt.datetime, say: Say) -> Manifest:
    """The manifest of the backup in `target`; raises BackupError.

    The database is copied first: attachments are never changed once they are whole, so that every one it speaks of as
    received is among those copied after it.
    """
    if target.exists():
        raise BackupError(f"{target} is there already. Name a new file.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            manifest = _write(file, places, app_revision, now, say)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, target)
    except FileExistsError:
        raise BackupError(f"{target} is there already. Name a new file.") from None
    except (OSError, PostgresToolError) as error:
        raise BackupError(f"No backup was made: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(file: BinaryIO, places: Places, app_revision: str, now: dt.datetime, say: Say) -> Manifest:
    kind = db.engine.dialect.name
    files: dict[str, tuple[int, str]] = {}
    with (
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
        tempfile.TemporaryDirectory(prefix="doorstep-backup-") as folder,
    ):
        copy = Path(folder) / "copy"
        facts = copy_out(db.engine, copy)
        say(f"The database is copied: {facts.counts['operations']} operations, {facts.counts['visits']} visits.")
        with copy.open("rb") as opened:
            files[DATABASE[kind]] = _add(tar, DATABASE[kind], opened, copy.stat().st_size)
        if places.bucket:
            keys = "".join(f"{found}\n" for found, _ in _list_bytes(places.store)).encode()
            files[BUCKET_KEYS] = _add(tar, BUCKET_KEYS, io.BytesIO(keys), len(keys))
        else:
            files |= _add_attachments(tar, places.store, say)
        small: dict[str, Iterable[Path]] = {
            IMPORTS: sorted(places.imports.glob("*")),
            SECRETS: places.secrets,
            SEALING_KEYS: places.keyring.list_paths(),
        }
        for prefix, paths in small.items():
            files |= _add_files(tar, prefix, paths)
        manifest = Manifest(
            made_at=now.isoformat(), app_revision=app_revision, schema_revision=facts.schema_revision or "",
            database=kind, epoch=facts.epoch, counts=facts.counts, bucket=places.bucket, files=files,
        )  # fmt: skip
        content, seal = write_manifest(manifest)
        _add(tar, MANIFEST, io.BytesIO(content), len(content))
        _add(tar, SEAL, io.BytesIO(seal), len(seal))
    return manifest


def _add_attachments(tar: tarfile.TarFile, store: ByteStore, say: Say) -> dict[str, tuple[int, str]]:
    files: dict[str, tuple[int, str]] = {}
    for key, size in _list_bytes(store):
        with contextlib.suppress(MissingBytesError), store.open(key) as opened:  # parts go when their file is whole
            files[ATTACHMENTS + key] = _add(tar, ATTACHMENTS + key, opened, size)
            if len(files) % _SAY_EVERY == 0:
                say(f"{len(files)} attachments are copied.")
    say(f"{len(files)} attachments are copied.")
    return files


def _list_bytes(store: ByteStore) -> Iterator[tuple[str, int]]:
    for folder in range(256):
        for found in sorted(store.list_keys(f"{folder:02x}"), key=lambda found: found.key):
            if not found.key.endswith(".unfinished"):
                yield found.key, found.size


def _add_files(tar: tarfile.TarFile, prefix: str, paths: Iterable[Path]) -> dict[str, tuple[int, str]]:
    files: dict[str, tuple[int, str]] = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError, IsADirectoryError), path.open("rb") as opened:
            files[prefix + path.name] = _add(tar, prefix + path.name, opened, os.fstat(opened.fileno()).st_size)
    return files


def _add(tar: tarfile.TarFile, name: str, opened: BinaryIO, size: int) -> tuple[int, str]:
    """Append one member of exactly `size` bytes; OSError from tarfile when there are fewer."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    reading = _Hashing(opened)
    tar.addfile(member, reading)  # type: ignore[arg-type]  # reads it, nothing else
    return size, reading.digest.hexdigest()


class _Hashing:
    """A reader that hashes what passes."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self.digest = hashlib.sha256()

    def read(self, count: int) -> bytes:
        chunk = self._opened.read(count)
        self.digest.update(chunk)
        return chunk
