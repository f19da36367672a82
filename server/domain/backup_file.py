"""What a backup file says of itself: one manifest, the last member but its own checksum, which names every other by SHA-256.

Pure. A file without a whole manifest is not a backup, whatever else is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
ATTACHMENTS, IMPORTS, SECRETS, BUCKET_KEYS = "attachments/", "imports/", "secrets/", "bucket_keys.txt"
SEALING_KEYS = "sealing_keys/"


class BackupError(Exception):
    """A backup cannot be made, read or brought back; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The contents of a backup. `files` is {member: [size, SHA-256 in hex]}."""

    made_at: str
    app_revision: str
    schema_revision: str
    database: str
    epoch: str | None
    counts: Mapping[str, int]
    bucket: str = ""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT


def write_manifest(manifest: Manifest) -> tuple[bytes, bytes]:
    """The manifest as it is kept, and its seal."""
    content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    return content, hashlib.sha256(content).hexdigest().encode()


def read_manifest(content: bytes | None, seal: bytes | None) -> Manifest:
    """The manifest of a backup; raises BackupError for anything that is not whole."""
    if content is None or seal is None or hashlib.sha256(content).hexdigest().encode() != seal.strip():
        raise BackupError("This is not a whole backup: its manifest is missing or damaged. Nothing was changed.")
    try:
        found: dict[str, Any] = json.loads(content)
        if found.get("format") != FORMAT:
            raise BackupError("A newer release of Doorstep made this backup. Use that release to bring it back.")
        found["files"] = {name: (size, sha256) for name, (size, sha256) in found["files"].items()}
        return Manifest(**found)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise BackupError("This is not a backup of Doorstep: its manifest says nothing. Nothing was changed.") from None


def check_fits(manifest: Manifest, *, database: str, known_revisions: Collection[str]) -> None:
    """Raise BackupError where this installation cannot hold that backup."""
    if manifest.database != database:
        raise BackupError(
            f"This backup is of a {manifest.database} database and this installation runs on {database}. "
            f"Set DATABASE_URL to a {manifest.database} database first."
        )
    if manifest.schema_revision not in known_revisions:
        raise BackupError(
            f"This backup is at migration {manifest.schema_revision}, which this release does not know. "
            "Install the release that made it, or a newer one."
        )
    if DATABASE[database] not in manifest.files:
        raise BackupError("This backup has no database in it. Nothing was changed.")
