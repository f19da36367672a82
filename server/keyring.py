"""The council's private sealing keys: one file each in a folder of their own, which only its owner may read.

The newest is the current one. A key is added and never removed: phones hold work sealed to the old ones.
"""

from __future__ import annotations

import fcntl
import functools
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.domain.sealing import find_key_id, public_bytes
from server.first_start import write_once

log = logging.getLogger(__name__)
_NAME = re.compile(r"(\d{4,9})-([0-9a-f]{16})\.pem")
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----[A-Za-z0-9+/=\s]+-----END [A-Z ]+-----")


class KeyRefusedError(ValueError):
    """What was brought is no sealing key; the text is for the person who brought it."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The half that phones seal with."""

    key_id: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A private key as it is kept. The higher of two numbers is the newer key; one brought back has number 0."""

    number: int
    key_id: str
    pem: bytes


class Keyring:
    """The keys in one folder. Every question looks at the folder, so that all processes see a new key at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> str | None:
        """Make the first key where there is none; returns its id. Two first starts at once make one key."""
        if self._list():
            return None
        with self._locked():
            return None if self._list() else self._make()

    def rotate(self) -> str:
        """Make a new key the current one; returns its id."""
        with self._locked():
            return self._make()

    def add(self, content: bytes) -> list[str]:
        """Bring back the keys that stand in a text, other words around them; the ids of those that were not here."""
        blocks = _PEM.findall(content)
        if not blocks:
            raise KeyRefusedError("There is no key in this file. A key begins with -----BEGIN PRIVATE KEY-----.")
        keys = [_read_pem(block) for block in blocks]
        with self._locked():
            here = {key_id for _, key_id in self._list() if self.find(key_id) is not None}  # a damaged file is no key
            new = {find_key_id(key.public_key()): key for key in keys}
            for key_id in new.keys() - here:
                self._path(0, key_id).unlink(missing_ok=True)
                self._write(0, key_id, new[key_id])
        return [key_id for key_id in new if key_id not in here]

    def find(self, key_id: str) -> ec.EllipticCurvePrivateKey | None:
        """The private key of this id (domain/sealing.FindKey)."""
        paths = (self._path(number, found) for number, found in self._list() if found == key_id)
        return next(filter(None, map(_try_to_load, paths)), None)

    def find_current(self) -> SealingKey | None:
        """What phones seal with now; None only where somebody has taken the keys away."""
        loaded = (_try_to_load(self._path(*found)) for found in reversed(self._list()))
        newest = next(filter(None, loaded), None)
        return None if newest is None else _public_half(newest)

    def list_ids(self) -> list[str]:
        """Every key that is here, the current one last."""
        return [key_id for _, key_id in self._list()]

    def list_kept(self) -> list[KeptKey]:
        """Every key as it is kept, the current one last."""
        return [KeptKey(number, key_id, self._path(number, key_id).read_bytes()) for number, key_id in self._list()]

    def list_paths(self) -> list[Path]:
        """The files, for a backup."""
        return [self._path(number, key_id) for number, key_id in self._list()]

    def _list(self) -> list[tuple[int, str]]:
        try:
            names = [_NAME.fullmatch(path.name) for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted((int(name[1]), name[2]) for name in names if name)

    def _make(self) -> str:
        key = ec.generate_private_key(ec.SECP256R1())
        key_id = find_key_id(key.public_key())
        self._write(max((number for number, _ in self._list()), default=0) + 1, key_id, key)
        return key_id

    def _write(self, number: int, key_id: str, key: ec.EllipticCurvePrivateKey) -> None:
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_once(self._path(number, key_id), pem)

    def _path(self, number: int, key_id: str) -> Path:
        return self.folder / f"{number:04d}-{key_id}.pem"

    def _locked(self) -> _Lock:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _Lock(self.folder / ".lock")


class _Lock:
    """Held by one process at a time, and free again when it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._file = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_error: object) -> None:
        self._file.close()


@functools.lru_cache(maxsize=64)
def _load(path: Path) -> ec.EllipticCurvePrivateKey:
    """A file of this name never changes."""
    return _read_pem(path.read_bytes())


def _try_to_load(path: Path) -> ec.EllipticCurvePrivateKey | None:
    """A damaged or unreadable file must not keep anybody's work out: what it would open is kept sealed."""
    try:
        return _load(path)
    except (OSError, KeyRefusedError):
        log.exception("the sealing key %s cannot be read", path.name)
        return None


@functools.lru_cache(maxsize=64)
def _public_half(private_key: ec.EllipticCurvePrivateKey) -> SealingKey:
    public_key = private_key.public_key()
    return SealingKey(find_key_id(public_key), public_bytes(public_key))


def _read_pem(pem: bytes) -> ec.EllipticCurvePrivateKey:
    lines = b"\n".join(line.strip() for line in pem.splitlines())
    try:
        key = serialization.load_pem_private_key(lines, password=None)
    except (ValueError, TypeError) as error:
        raise KeyRefusedError(
            "A key in this file cannot be read. Compare it with the paper, letter by letter."
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyRefusedError("A key in this file is of another kind than Doorstep's.")
    return key
