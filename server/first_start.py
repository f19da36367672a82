"""Makes the secrets of an installation on its first start: the session key and the Web Push (VAPID) key pair.

Never overwrites one that is there, and never prints one.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def create_secrets(data_folder: Path, *, key_file: str, vapid_file: str, vapid_public_file: str) -> list[str]:
    """Write the missing ones, readable by their owner only; returns the names of those that were made."""
    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made: list[str] = []
    if write_once(data_folder / key_file, secrets.token_urlsafe(48).encode()):
        made.append(key_file)
    if not (data_folder / vapid_file).exists():
        private_key = ec.generate_private_key(ec.SECP256R1())
        pem = private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        if write_once(data_folder / vapid_file, pem):
            made.append(vapid_file)
    write_once(data_folder / vapid_public_file, _public_half((data_folder / vapid_file).read_bytes()))
    return made


def _public_half(pem: bytes) -> bytes:
    """The application server key as browsers want it: the uncompressed point, base64url without padding (RFC 8292)."""
    private_key = serialization.load_pem_private_key(pem, password=None)
    point = private_key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=")


def write_once(path: Path, content: bytes) -> bool:
    """Write the whole file or nothing, 0600; False when it exists (two first starts at once keep the first one's)."""
    if path.exists():
        return False
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
