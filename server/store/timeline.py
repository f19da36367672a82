"""Reads what happened to one visit or one resident, from the log of operations, reviews, alerts and the audit trail.

Gives facts with a code each, newest first; what a code is called is the page's business. Writes nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from server.domain.happening import find_happening
from server.domain.operation import OperationKind
from server.domain.photo_note import find_named_photo, find_photo_note
from server.domain.picture import SMALL_PICTURE
from server.domain.words import SERVER_DEVICE_ID, Verdict
from server.store.contacts import still_stands
from server.store.evidence_facts import list_evidence_facts
from server.store.message_facts import list_message_facts
from server.store.pictures import list_shown_pictures
from server.store.tables import Alert, AlertAcknowledgement, AuditEntry, Contact, Operation, SubmissionReview
from server.store.users import names_of_users

MOST_EVENTS = 200
_LOOK = "audit."
# Operations that a review or an alert of its own tells better.
_TOLD_ELSEWHERE = ("visit.review", "visit.send_back", "alert.raise", "alert.told", "contact.add")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One thing that happened. `code` is e.g. `visit.start`, `review.approved`, `audit.visit.view`.

    `at` is when it was done, by the phone's clock where it was done on one; `received_at` stands where the council heard of it
    much later, `phone_said` where that clock cannot be right, so that `at` is when the council heard of it.
    `picture_id` is the attachment whose small picture can be shown.
    `times` is above 1 for looks in a row, which are one event: the newest one's instant, and everybody who looked in `by`.
    """

    at: dt.datetime
    code: str
    by: str | None
    note: str | None = None
    verdict: str | None = None
    fields: tuple[str, ...] = ()
    received_at: dt.datetime | None = None
    phone_said: dt.datetime | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    picture_id: uuid.UUID | None = None
    times: int = 1


def list_timeline(
    session: Session,
    entity_ids: Collection[uuid.UUID],
    *,
    submission_ids: Collection[uuid.UUID] = (),
    alert_ids: Collection[uuid.UUID] = (),
    case_ids: Collection[uuid.UUID] = (),
) -> Sequence[TimelineEvent]:
    """The newest MOST_EVENTS events of these entities."""
    found: list[tuple[uuid.UUID | None, dict[str, Any]]] = []
    found += _operations(session, entity_ids)
    found += _reviews(session, submission_ids)
    found += _alert_steps(session, alert_ids)
    found += _views(session, entity_ids)
    found += _contacts(session, case_ids)
    found += list_evidence_facts(session, case_ids)
    found += list_message_facts(session, entity_ids, MOST_EVENTS)
    names = names_of_users(session, [user_id for user_id, _ in found])
    events = [TimelineEvent(by=names.get(user_id) if user_id else None, **fact) for user_id, fact in found]
    return _fold_looks(sorted(events, key=lambda event: event.at, reverse=True))[:MOST_EVENTS]


