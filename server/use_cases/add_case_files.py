"""Keep files that came another way on a resident's case: durable, judged as what a resident sends is, each for itself.

Nothing was asked for, so nothing is approved or refused. The same page sent again keeps nothing twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore, original_key
from server.domain.evidence import MOST_FILES, Brought, EvidenceRefusedError
from server.domain.upload import NamedAttachment
from server.domain.words import SERVER_DEVICE_ID, CaseStatus
from server.store.attachment_writes import name_attachment
from server.store.attachments import find_attachment
from server.store.audit_writes import record_audit
from server.store.evidence_writes import lock_case
from server.store.tables import Attachment, Case, CaseFile, DocumentType
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.add_evidence_files import AddedFile
from server.use_cases.name_fault import name_fault
from server.use_cases.rest_file import SentFile, hash_file, judge_file, rest_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Where to, as what (None: something else), from whom, by whom and from which page."""

    case_id: uuid.UUID
    document_type_id: uuid.UUID | None
    brought: Brought
    page_id: uuid.UUID
    by_id: uuid.UUID
    at: dt.datetime


def add_case_files(
    store: ByteStore, filing: Filing, files: Sequence[SentFile], *, max_file_bytes: int
) -> list[AddedFile]:
    """Raises EvidenceRefusedError: no_case, type_missing; of more than MOST_FILES the rest is refused."""
    with read_now() as session:
        _check(session, filing)
    added = []
    for number, file in enumerate(files):
        if file.size > max_file_bytes:
            added.append(AddedFile(file.name, "too_large", is_new=False))
        elif number >= MOST_FILES:
            added.append(AddedFile(file.name, "too_many", is_new=False))
        else:
            added.append(_add(store, filing, file))
    return added


def _check(session: Session, filing: Filing) -> Case:
    case = session.get(Case, filing.case_id, populate_existing=True)
    if case is None or case.status == CaseStatus.CLOSED:
        raise EvidenceRefusedError("no_case")
    if filing.document_type_id is not None:
        document_type = session.get(DocumentType, filing.document_type_id)
        if document_type is None or document_type.programme_id != case.programme_id:
            raise EvidenceRefusedError("type_missing")
    return case


def _add(store: ByteStore, filing: Filing, file: SentFile) -> AddedFile:
    """Write the bytes, then name them. Killed in between, the same request does it again."""
    sha256 = hash_file(file.stream)
    attachment_id = uuid.uuid5(filing.case_id, f"{filing.page_id}\n{file.name}\n{sha256}")
    with read_now() as session:
        known = find_attachment(session, attachment_id)
    if known is not None:
        return AddedFile(file.name, name_fault(known.quarantine_reason), is_new=False)
    key = original_key(attachment_id, 0)
    finding = rest_file(store, key, file.stream)
    named = NamedAttachment(
        attachment_id=attachment_id, device_id=SERVER_DEVICE_ID, user_id=filing.by_id, name=file.name,
        content_type=file.content_type[:255], size=file.size, sha256=sha256,
    )  # fmt: skip
    with write_transaction() as session:
        lock_case(session, filing.case_id)
        if session.get(Attachment, attachment_id) is None:
            try:
                case = _check(session, filing)
            except EvidenceRefusedError:
                store.remove(key)  # closed meanwhile
                raise
            attachment = name_attachment(session, named, now=filing.at)
            assert attachment is not None  # nothing is under this id: the case's lock is held
            attachment.case_id = case.id
            judge_file(session, attachment, key, finding, now=filing.at)
            session.flush()
            _save(session, attachment, filing)
    return AddedFile(file.name, name_fault(finding.fault), is_new=True)


def _save(session: Session, attachment: Attachment, filing: Filing) -> None:
    session.add(
        CaseFile(
            attachment_id=attachment.id, case_id=filing.case_id, document_type_id=filing.document_type_id,
            came_by=filing.brought.came_by, brought_by=filing.brought.by, added_by_id=filing.by_id, added_at=filing.at,
        )
    )  # fmt: skip
    record_audit(
        session, action="evidence.file", at=filing.at, user_id=filing.by_id, entity_type="case",
        entity_id=filing.case_id, fields={"sha256": {"old": None, "new": attachment.sha256}},
    )  # fmt: skip
