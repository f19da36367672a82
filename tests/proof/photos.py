"""Photos as a phone takes, seals and sends them: tus as docs/sync-protocol.md has it, a run of bytes after another.

A photo is received when the council's receipt names the hash of its plain bytes, and by nothing else.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from server.domain.sealing import find_sealed_size
from server.store.database import new_id
from tests.factories.sealed import Sealer, seal_pieces
from tests.factories.sent_files import OCTETS, checksum_of, small_photo

if TYPE_CHECKING:
    from tests.proof.model_phone import ModelPhone

Json: TypeAlias = dict[str, Any]
CAPTURED_AT = "2026-11-23T10:42:07.120Z"
_PIECE_SIZE = 384  # two pieces of each small picture
_GONE = (404, 410)  # never begun here, or ended: it is announced (again)


@dataclass(frozen=True, slots=True)
class FileRequest:
    """One request of tus. The token comes beside it."""

    method: str
    headers: dict[str, str]
    content: bytes = b""


# path, request, token -> status and headers; None: nothing was heard
SendFile: TypeAlias = Callable[[str, FileRequest, str], tuple[int, Json] | None]


@dataclass(slots=True)
class Photo:
    """One photo, saved for good when it was taken. `sealing` and `sealed` are made then and never again."""

    attachment_id: str
    visit_id: str
    instance_id: str | None
    node: str | None
    content: bytes
    sealing: dict[str, str] | None = None
    sealed: bytes = b""
    is_offered: bool = False
    receipt: str | None = None

    @property
    def name(self) -> str:
        return f"{self.attachment_id}.jpg"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def sent(self) -> bytes:
        """The bytes of its upload."""
        return self.sealed if self.sealing else self.content

    def describe(self) -> Json:
        """As the operation that it belongs to names it."""
        return {
            "attachment_id": self.attachment_id,
            "name": self.name,
            "content_type": "image/jpeg",
            "size": len(self.content),
            "sha256": self.sha256,
            "captured_at": CAPTURED_AT,
            "node": self.node,
        }

    def announce(self) -> FileRequest:
        """The creation: what may stand in the open of a sealed one, and all of a plain one."""
        metadata = {
            "attachment_id": self.attachment_id,
            "filetype": "image/jpeg",
            "sha256": self.sha256,
            "captured_at": CAPTURED_AT,
            "visit_id": self.visit_id,
        }
        metadata |= {"instance_id": self.instance_id} if self.instance_id else {}
        metadata |= self.sealing or {"filename": self.name}
        encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
        return FileRequest("POST", {"Upload-Length": str(len(self.sent)), "Upload-Metadata": encoded})

    def cut(self, offset: int) -> FileRequest:
        """The run from `offset` to the end of its piece."""
        piece = find_sealed_size(_PIECE_SIZE, _PIECE_SIZE) if self.sealing else _PIECE_SIZE
        content = self.sent[offset : (offset // piece + 1) * piece]
        headers = {"Upload-Offset": str(offset), "Content-Type": OCTETS, "Upload-Checksum": checksum_of(content)}
        return FileRequest("PATCH", headers, content)


@functools.cache
def _draw(seed: int) -> bytes:
    return small_photo(seed)


def take_photo(
    phone: ModelPhone, visit_id: str, *, instance_id: str | None = None, node: str | None = None, seed: int = 1
) -> Photo:
    """On the phone's disk, sealed where the phone seals, before anything names it."""
    attachment_id = new_id()
    photo = Photo(str(attachment_id), visit_id, instance_id, node, _draw(seed))
    if phone.seals_now and phone.sealing_key is not None:
        key, sealer = os.urandom(32), Sealer.from_wire(phone.sealing_key, phone.device_id)
        pieces = seal_pieces(key, attachment_id, photo.content, _PIECE_SIZE)
        photo.sealed = b"".join(pieces)
        photo.sealing = {
            "sealing_key_id": sealer.key_id,
            "wrapped_key": sealer.wrap(key, photo.attachment_id),
            "piece_size": str(_PIECE_SIZE),
            "size": str(len(photo.content)),
        }
    phone.photos[photo.attachment_id] = photo
    return photo


def list_waiting(phone: ModelPhone) -> Sequence[Photo]:
    """What can go now: a phone that was locked leaves a photo that only its own key opens where it is."""
    holds_back = phone.is_locked and not phone.wiped
    waiting = [photo for photo in phone.photos.values() if photo.receipt is None]
    return [photo for photo in waiting if photo.sealing or not holds_back]


def has_unsent_photos(phone: ModelPhone) -> bool:
    return any(photo.receipt is None for photo in phone.photos.values())


def send_photos(phone: ModelPhone, send: SendFile) -> None:
    """Each from where its upload stands; what cannot go on now is tried in the next round."""
    for photo in list_waiting(phone):
        _send(phone, send, photo)


def _send(phone: ModelPhone, send: SendFile, photo: Photo) -> None:
    path = f"/files/{photo.attachment_id}"
    status, headers = phone.ask_file(send, path, FileRequest("HEAD", {})) if photo.is_offered else (404, {})
    if status in _GONE:
        phone.write(_mark_offered, photo)
        status, headers = phone.ask_file(send, "/files", photo.announce())
    while status < 400:
        received = headers.get("Doorstep-Received")
        if received:
            assert received == f"sha256={photo.sha256}", f"another file is said to be received: {received}"
            return phone.write(_take_receipt, photo, received)
        assert "Doorstep-Quarantined" not in headers, f"refused: {headers} {photo.attachment_id}"
        offset = int(headers["Upload-Offset"])
        if "Doorstep-Unopened" in headers or offset == len(photo.sent):
            return None  # its bytes are there, and nobody has said what they are
        status, headers = phone.ask_file(send, path, photo.cut(offset))
    assert status < 500, (status, headers)
    return None


def _mark_offered(photo: Photo) -> None:
    photo.is_offered = True


def _take_receipt(photo: Photo, received: str) -> None:
    photo.receipt = received.removeprefix("sha256=")