def _fold_looks(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Looks of one kind between two things that happened are one line: what happened must not drown in who read it."""
    folded: list[TimelineEvent] = []
    for _, run in itertools.groupby(events, key=lambda event: event.code):
        looks = list(run)
        if not looks[0].code.startswith(_LOOK):
            folded += looks
            continue
        by = ", ".join(dict.fromkeys(look.by for look in looks if look.by)) or None
        folded.append(replace(looks[0], by=by, times=len(looks)))
    return folded


_Facts = list[tuple[uuid.UUID | None, dict[str, Any]]]


def _operations(session: Session, entity_ids: Collection[uuid.UUID]) -> _Facts:
    rows = session.scalars(
        select(Operation)
        .where(Operation.entity_id.in_(entity_ids), Operation.kind.not_in(_TOLD_ELSEWHERE))
        .order_by(Operation.seq.desc())
        .limit(MOST_EVENTS)
    ).all()
    named = {row.op_id: find_named_photo(row.envelope) for row in rows if _is_photo(row)}
    shown = list_shown_pictures(session, {photo_id for photo_id in named.values() if photo_id}, SMALL_PICTURE)
    return [
        (
            row.user_id,
            {
                **_when(row.device_time if row.device_id != SERVER_DEVICE_ID else None, row.received_at),
                "code": row.kind,
                "note": _note_of(row),
                "verdict": row.verdict,
                "fields": tuple(sorted(row.envelope.get("fields") or {})),
                "picture_id": photo_id if (photo_id := named.get(row.op_id)) in shown else None,
                **_at_desk(row),
            },
        )
        for row in rows
    ]


def _is_photo(row: Operation) -> bool:
    """Whether it names a photo of its own sender's; what waits for a person may name anybody's."""
    return row.kind == OperationKind.ATTACHMENT_ADD and row.verdict == Verdict.APPLIED


def _at_desk(row: Operation) -> dict[str, Any]:
    """A form filled in at the office, or corrected there, is called so and by its own title."""
    payload = row.envelope.get("payload")
    if row.device_id != SERVER_DEVICE_ID or row.kind != "submission.create" or not isinstance(payload, dict):
        return {}
    code = "desk.correction" if payload.get("corrects_op_id") else "desk.submission"
    return {"code": code, "detail": {"form": str(payload.get("form_title") or payload.get("form_id") or "")}}


def _when(device_time: str | None, received_at: dt.datetime) -> dict[str, dt.datetime | None]:
    happening = find_happening(device_time, received_at)
    return {"at": happening.at, "received_at": happening.received_at, "phone_said": happening.phone_said}


def _note_of(row: Operation) -> str | None:
    """The words of a note or a photo from a phone, or those the office gave a step of its own: why it corrects a submission."""
    if row.kind == OperationKind.ATTACHMENT_ADD:
        return find_photo_note(row.envelope) if _is_photo(row) else None
    payload = row.envelope.get("payload")
    if not isinstance(payload, dict):
        return None
    words = payload.get("text" if row.kind == "note.add" else "note")
    from_office = row.device_id == SERVER_DEVICE_ID
    return words if isinstance(words, str) and (from_office or row.kind == "note.add") else None


def _reviews(session: Session, submission_ids: Collection[uuid.UUID]) -> _Facts:
    rows = session.scalars(select(SubmissionReview).where(SubmissionReview.submission_id.in_(submission_ids)))
    return [
        (row.reviewed_by_id, {"at": row.reviewed_at, "code": f"review.{row.review_state}", "note": row.note})
        for row in rows
    ]


def _alert_steps(session: Session, alert_ids: Collection[uuid.UUID]) -> _Facts:
    raised = session.execute(
        select(Alert, Operation.device_time)
        .outerjoin(Operation, and_(Operation.op_id == Alert.op_id, Operation.device_id != SERVER_DEVICE_ID))
        .where(Alert.id.in_(alert_ids))
    ).all()
    steps = session.scalars(select(AlertAcknowledgement).where(AlertAcknowledgement.alert_id.in_(alert_ids)))
    return [
        (row.raised_by_id, {**_when(said, row.raised_at), "code": "alert.raised", "detail": {"kind": row.kind}})
        for row, said in raised
    ] + [(step.user_id, {"at": step.at, "code": f"alert.{step.step}", "note": step.note}) for step in steps]


def _views(session: Session, entity_ids: Collection[uuid.UUID]) -> _Facts:
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.entity_id.in_([str(entity_id) for entity_id in entity_ids]), AuditEntry.action.like("%.view"))
        .order_by(AuditEntry.id.desc())
        .limit(MOST_EVENTS // 4)
    )
    return [(row.user_id, {"at": row.at, "code": f"{_LOOK}{row.action}"}) for row in rows]


def list_contacts(session: Session, case_id: uuid.UUID) -> list[TimelineEvent]:
    """The calls of one case alone, the newest first."""
    found = _contacts(session, [case_id])
    names = names_of_users(session, [user_id for user_id, _ in found])
    events = [TimelineEvent(by=names.get(user_id) if user_id else None, **fact) for user_id, fact in found]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _contacts(session: Session, case_ids: Collection[uuid.UUID]) -> _Facts:
    rows = session.execute(select(Contact, still_stands()).where(Contact.case_id.in_(case_ids)))
    return [
        (
            row.contacted_by_id,
            {
                "at": row.contacted_at,
                "code": f"contact.{row.outcome}",
                "note": row.note,
                "detail": {"direction": row.direction, "corrected": not stands},
            },
        )
        for row, stands in rows
    ]
