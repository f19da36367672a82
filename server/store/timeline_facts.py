"""Reads facts of a timeline from the log of operations, reviews, alerts, calls and the audit trail. Writes nothing.

Each list goes up to an instant, the newest first; `heard_at` is when the council heard of it, by which pages are cut.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from server.domain.happening import find_happening
from server.domain.operation import OperationKind
from server.domain.photo_note import find_named_photo, find_photo_note
from server.domain.picture import SMALL_PICTURE
from server.domain.words import SERVER_DEVICE_ID, Verdict
from server.store.contacts import still_stands
from server.store.pictures import list_shown_pictures
from server.store.tables import (
    Alert,
    AlertAcknowledgement,
    AuditEntry,
    Contact,
    Operation,
    Submission,
    SubmissionReview,
)

LOOK = "audit."
# What the log calls a thing, and by what a page calls it that has one. Named with the ids: the log's index begins with them.
_ABOUT = {"visit": "visit", "referral": "referral", "warning_marker": "marker", "case": "case", "resident": None}
# Operations that a review or an alert of its own tells better.
_TOLD_ELSEWHERE = ("visit.review", "visit.send_back", "alert.raise", "alert.told", "contact.add")
_PREFERENCES = "resident.preferences"
_FOLLOW_UPS = ("case.follow_up", "case.follow_up_taken_back")


@dataclass(frozen=True, slots=True)
class Fact:
    """Who did it, when the council heard of it, and the event without its name."""

    user_id: uuid.UUID | None
    heard_at: dt.datetime
    said: dict[str, Any]


def list_operations(session: Session, entity_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int) -> list[Fact]:
    """What the one log says of these rows, but for what is told better elsewhere."""
    rows = session.scalars(
        select(Operation)
        .where(
            Operation.entity_type.in_(_ABOUT),
            Operation.entity_id.in_(entity_ids),
            Operation.kind.not_in(_TOLD_ELSEWHERE),
            Operation.received_at <= upto,
        )
        .order_by(Operation.received_at.desc(), Operation.seq.desc())
        .limit(limit)
    ).all()
    named = {row.op_id: find_named_photo(row.envelope) for row in rows if _is_photo(row)}
    shown = list_shown_pictures(session, {photo_id for photo_id in named.values() if photo_id}, SMALL_PICTURE)
    filed = _find_filed(session, rows)
    return [
        Fact(
            row.user_id,
            row.received_at,
            {
                **_when(row.device_time if row.device_id != SERVER_DEVICE_ID else None, row.received_at),
                "code": row.kind,
                "note": _note_of(row),
                "verdict": row.verdict,
                "fields": tuple(sorted(row.envelope.get("fields") or {})),
                "about": ("submission", filed[row.op_id]) if row.op_id in filed else _about(row),
                "picture_id": photo_id if (photo_id := named.get(row.op_id)) in shown else None,
                **_at_desk(row),
                **_case_step(row),
            },
        )
        for row in rows
    ]


def list_reviews(session: Session, submission_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int) -> list[Fact]:
    """The steps of reviews, with what was reviewed."""
    rows = session.execute(
        select(SubmissionReview, Submission.visit_id)
        .join(Submission, Submission.id == SubmissionReview.submission_id)
        .where(SubmissionReview.submission_id.in_(submission_ids), SubmissionReview.reviewed_at <= upto)
        .order_by(SubmissionReview.reviewed_at.desc(), SubmissionReview.id.desc())
        .limit(limit)
    )
    return [
        Fact(
            row.reviewed_by_id,
            row.reviewed_at,
            {
                "at": row.reviewed_at,
                "code": f"review.{row.review_state}",
                "note": row.note,
                "about": ("visit", visit_id) if visit_id else ("submission", row.submission_id),
            },
        )
        for row, visit_id in rows
    ]


def list_alert_steps(session: Session, alert_ids: Collection[uuid.UUID], upto: dt.datetime) -> list[Fact]:
    """Alerts as they were raised, and what was done about them."""
    raised = session.execute(
        select(Alert, Operation.device_time)
        .outerjoin(Operation, and_(Operation.op_id == Alert.op_id, Operation.device_id != SERVER_DEVICE_ID))
        .where(Alert.id.in_(alert_ids), Alert.raised_at <= upto)
    ).all()
    steps = session.scalars(
        select(AlertAcknowledgement).where(
            AlertAcknowledgement.alert_id.in_(alert_ids), AlertAcknowledgement.at <= upto
        )
    )
    found = [
        Fact(
            row.raised_by_id,
            row.raised_at,
            {
                **_when(said, row.raised_at),
                "code": "alert.raised",
                "detail": {"kind": row.kind},
                "about": ("alert", row.id),
            },
        )
        for row, said in raised
    ]
    found += [
        Fact(
            step.user_id,
            step.at,
            {"at": step.at, "code": f"alert.{step.step}", "note": step.note, "about": ("alert", step.alert_id)},
        )
        for step in steps
    ]
    return sorted(found, key=lambda fact: fact.heard_at, reverse=True)


def list_looks(session: Session, entity_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int) -> list[Fact]:
    """Who looked at the pages of these rows."""
    rows = session.scalars(_audited(entity_ids, upto).where(AuditEntry.action.like("%.view")).limit(limit))
    return [Fact(row.user_id, row.at, {"at": row.at, "code": f"{LOOK}{row.action}"}) for row in rows]


def list_steps_on_trail(
    session: Session, entity_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int
) -> list[Fact]:
    """What only the audit trail says: how somebody wishes to be reached (by way what they say now), and what the rules of a programme
    made of an approved visit or was taken back of it.
    """
    told = _audited(entity_ids, upto).where(AuditEntry.action.in_((_PREFERENCES, *_FOLLOW_UPS)))
    return [
        Fact(
            row.user_id,
            row.at,
            {
                "at": row.at,
                "code": "preferences.change" if row.action == _PREFERENCES else row.action,
                "detail": {name: change.get("new") for name, change in row.fields.items()},
                "about": _find_visit_named(row),
            },
        )
        for row in session.scalars(told.limit(limit))
    ]


def _find_visit_named(row: AuditEntry) -> tuple[str, uuid.UUID] | None:
    named = row.fields.get("visit_id")
    return ("visit", uuid.UUID(named["new"])) if named else None


def list_contacts(
    session: Session, case_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int | None
) -> list[Fact]:
    """Calls, each with the form that recorded it."""
    rows = session.execute(
        select(Contact, still_stands())
        .where(Contact.case_id.in_(case_ids), Contact.contacted_at <= upto)
        .order_by(Contact.contacted_at.desc(), Contact.id.desc())
        .limit(limit)
    )
    return [
        Fact(
            row.contacted_by_id,
            row.contacted_at,
            {
                "at": row.contacted_at,
                "code": f"contact.{row.outcome}",
                "note": row.note,
                "detail": {"direction": row.direction, "corrected": not stands},
                "about": ("submission", row.submission_id) if row.submission_id else None,
            },
        )
        for row, stands in rows
    ]


def _audited(entity_ids: Collection[uuid.UUID], upto: dt.datetime) -> Any:
    named = [str(entity_id) for entity_id in entity_ids]
    return (
        select(AuditEntry)
        .where(AuditEntry.entity_type.in_(_ABOUT), AuditEntry.entity_id.in_(named), AuditEntry.at <= upto)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )


def _about(row: Operation) -> tuple[str, uuid.UUID] | None:
    page = _ABOUT.get(row.entity_type or "")
    return (page, row.entity_id) if page is not None and row.entity_id is not None else None


def _find_filed(session: Session, rows: Sequence[Operation]) -> dict[uuid.UUID, uuid.UUID]:
    """By operation the submission that has a page of its own: what was filled in about a person, not at a visit."""
    named = [
        row.op_id
        for row in rows
        if row.kind == OperationKind.SUBMISSION_CREATE and row.entity_type != "visit"  # else the visit's page shows it
    ]
    if not named:
        return {}
    found = session.execute(select(Submission.op_id, Submission.id).where(Submission.op_id.in_(named)))
    return {row.op_id: row.id for row in found}


def _is_photo(row: Operation) -> bool:
    """Whether it names a photo of its own sender's; what waits for a person may name anybody's."""
    return row.kind == OperationKind.ATTACHMENT_ADD and row.verdict == Verdict.APPLIED


def _case_step(row: Operation) -> dict[str, Any]:
    """What the office did with a case says why or until when; a hold that ended by itself is called so."""
    payload = row.envelope.get("payload")
    if row.device_id != SERVER_DEVICE_ID or not row.kind.startswith("case.") or not isinstance(payload, dict):
        return {}
    ended = {"code": "case.hold-ended"} if payload.get("hold_ended") else {}
    return ended | {"detail": {name: payload.get(name) for name in ("reason", "day")}}


def _at_desk(row: Operation) -> dict[str, Any]:
    """A form filled in at the office, or corrected there, is called so and by its own title; so is who was added there."""
    payload = row.envelope.get("payload")
    if row.device_id != SERVER_DEVICE_ID or not isinstance(payload, dict):
        return {}
    if row.kind == "resident.create" and payload.get("source") == "desk":
        return {"code": "resident.add"}
    if row.kind != OperationKind.SUBMISSION_CREATE:
        return {}
    code = "desk.correction" if payload.get("corrects_op_id") else "desk.submission"
    return {"code": code, "detail": {"form": str(payload.get("form_title") or payload.get("form_id") or "")}}


def _when(device_time: str | None, received_at: dt.datetime) -> dict[str, dt.datetime | None]:
    happening = find_happening(device_time, received_at)
    return {"at": happening.at, "received_at": happening.received_at, "phone_said": happening.phone_said}


def _note_of(row: Operation) -> str | None:
    """The words of a note or a photo from a phone, or those the office gave a step of its own: why it corrects something."""
    if row.kind == OperationKind.ATTACHMENT_ADD:
        return find_photo_note(row.envelope) if _is_photo(row) else None
    payload = row.envelope.get("payload")
    if not isinstance(payload, dict):
        return None
    words = payload.get("text" if row.kind == "note.add" else "note")
    from_office = row.device_id == SERVER_DEVICE_ID
    return words if isinstance(words, str) and (from_office or row.kind == "note.add") else None
