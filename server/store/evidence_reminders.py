"""Reads which requests for evidence might have their resident reminded. Who is reminded when is the domain's to say."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.evidence import MISSING, RequestStatus, read_reminder_days
from server.domain.words import CaseStatus
from server.store.tables import Case, EvidenceItem, EvidenceRequest, Programme, Resident, ResidentLink


@dataclass(frozen=True, slots=True)
class Unreminded:
    """A request whose resident is told by Doorstep, was not reminded of its day, and has something to send; `days` before it."""

    request_id: uuid.UUID
    due_on: dt.date
    code_made_at: dt.datetime
    days: int


def list_unreminded(session: Session, today_on: dt.date, request_id: uuid.UUID | None = None) -> Sequence[Unreminded]:
    """Those whose day is not over (only this request, where one is named); nobody who is held, or merged into another record."""
    is_missing = exists().where(EvidenceItem.request_id == EvidenceRequest.id, EvidenceItem.state.in_(MISSING))
    query = (
        select(EvidenceRequest.id, EvidenceRequest.due_on, ResidentLink.code_made_at, Programme.settings)
        .join(ResidentLink, ResidentLink.id == EvidenceRequest.id)
        .join(Resident, Resident.id == ResidentLink.resident_id)
        .join(Case, Case.id == EvidenceRequest.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .where(
            EvidenceRequest.status.in_((RequestStatus.PENDING, RequestStatus.FOR_REVIEW)),
            EvidenceRequest.channel.is_not(None),
            EvidenceRequest.reminded_at.is_(None),
            EvidenceRequest.due_on >= today_on,
            ResidentLink.closed_at.is_(None),
            Case.status != CaseStatus.CLOSED,
            Resident.on_hold.is_(False),
            Resident.merged_into_id.is_(None),
            is_missing,
        )
        .order_by(EvidenceRequest.due_on, EvidenceRequest.id)
    )
    if request_id is not None:
        query = query.where(EvidenceRequest.id == request_id)
    return [
        Unreminded(found_id, due_on, code_made_at, read_reminder_days(settings))
        for found_id, due_on, code_made_at, settings in session.execute(query)
    ]
