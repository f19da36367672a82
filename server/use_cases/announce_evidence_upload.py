"""Begin to receive a file in pieces for one document of a request, or find where to go on: by the link that was answered, and no other.

The same bounds as for a plain form post (`add_evidence_files.py`); the file is on its document once it is whole (`judge_upload.py`).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore
from server.domain.evidence import MOST_FILES, MOST_REFUSED_FILES, EvidenceRefusedError, ItemState
from server.domain.upload import NamedAttachment, OtherContentError
from server.store.attachment_writes import name_attachment
from server.store.evidence_upload_writes import lock_item, may_bring, save_evidence_upload
from server.store.evidence_uploads import count_files, find_upload_place
from server.store.resident_link_writes import save_link_device
from server.store.tables import Attachment, Upload
from server.store.unit_of_work import write_transaction
from server.use_cases.create_upload import create_upload


def announce_evidence_upload(
    store: ByteStore,
    request_id: uuid.UUID,
    item_id: uuid.UUID,
    named: NamedAttachment,
    *,
    at: dt.datetime,
) -> None:
    """Raises EvidenceRefusedError (not_found, closed, approved, too_many), OtherContentError. Announced twice, it is one upload.

    What was refused stays so, on its document: it is chosen anew, under an id of its own. The metadata is not kept as text: a
    link reads only how far its files are.
    """
    with write_transaction() as session:
        found = lock_item(session, request_id, item_id)
        if found is None:
            raise EvidenceRefusedError("not_found")
        if not may_bring(session, request_id, at):
            raise EvidenceRefusedError("closed")
        if found[0].state == ItemState.APPROVED:
            raise EvidenceRefusedError("approved")
        is_judged = _name(session, item_id, named, at)
    if not is_judged:
        create_upload(store, named, metadata_text="", now=at, is_counted=False)


def _name(session: Session, item_id: uuid.UUID, named: NamedAttachment, at: dt.datetime) -> bool:
    """Name it on its document; True where it was judged before and nothing is to be begun."""
    place = find_upload_place(session, named.attachment_id)
    known = session.get(Attachment, named.attachment_id, populate_existing=True)
    if known is not None and (place is None or place.item_id != item_id):
        raise OtherContentError("this attachment id is already used for another file")
    if known is not None and known.status == "quarantined":
        return True
    if not _is_under_way(session, named.attachment_id, at) and (
        count_files(session, item_id, is_whole=True, at=at) >= MOST_FILES
        or count_files(session, item_id, is_whole=False, at=at) >= MOST_REFUSED_FILES
    ):
        raise EvidenceRefusedError("too_many")
    if known is None:
        save_link_device(session, at)
        name_attachment(session, named, now=at)
        session.flush()
        save_evidence_upload(session, named.attachment_id, item_id, at)
    return False


def _is_under_way(session: Session, attachment_id: uuid.UUID, at: dt.datetime) -> bool:
    """Whether it counts already: it is arriving, or was received or refused."""
    upload = session.get(Upload, attachment_id)
    if upload is None or upload.ended_at is not None:
        return False
    return upload.completed_at is not None or upload.expires_at > at
