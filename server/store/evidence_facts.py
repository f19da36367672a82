"""Reads what happened to the evidence that was asked for under these cases, as facts of a timeline. Names documents, never files."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.evidence import words_in
from server.domain.resident_link import find_reference
from server.store.tables import (
    CaseFile,
    DocumentType,
    EvidenceDecision,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceSending,
    ResidentLink,
)

Facts = list[tuple[uuid.UUID | None, dict[str, Any]]]


def list_evidence_facts(session: Session, case_ids: Collection[uuid.UUID]) -> Facts:
    """Who did it, and what: asked, closed, sent (with its reference), approved, refused, reopened, filed unasked."""
    if not case_ids:
        return []
    asked = _requests(session, case_ids) + _sendings(session, case_ids) + _decisions(session, case_ids)
    return asked + _filed(session, case_ids)


def _requests(session: Session, case_ids: Collection[uuid.UUID]) -> Facts:
    rows = session.execute(
        select(EvidenceRequest, ResidentLink)
        .join(ResidentLink, ResidentLink.id == EvidenceRequest.id)
        .where(EvidenceRequest.case_id.in_(case_ids))
    )
    found: Facts = []
    for request, link in rows:
        about = ("evidence", request.id)
        asked = {"at": link.made_at, "code": "evidence.asked", "note": request.why, "about": about}
        found.append((link.made_by_id, asked))
        if link.closed_at is not None:
            closed = {"at": link.closed_at, "code": "evidence.closed", "about": about}
            found.append((link.closed_by_id, closed))
    return found


def _sendings(session: Session, case_ids: Collection[uuid.UUID]) -> Facts:
    count = func.count(EvidenceFile.attachment_id)
    rows = session.execute(
        select(EvidenceSending, count)
        .join(EvidenceRequest, EvidenceRequest.id == EvidenceSending.request_id)
        .outerjoin(EvidenceFile, EvidenceFile.sending_id == EvidenceSending.id)
        .where(EvidenceRequest.case_id.in_(case_ids))
        .group_by(EvidenceSending.id)
    )
    return [
        (
            sending.by_id,
            {
                "at": sending.sent_at,
                "code": f"evidence.sent.{sending.sender}",
                "detail": {"files": files, "reference": find_reference(sending.id)},
                "about": ("evidence", sending.request_id),
            },
        )
        for sending, files in rows
    ]


def _filed(session: Session, case_ids: Collection[uuid.UUID]) -> Facts:
    at_once = (
        select(CaseFile.added_by_id, CaseFile.added_at, func.count())
        .where(CaseFile.case_id.in_(case_ids))
        .group_by(CaseFile.case_id, CaseFile.added_by_id, CaseFile.added_at)
    )
    return [
        (by_id, {"at": at, "code": "evidence.filed", "detail": {"files": count}})
        for by_id, at, count in session.execute(at_once)
    ]


def _decisions(session: Session, case_ids: Collection[uuid.UUID]) -> Facts:
    rows = session.execute(
        select(EvidenceDecision, DocumentType.names, EvidenceItem.request_id)
        .join(EvidenceItem, EvidenceItem.id == EvidenceDecision.item_id)
        .join(DocumentType, DocumentType.id == EvidenceItem.document_type_id)
        .join(EvidenceRequest, EvidenceRequest.id == EvidenceItem.request_id)
        .where(EvidenceRequest.case_id.in_(case_ids))
    )
    return [
        (
            decision.decided_by_id,
            {
                "at": decision.decided_at,
                "code": f"evidence.{decision.decision}",
                "note": decision.reason,
                "detail": {"document": words_in(names, "en")},
                "about": ("evidence", request_id),
            },
        )
        for decision, names, request_id in rows
    ]
