"""Reads evidence requests as lists: by how they stand, and those of one resident. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from server.domain.evidence import RequestState, RequestStatus, find_state
from server.domain.phone_window import find_council_date
from server.store.tables import Case, EvidenceItem, EvidenceRequest, Programme, Resident, ResidentLink, User

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One request of a list. `made_by` is a name; `counts` are documents by their state."""

    request: EvidenceRequest
    link: ResidentLink
    resident: Resident
    programme: str
    made_by: str
    counts: dict[str, int]

    def state(self, now: dt.datetime) -> RequestState:
        """How it stands."""
        status, expires_at = RequestStatus(self.request.status), self.link.expires_at
        return find_state(status, self.request.due_on, expires_at, now, find_council_date(now))


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """Where a page ended: its last request, by when it came to stand so then."""

    status_at: dt.datetime
    request_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One page of a list. `next_id`: the request behind which the next page begins; None on the last."""

    lines: list[EvidenceLine]
    next_place: EvidencePlace | None


def select_count_for_review() -> Select[int]:
    """How many requests have something that was sent and nobody has decided on."""
    return select(func.count()).where(EvidenceRequest.status == RequestStatus.FOR_REVIEW)


def list_evidence(
    session: Session, state: RequestState | None, now: dt.datetime, place: EvidencePlace | None = None
) -> EvidencePage:
    """Those that stand so (None: all), what has stood so longest first."""
    query = _select_lines()
    if state is not None:
        query = query.where(*_stands(state, now))
    if place is not None:
        query = query.where(tuple_(EvidenceRequest.status_at, EvidenceRequest.id) > (place.status_at, place.request_id))
    order = (EvidenceRequest.status_at, EvidenceRequest.id)
    lines = _describe(session, session.execute(query.order_by(*order).limit(PAGE_SIZE + 1)).all())
    shown = lines[:PAGE_SIZE]
    last = shown[-1].request if len(lines) > PAGE_SIZE else None
    return EvidencePage(shown, EvidencePlace(last.status_at, last.id) if last else None)


def list_evidence_of(session: Session, case_ids: Sequence[uuid.UUID]) -> list[EvidenceLine]:
    """Everything that was asked for under these cases, the newest first."""
    query = _select_lines().where(EvidenceRequest.case_id.in_(case_ids))
    newest = (ResidentLink.made_at.desc(), ResidentLink.id.desc())
    return _describe(session, session.execute(query.order_by(*newest)).all())


def _stands(state: RequestState, now: dt.datetime) -> list[ColumnElement[bool]]:
    is_over = ResidentLink.expires_at <= now
    is_late = EvidenceRequest.due_on < find_council_date(now)
    of_pending = {
        RequestState.PENDING: [~is_over, ~is_late],
        RequestState.OVERDUE: [~is_over, is_late],
        RequestState.EXPIRED: [is_over],
    }
    if state in of_pending:
        return [EvidenceRequest.status == RequestStatus.PENDING, *of_pending[state]]
    return [EvidenceRequest.status == state.value]


def _select_lines() -> Any:
    return (
        select(EvidenceRequest, ResidentLink, Resident, Programme.name, User.name)
        .join(ResidentLink, ResidentLink.id == EvidenceRequest.id)
        .join(Resident, Resident.id == ResidentLink.resident_id)
        .join(Case, Case.id == EvidenceRequest.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .join(User, User.id == ResidentLink.made_by_id)
    )


def _describe(session: Session, rows: Sequence[Any]) -> list[EvidenceLine]:
    ids = [request.id for request, *_ in rows]
    counts: dict[uuid.UUID, dict[str, int]] = {}
    by_state = (EvidenceItem.request_id, EvidenceItem.state)
    counted = select(*by_state, func.count()).where(EvidenceItem.request_id.in_(ids)).group_by(*by_state)
    for request_id, state, count in session.execute(counted):
        counts.setdefault(request_id, {})[state] = count
    return [
        EvidenceLine(
            request=request,
            link=link,
            resident=resident,
            programme=programme,
            made_by=made_by,
            counts=counts.get(request.id, {}),
        )
        for request, link, resident, programme, made_by in rows
    ]
