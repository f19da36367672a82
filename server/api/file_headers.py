"""Reads the headers of tus 1.0.0 into plain values, and writes where an upload stands into them. Touches no store."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Final

from werkzeug.datastructures import Headers

from server.domain.operation import parse_instant
from server.domain.sealing import PIECE_SIZES, Unopened, find_sealed_size
from server.domain.upload import FileSealing, NamedAttachment, Sender
from server.store.uploads import UploadState

TUS_VERSION = "1.0.0"
FILE: Final = "file"
OPERATION: Final = "operation"
_NUMBER = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_METADATA = 8_000
_KEY_ID = re.compile(r"[0-9a-f]{16}")
_WRAPPED_BYTES = 65 + 32 + 16  # RFC 9180: the sender's point, the key, the tag


class HeaderError(ValueError):
    """A header is missing or makes no sense; the text says which."""


def whole_number(headers: Headers, name: str) -> int:
    """A header that must be there and be a whole number."""
    text = headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise HeaderError(f"{name} must be a whole number")
    return int(text)


def announced_length(headers: Headers) -> int | None:
    """The request's own Content-Length; None for a chunked one."""
    return whole_number(headers, "Content-Length") if "Content-Length" in headers else None


def checksum(headers: Headers) -> bytes | None:
    """The SHA-256 of this request's bytes, if it names one; another algorithm is refused (tus checksum)."""
    text = headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    digest = _decoded("Upload-Checksum", encoded)
    if algorithm != "sha256" or len(digest) != 32:
        raise HeaderError("Upload-Checksum must be sha256 and the Base64 of 32 bytes")
    return digest


def read_announcement(headers: Headers, sender: Sender) -> tuple[NamedAttachment, FileSealing | None]:
    """The file that a creation announces, and how it is sealed. What only describes it may be missing; what names it may not."""
    length = whole_number(headers, "Upload-Length")
    metadata = _metadata(headers.get("Upload-Metadata", ""))
    sealing = _sealing(metadata)
    size = length
    if sealing is not None:
        size = _number(metadata, "size")
        if find_sealed_size(size, sealing.piece_size) != length:
            raise HeaderError("Upload-Length is not what a file of that size and piece_size has when it is sealed")
    return _named(metadata, sender, size), sealing


def read_document_number(headers: Headers) -> int:
    """Which of the documents that a link asks for a file is meant for."""
    return _number(_metadata(headers.get("Upload-Metadata", "")), "document")


def _sealing(metadata: Mapping[str, str]) -> FileSealing | None:
    """How the file is sealed; None for one that comes plain. Half a description is none of either."""
    if not {"sealing_key_id", "wrapped_key", "piece_size"} & metadata.keys():
        return None
    key_id, wrapped_key = metadata.get("sealing_key_id", ""), metadata.get("wrapped_key", "").strip()
    if not _KEY_ID.fullmatch(key_id):
        raise HeaderError("Upload-Metadata of a sealed file must hold sealing_key_id (16 hex digits)")
    if len(_decoded("wrapped_key", wrapped_key)) != _WRAPPED_BYTES:
        raise HeaderError(
            f"Upload-Metadata of a sealed file must hold wrapped_key (the Base64 of {_WRAPPED_BYTES} bytes)"
        )
    piece_size = _number(metadata, "piece_size")
    if piece_size not in PIECE_SIZES:
        raise HeaderError(f"piece_size must be {PIECE_SIZES[0]} to {PIECE_SIZES[-1]}")
    return FileSealing(key_id, wrapped_key, piece_size)


def _number(metadata: Mapping[str, str], key: str) -> int:
    text = metadata.get(key, "")
    if not _NUMBER.fullmatch(text):
        raise HeaderError(f"Upload-Metadata must hold {key} (a whole number)")
    return int(text)


def _named(metadata: Mapping[str, str], sender: Sender, size: int) -> NamedAttachment:
    purpose = metadata.get("purpose", FILE)
    if purpose not in (FILE, OPERATION):
        raise HeaderError("purpose is not known here")
    key = "op_id" if purpose == OPERATION else "attachment_id"
    attachment_id = _id(metadata, key)
    sha256 = metadata.get("sha256", "").lower()
    if attachment_id is None or not _SHA256.fullmatch(sha256):
        raise HeaderError(f"Upload-Metadata must hold {key} (a UUID) and sha256 (64 hex digits)")
    if purpose == OPERATION:  # it says itself what it is about; no page lists it as a photo of anything
        return NamedAttachment(
            attachment_id=attachment_id, device_id=sender.device_id, user_id=sender.user_id, name="operation",
            content_type="application/json", size=size, sha256=sha256, purpose=OPERATION,
        )  # fmt: skip
    return NamedAttachment(
        attachment_id=attachment_id,
        device_id=sender.device_id,
        user_id=sender.user_id,
        name=_line(metadata, "filename") or "file",
        content_type=_line(metadata, "filetype") or "application/octet-stream",
        size=size,
        sha256=sha256,
        captured_at=parse_instant(metadata.get("captured_at")),
        visit_id=_id(metadata, "visit_id"),
        instance_id=_line(metadata, "instance_id") or None,
        node=_line(metadata, "node") or None,
    )


def state_headers(state: UploadState) -> dict[str, str]:
    """Offset, length and expiry (tus), and the receipt or a reason against it (docs/sync-protocol.md)."""
    headers = {"Upload-Offset": str(state.offset), "Upload-Length": str(state.length)}
    if state.metadata_text:
        headers["Upload-Metadata"] = state.metadata_text
    if state.receipt is not None:
        return headers | {"Doorstep-Received": f"sha256={state.receipt}"}
    if state.fault is not None:
        return headers | {"Doorstep-Quarantined": state.fault}
    if state.unopened is not None:
        return headers | {"Doorstep-Unopened": Unopened(state.unopened).words}
    return headers | {"Upload-Expires": format_datetime(state.expires_at.replace(microsecond=0), usegmt=True)}


def _metadata(text: str) -> dict[str, str]:
    if len(text) > _LONGEST_METADATA:
        raise HeaderError(f"Upload-Metadata is longer than {_LONGEST_METADATA} characters")
    metadata: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, encoded = pair.partition(" ")
        if key in metadata:
            raise HeaderError(f"Upload-Metadata names {key} twice")
        metadata[key] = _decoded("Upload-Metadata", encoded).decode("utf-8", "replace")
    return metadata


def _decoded(name: str, encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except ValueError:
        raise HeaderError(f"{name} is not Base64") from None


def _line(metadata: Mapping[str, str], key: str) -> str:
    return "".join(letter for letter in metadata.get(key, "") if letter.isprintable())[:255].strip()


def _id(metadata: Mapping[str, str], key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(metadata.get(key, ""))
    except ValueError:
        return None
