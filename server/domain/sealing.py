"""Opens what a phone sealed to the council: a content key by HPKE (RFC 9180, base mode, one-shot), then what lies under it.

Pure but for arithmetic: private keys are handed in, and nothing is ever sealed, kept or logged here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_BYTES = 32
IV_BYTES, TAG_BYTES = 12, 16
PIECE_OVERHEAD = IV_BYTES + TAG_BYTES
# Small pieces cost more than they protect; one piece at a time is held in memory.
PIECE_SIZES = range(64, 1024 * 1024 + 1)

# The private key that this id names, or None where it is not here (any more).
FindKey: TypeAlias = Callable[[str], ec.EllipticCurvePrivateKey | None]


def no_key(_key_id: str) -> None:
    """A FindKey for whoever has none: what is sealed stays sealed, and is kept."""


class Unopened(StrEnum):
    """Why something sealed cannot be opened. Only the first may pass, when the key is brought back."""

    UNKNOWN_KEY = "unknown_key"
    TAMPERED = "tampered"

    @property
    def words(self) -> str:
        """The reason as its sender is told it."""
        return _WORDS[self]


_WORDS = {
    Unopened.UNKNOWN_KEY: "The council cannot open this yet: the key it was sealed with is not here.",
    Unopened.TAMPERED: "The council cannot open this: it is not what was sealed. Send it again.",
}


class CannotOpenError(ValueError):
    """`why` it could not be opened. Nothing of what was sealed is in the message."""

    def __init__(self, why: Unopened) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key of 32 bytes, sealed to the council's key `key_id`; `wrapped` is `enc || ct`."""

    key_id: str
    wrapped: bytes


def find_key_id(public_key: ec.EllipticCurvePublicKey) -> str:
    """The first 16 hex digits of the SHA-256 of the public key as the wire has it."""
    return hashlib.sha256(public_bytes(public_key)).hexdigest()[:16]


def public_bytes(public_key: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point, 65 bytes (SEC 1)."""
    return public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_wrapped_key(key_id: object, wrapped_key: object) -> WrappedKey:
    """As it stands on the wire; raises CannotOpenError."""
    if not isinstance(key_id, str):
        raise CannotOpenError(Unopened.TAMPERED)
    return WrappedKey(key_id, read_base64(wrapped_key))


def read_base64(value: object) -> bytes:
    """Standard base64 with its padding and nothing else; raises CannotOpenError."""
    if not isinstance(value, str):
        raise CannotOpenError(Unopened.TAMPERED)
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise CannotOpenError(Unopened.TAMPERED) from None


def write_info(key_id: str, device_id: str, subject: str) -> bytes:
    """HPKE's `info`: what a wrapped key is for, so that it opens nothing else and for nobody else."""
    return f"doorstep/1/{key_id}/{device_id}/{subject}".encode()


def open_hpke(private_key: ec.EllipticCurvePrivateKey, info: bytes, sealed: bytes) -> bytes:
    """RFC 9180's SingleShot OpenBase without additional data; raises CannotOpenError."""
    try:
        return SUITE.decrypt(sealed, private_key, info)
    except (InvalidTag, ValueError):  # ValueError: a point that lies on no curve, or too few bytes
        raise CannotOpenError(Unopened.TAMPERED) from None


def open_key(private_key: ec.EllipticCurvePrivateKey, wrapped: WrappedKey, *, device_id: str, subject: str) -> bytes:
    """The 32 bytes that the device sealed for this subject; raises CannotOpenError."""
    key = open_hpke(private_key, write_info(wrapped.key_id, device_id, subject), wrapped.wrapped)
    if len(key) != KEY_BYTES:
        raise CannotOpenError(Unopened.TAMPERED)
    return key


def open_bytes(key: bytes, iv: bytes, ciphertext: bytes, bound_to: str) -> bytes:
    """AES-256-GCM with the place that the bytes belong to as additional data; raises CannotOpenError."""
    if len(iv) != IV_BYTES:
        raise CannotOpenError(Unopened.TAMPERED)
    try:
        return AESGCM(key).decrypt(iv, ciphertext, bound_to.encode())
    except InvalidTag:
        raise CannotOpenError(Unopened.TAMPERED) from None


def find_sealed_size(size: int, piece_size: int) -> int:
    """How long a file of `size` plain bytes is when it is sealed in pieces."""
    return size + PIECE_OVERHEAD * -(-size // piece_size)


def open_pieces(key: bytes, attachment_id: str, piece_size: int, read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The plain pieces in order, one at a time; `read` gives exactly that many bytes or all that are left.

    Raises CannotOpenError at the first piece that is missing, out of place, too long or not what was sealed.
    """
    index = 0
    while sealed := read(piece_size + PIECE_OVERHEAD):
        yield open_bytes(key, sealed[:IV_BYTES], sealed[IV_BYTES:], f"pieces:{attachment_id}:{index}")
        index += 1
