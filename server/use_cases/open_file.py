"""Open a file that came sealed: its plain bytes, a little at a time."""

from __future__ import annotations

from collections.abc import Iterator

from server.attachments.part_reader import PartReader
from server.domain.sealing import FindKey, open_pieces, read_wrapped_key
from server.domain.upload import FileSealing
from server.store.tables import Attachment
from server.use_cases.find_sealers import find_sealers


def open_file(parts: PartReader, sealing: FileSealing, attachment: Attachment, find_key: FindKey) -> Iterator[bytes]:
    """Raises CannotOpenError, at once or on the way."""
    subject = str(attachment.id)
    sealers = find_sealers(attachment.device_id, attachment.uploaded_by_id)
    key = sealers.open_key(find_key, read_wrapped_key(sealing.key_id, sealing.wrapped_key), subject=subject)
    return open_pieces(key, subject, sealing.piece_size, parts.read)
