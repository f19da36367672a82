"""Keep files for one document that a resident is asked for: durable, judged, on the resident's case, each for itself.

What is refused blocks nothing else. The same page sent again keeps nothing twice; the same bytes from another page are kept once
more, marked as seen before. Nothing is sent to anybody's review yet (`send_evidence.py`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore, folder_of, original_key
from server.domain.evidence import MOST_FILES, MOST_REFUSED_FILES, EvidenceRefusedError, ItemState
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.upload import NamedAttachment
from server.domain.words import SERVER_DEVICE_ID
from server.store.attachment_writes import name_attachment
from server.store.attachments import find_attachment
from server.store.evidence import find_request_of_item
from server.store.evidence_upload_writes import lock_item, may_bring, save_evidence_file
from server.store.evidence_uploads import count_files
from server.store.evidence_writes import lock_request
from server.store.resident_link_writes import save_link_device
from server.store.tables import Attachment, EvidenceItem, EvidenceRequest, ResidentLink
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.name_fault import name_fault
from server.use_cases.rest_file import SentFile, hash_file, judge_file, rest_file


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of one file. `fault` None: kept and whole; else a code of name_fault.py, or too_large, too_many, other_content."""

    name: str
    fault: str | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Adding:
    """One file on its way to a document."""

    attachment_id: uuid.UUID
    item_id: uuid.UUID
    request_id: uuid.UUID
    file: SentFile
    sha256: str
    by_id: uuid.UUID | None
    at: dt.datetime


def add_evidence_files(
    store: ByteStore,
    item_id: uuid.UUID,
    files: Sequence[SentFile],
    *,
    page_id: uuid.UUID,
    by_id: uuid.UUID | None,
    max_file_bytes: int,
    at: dt.datetime,
) -> list[AddedFile]:
    """By the resident's link (`by_id` None), or by somebody at the office. Raises EvidenceRefusedError: not_found, closed, approved."""
    with read_now() as session:
        request_id = find_request_of_item(session, item_id)
    if request_id is None:
        raise EvidenceRefusedError("not_found")
    added = []
    for file in files:
        if file.size > max_file_bytes:
            added.append(AddedFile(file.name, "too_large", is_new=False))
            continue
        sha256 = hash_file(file.stream)
        adding = _Adding(
            attachment_id=uuid.uuid5(item_id, f"{page_id}\n{file.name}\n{sha256}"), item_id=item_id,
            request_id=request_id, file=file, sha256=sha256, by_id=by_id, at=at,
        )  # fmt: skip
        added.append(_add(store, adding))
    return added


def _add(store: ByteStore, adding: _Adding) -> AddedFile:
    """Write the bytes, then name them. Killed in between, the same request does it again."""
    with read_now() as session:
        known = find_attachment(session, adding.attachment_id)
    if known is not None:
        return AddedFile(adding.file.name, name_fault(known.quarantine_reason), is_new=False)
    key = original_key(adding.attachment_id, 0)
    finding = rest_file(store, key, adding.file.stream)
    try:
        with write_transaction() as session:
            item, request = _lock_open(session, adding)
            most = MOST_REFUSED_FILES if finding.fault else MOST_FILES
            if session.get(Attachment, adding.attachment_id) is None:
                if count_files(session, adding.item_id, is_whole=finding.fault is None, at=adding.at) >= most:
                    raise EvidenceRefusedError("too_many")
                if all(found.key != key for found in store.list_keys(folder_of(adding.attachment_id))):
                    rest_file(store, key, adding.file.stream)  # taken back meanwhile, and its bytes with it
                attachment = _save(session, adding)
                judge_file(session, attachment, key, finding, now=adding.at)
                save_evidence_file(session, attachment, item, request, adding.at)
    except EvidenceRefusedError as refusal:
        _forget(store, adding, key)
        if refusal.reason != "too_many":
            raise
        return AddedFile(adding.file.name, "too_many", is_new=False)
    return AddedFile(adding.file.name, name_fault(finding.fault), is_new=True)


def _forget(store: ByteStore, adding: _Adding, key: str) -> None:
    """What the same request has named meanwhile, sent a second time, stays; under the lock, so that none names it in between."""
    with write_transaction() as session:
        lock_request(session, adding.request_id)
        if find_attachment(session, adding.attachment_id) is None:
            store.remove(key)


def _lock_open(session: Session, adding: _Adding) -> tuple[EvidenceItem, EvidenceRequest]:
    """The document, if it still takes files: by link also only while the link opens."""
    found = lock_item(session, adding.request_id, adding.item_id)
    if found is None:
        raise EvidenceRefusedError("not_found")
    item = found[0]
    is_closed = session.get_one(ResidentLink, adding.request_id).closed_at is not None
    if is_closed if adding.by_id else not may_bring(session, adding.request_id, adding.at):
        raise EvidenceRefusedError("closed")
    if item.state == ItemState.APPROVED:
        raise EvidenceRefusedError("approved")
    return found


def _save(session: Session, adding: _Adding) -> Attachment:
    if adding.by_id is None:
        save_link_device(session, adding.at)
    named = NamedAttachment(
        attachment_id=adding.attachment_id,
        device_id=SERVER_DEVICE_ID if adding.by_id else LINK_DEVICE_ID,
        user_id=adding.by_id,
        name=adding.file.name,
        content_type=adding.file.content_type[:255],
        size=adding.file.size,
        sha256=adding.sha256,
    )
    attachment = name_attachment(session, named, now=adding.at)
    assert attachment is not None  # nothing is under this id: the request's lock is held
    return attachment
