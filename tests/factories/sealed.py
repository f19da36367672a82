"""Operations and files as a phone seals them to the council. Only tests seal: the council opens."""

from __future__ import annotations

import base64
import json
import os
import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.sealing import SUITE, find_key_id, write_info
from server.keyring import SealingKey
from tests.factories.borough import Phone
from tests.factories.sent_files import SentFile


def as_text(content: bytes) -> str:
    """Base64, as the wire spells bytes."""
    return base64.b64encode(content).decode("ascii")


@dataclass(frozen=True, slots=True)
class Sealer:
    """A phone with the council's public key."""

    key_id: str
    public_key: ec.EllipticCurvePublicKey
    device_id: str

    @classmethod
    def of(cls, key: SealingKey | None, device_id: str) -> Sealer:
        """With the key as the council gives it out."""
        assert key is not None
        public_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public_key)
        return cls(key.key_id, public_key, device_id)

    @classmethod
    def from_wire(cls, told: dict[str, str], device_id: str) -> Sealer:
        """With the key as a reply carries it."""
        return cls.of(SealingKey(told["key_id"], base64.b64decode(told["public_key"])), device_id)

    @classmethod
    def stranger(cls, device_id: str) -> Sealer:
        """With a key that the council does not have."""
        public_key = ec.generate_private_key(ec.SECP256R1()).public_key()
        return cls(find_key_id(public_key), public_key, device_id)

    def wrap(self, key: bytes, subject: str) -> str:
        """A content or data key, for this subject of this device only."""
        return as_text(SUITE.encrypt(key, self.public_key, write_info(self.key_id, self.device_id, subject)))

    def seal(self, operation: dict[str, Any], *, key: bytes = b"", **outside: Any) -> dict[str, Any]:
        """The operation in its sealed form; its number and view are taken later and stand outside only."""
        inside = {name: value for name, value in operation.items() if name not in ("device_seq", "view")}
        return self.seal_bytes(json.dumps(inside).encode(), operation, key=key, **outside)

    def seal_bytes(
        self, content: bytes, operation: dict[str, Any], *, key: bytes = b"", **outside: Any
    ) -> dict[str, Any]:
        """Whatever bytes, in the place of an operation."""
        key, iv, op_id = key or os.urandom(32), os.urandom(12), str(operation["op_id"])
        ciphertext = AESGCM(key).encrypt(iv, content, f"operations:{op_id}".encode())
        sealed = {
            "key_id": self.key_id,
            "wrapped_key": self.wrap(key, op_id),
            "iv": as_text(iv),
            "ciphertext": as_text(ciphertext),
        }
        named = {name: operation.get(name) for name in ("op_id", "device_seq", "view")}
        return named | {"sealed": sealed} | outside


def seal_pieces(key: bytes, attachment_id: uuid.UUID, content: bytes, piece_size: int) -> list[bytes]:
    """The pieces of a file in order, each as it travels."""
    pieces = []
    for index, begin in enumerate(range(0, len(content), piece_size)):
        iv = os.urandom(12)
        bound_to = f"pieces:{attachment_id}:{index}".encode()
        pieces.append(iv + AESGCM(key).encrypt(iv, content[begin : begin + piece_size], bound_to))
    return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file as it is announced and sent: `sent.content` are its sealed bytes, `sha256` is of the plain ones."""

    sent: SentFile
    metadata: dict[str, str]

    @property
    def sha256(self) -> str:
        return self.sent.sha256

    def announcement(self, **metadata: str) -> dict[str, str]:
        """The headers of the creation."""
        return self.sent.announcement(**self.metadata | metadata)


def seal_file(
    sealer: Sealer, phone: Phone, plain: SentFile, *, piece_size: int = 4096, pieces: list[bytes] | None = None
) -> SealedFile:
    """The plain file sealed; `pieces` in place of those it has."""
    key = os.urandom(32)
    true = seal_pieces(key, plain.attachment_id, plain.content, piece_size)
    content = b"".join(true if pieces is None else pieces)
    metadata = {
        "sealing_key_id": sealer.key_id,
        "wrapped_key": sealer.wrap(key, str(plain.attachment_id)),
        "piece_size": str(piece_size),
        "size": str(len(plain.content)),
    }
    return SealedFile(sent=SentFile(phone, content, plain.attachment_id, plain.true_sha256), metadata=metadata)
