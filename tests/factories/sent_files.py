"""Files as a phone sends them by tus: the headers of each request, ready for any client, and small whole pictures."""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from server.store.database import new_id
from tests.factories.borough import Phone

OCTETS = "application/offset+octet-stream"


def small_photo(seed: int = 1, size: tuple[int, int] = (64, 48), kind: str = "JPEG", **values: Any) -> bytes:
    """A whole picture of one colour; another seed gives other bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, (seed % 256, (seed * 7) % 256, 90)).save(out, kind, **values)
    return out.getvalue()


@dataclass(frozen=True)
class SentFile:
    """One file of one phone's."""

    phone: Phone
    content: bytes
    attachment_id: uuid.UUID = field(default_factory=new_id)
    sha256: str = ""

    @property
    def path(self) -> str:
        return f"/files/{self.attachment_id}"

    @property
    def true_sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def headers(self, **more: str) -> dict[str, str]:
        """What every request carries; `more` in snake_case."""
        named = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {self.phone.upload_ticket}"}
        return named | {name.replace("_", "-").title(): value for name, value in more.items()}

    def announcement(self, **metadata: str) -> dict[str, str]:
        """The headers of the creation."""
        named = {
            "attachment_id": str(self.attachment_id),
            "sha256": self.sha256 or self.true_sha256,
            "filename": "photo.jpg",
            "filetype": "image/jpeg",
            "captured_at": "2026-11-23T10:42:07.120Z",
        } | metadata
        encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items())
        return self.headers(upload_length=str(len(self.content)), upload_metadata=encoded)

    def patch_headers(self, offset: int, **more: str) -> dict[str, str]:
        """The headers of a run of bytes from `offset` on."""
        return self.headers(upload_offset=str(offset), content_type=OCTETS, **more)


def checksum_of(content: bytes) -> str:
    """The value of Upload-Checksum for these bytes."""
    return f"sha256 {base64.b64encode(hashlib.sha256(content).digest()).decode()}"
