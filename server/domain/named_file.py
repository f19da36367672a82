"""A photo or document as an operation describes it, checked for shape. Knows nothing of bytes."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from server.domain.operation import clean_text, parse_id, parse_instant
from server.domain.upload import NamedAttachment

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What the device fixed when the file was made; `node` is the question it answers, if any."""

    attachment_id: uuid.UUID
    name: str
    content_type: str
    size: int
    sha256: str
    captured_at: dt.datetime | None
    node: str | None

    def of_visit(
        self, visit_id: uuid.UUID | None, *, device_id: str, user_id: uuid.UUID | None, instance_id: str | None = None
    ) -> NamedAttachment:
        """The attachment that it is there; it answers a question only within a form."""
        return NamedAttachment(
            attachment_id=self.attachment_id,
            device_id=device_id,
            user_id=user_id,
            name=self.name,
            content_type=self.content_type,
            size=self.size,
            sha256=self.sha256,
            captured_at=self.captured_at,
            visit_id=visit_id,
            instance_id=instance_id,
            node=self.node if instance_id else None,
        )


def read_named_file(raw: object) -> NamedFile | None:
    """The description in `raw`, or None when it lacks what names the file for certain."""
    if not isinstance(raw, dict):
        return None
    attachment_id = parse_id(raw.get("attachment_id"))
    name, content_type, size, sha256 = (raw.get(key) for key in ("name", "content_type", "size", "sha256"))
    if attachment_id is None or not isinstance(name, str) or not isinstance(content_type, str):
        return None
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < 2**53:
        return None
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256.lower()):
        return None
    node = raw.get("node")
    return NamedFile(
        attachment_id,
        clean_text(name)[:_LONGEST] or "file",
        clean_text(content_type)[:_LONGEST],
        size,
        sha256.lower(),
        parse_instant(raw.get("captured_at")),
        clean_text(node)[:_LONGEST] if isinstance(node, str) else None,
    )
