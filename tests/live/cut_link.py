"""Visits with loose photos over a link that is cut at random places, as a phone sends them: and what of it was sent again.

Every cut is the sender's own, so that the bytes that had gone out are known to the byte. The same seed cuts at the same places.
"""

from __future__ import annotations

import http.client
import io
import json
import random
import socket
import struct
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from PIL import Image

from tests.factories.borough import Phone
from tests.factories.operations import make_operation
from tests.factories.sent_files import SentFile, checksum_of

CHUNK = 256 * 1024
_NOT_NOW = (409, 423, 503)  # somebody still holds it, or the server asks to wait
_TRIES = 60


@dataclass(slots=True)
class Tally:
    """Bytes of bodies. `most_again`: of what one cut had to send again."""

    photos: int = 0
    cuts: int = 0
    sent: int = 0
    again: int = 0
    most_again: int = 0


@dataclass(frozen=True, slots=True)
class CutLink:
    """`share` of all requests are cut: their bytes at a random place, or their answer."""

    port: int
    chance: random.Random
    share: float
    tally: Tally

    def send_visits(self, visits: Mapping[uuid.UUID, Sequence[SentFile]]) -> None:
        """The operations of each visit, then its photos, one after the other."""
        for visit_id, photos in visits.items():
            self._push(visit_id, photos)
            for photo in photos:
                self.send_photo(photo)

    def _push(self, visit_id: uuid.UUID, photos: Sequence[SentFile]) -> None:
        phone = photos[0].phone
        body = json.dumps(
            {
                "device_id": phone.device_id,
                "operations": [
                    make_operation(phone, "attachment.add", "visit", visit_id, payload={"attachment": _describe(photo)})
                    for photo in photos
                ],
            }
        ).encode()
        headers = {"Authorization": f"Bearer {phone.device_token}", "Content-Type": "application/json"}
        reply = self._until_answered("POST", "/api/v1/sync/push", headers, body)
        assert [receipt["verdict"] for receipt in json.loads(reply[2])["receipts"]] == ["applied"] * len(photos)

    def send_photo(self, photo: SentFile) -> None:
        """To its receipt."""
        self._until_answered("POST", "/files", photo.announcement(), b"")
        offset, head = self._where(photo)
        while "doorstep-received" not in head:
            content = photo.content[offset : offset + CHUNK]
            sent, replied = self._ask(
                "PATCH", photo.path, photo.patch_headers(offset, upload_checksum=checksum_of(content)), content
            )
            assert replied is None or replied[0] in (204, *_NOT_NOW), replied
            before = offset
            offset, head = self._where(photo)
            assert before <= offset <= before + len(content), "it stands where nobody has sent to"
            again = sent - (offset - before)
            self.tally.sent += sent
            self.tally.again += again
            self.tally.most_again = max(self.tally.most_again, again)
        assert head["doorstep-received"] == f"sha256={photo.true_sha256}"
        self.tally.photos += 1

    def _where(self, photo: SentFile) -> tuple[int, dict[str, str]]:
        _, headers, _ = self._until_answered("HEAD", photo.path, photo.headers(), b"")
        return int(headers["upload-offset"]), headers

    def _until_answered(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        for _ in range(_TRIES):
            _, replied = self._ask(method, path, headers, body)
            if replied and replied[0] < 300:
                return replied
            assert replied is None or replied[0] in _NOT_NOW, replied
            time.sleep(0.05)
        raise AssertionError(f"{method} was never answered")

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, tuple[int, dict[str, str], bytes] | None]:
        """How many bytes of the body went out, and the answer unless it was cut off."""
        is_cut = self.chance.random() < self.share
        length = self.chance.randrange(len(body) + 1) if is_cut and self.chance.random() < 0.8 else len(body)
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.putrequest(method, path)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(body[:length])
            if is_cut:
                self.tally.cuts += 1
                if self.chance.random() < 0.5:  # a reset, as when a mast is lost; else an orderly end
                    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return length, None
            reply = connection.getresponse()
            found = {name.lower(): value for name, value in reply.headers.items()}
            return length, (reply.status, found, reply.read())


def take_photos(phone: Phone, count: int, size: int, chance: random.Random) -> list[SentFile]:
    """`count` whole JPEGs of about `size` bytes, no two alike."""
    return [SentFile(phone, _make_large(chance, size)) for _ in range(count)]


def _make_large(chance: random.Random, size: int) -> bytes:
    """A picture of noise: as in a photo, its bytes are its pixels, of which each takes about one."""
    side = round(size**0.5)
    out = io.BytesIO()
    Image.frombytes("L", (side, side), chance.randbytes(side * side)).save(out, "JPEG", quality=95)
    return out.getvalue()


def _describe(photo: SentFile) -> dict[str, object]:
    return {
        "attachment_id": str(photo.attachment_id),
        "name": "photo.jpg",
        "content_type": "image/jpeg",
        "size": len(photo.content),
        "sha256": photo.true_sha256,
        "captured_at": "2026-11-23T10:42:07.120Z",
        "node": None,
    }
