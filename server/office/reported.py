"""What a phone reported, as a person reads it: answers in words, edits beside what is shown now, notes and commands.

Writes nothing and hides nothing: what has no words of its own is shown as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.field_policy import FIELD_POLICIES
from server.domain.hand_back import HandBackReason, write_words
from server.domain.operation import Operation, OperationKind
from server.domain.resident_link import LINK_DEVICE_ID, find_reference
from server.domain.shown_answers import AnswerGroup, list_shown_answers
from server.domain.wire_value import json_value
from server.office.event_words import problem_words
from server.office.field_values import field_words, value_words
from server.office.hand_back_words import hand_back_words
from server.store import tables
from server.store.review_item import ReviewItem
from server.store.tables import FormVersion, Submission
from server.texts import has_text, text
from server.use_cases.decide_operations import read_stored
from server.use_cases.read_payload import read_payload


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """One field: what the writer saw, what they want, what is shown now."""

    label: str
    seen: str
    wanted: str
    shown: str


@dataclass(slots=True, kw_only=True)
class ShownReport:
    """One operation of an item. `groups` are a submission's answers; `sender` of a form that came by link."""

    row: tables.Operation
    title: str
    groups: list[AnswerGroup] = field(default_factory=list)
    form: str | None = None
    outcome: str | None = None
    words: str | None = None
    raw: str | None = None
    sender: dict[str, Any] | None = None


def show_reports(session: Session, item: ReviewItem, rows: Sequence[tables.Operation]) -> list[ShownReport]:
    """Each operation in the order of arrival; edits are shown apart (`show_edits`)."""
    found = []
    for row in rows:
        read = read_stored(row)
        if not isinstance(read, Operation):
            found.append(_raw(row))
        elif read.kind == OperationKind.SUBMISSION_CREATE:
            found.append(_submission(session, item, row, read))
            found[-1].sender = _find_link_sender(item, row)
        elif not read.fields:
            found.append(_other(row, read))
    return found


def _find_link_sender(item: ReviewItem, row: tables.Operation) -> dict[str, Any] | None:
    """Of a form that came by link: `name` and `relationship` of a helper (None: the resident), `reference`, and what the checks
    found, in words.
    """
    payload = row.envelope.get("payload")
    if row.device_id != LINK_DEVICE_ID or not isinstance(payload, dict):
        return None
    sender = payload.get("sender") or {}
    stored = item.own_submissions.get(row.op_id)
    return {
        "name": sender.get("name"),
        "relationship": sender.get("relationship"),
        "reference": find_reference(row.op_id),
        "received_at": row.received_at,
        "problems": [problem_words(one) for one in stored[0].problems] if stored else [],
    }


def show_edits(item: ReviewItem, rows: Sequence[tables.Operation]) -> list[ShownEdit]:
    """Every field edit among the operations, beside the value that is shown now."""
    targets: Mapping[str, Any] = {"resident": item.resident, "case": item.case, "visit": item.visit}
    found = []
    for row in rows:
        read = read_stored(row)
        if not isinstance(read, Operation):
            continue
        target = targets.get(read.entity_type)
        for name, edit in read.fields.items():
            shown = json_value(getattr(target, name, None)) if target is not None else None
            seen, wanted, now_shown = (
                _words(read.entity_type, name, one) for one in (edit.base_value, edit.value, shown)
            )
            found.append(ShownEdit(label=field_words(name), seen=seen, wanted=wanted, shown=now_shown))
    return found


def show_answers(submission: Submission, version: FormVersion | None) -> list[AnswerGroup]:
    """A stored submission's answers."""
    return list_shown_answers(version.questions if version else [], submission.answers)


def show_raw(envelope: Mapping[str, Any]) -> str:
    """What came, as it came."""
    return json.dumps(envelope, indent=1, sort_keys=True, ensure_ascii=False)[:20_000]


def _submission(session: Session, item: ReviewItem, row: tables.Operation, read: Operation) -> ShownReport:
    title = _kind_words(row.kind)
    stored = item.own_submissions.get(row.op_id)
    if stored is not None:
        submission, version = stored
        form = f"{version.title}, {version.version_label}" if version else None
        return ShownReport(
            row=row, title=title, groups=show_answers(submission, version), form=form, outcome=submission.outcome
        )
    unpacked = read_payload(session, read)
    version = session.get(FormVersion, unpacked.form.form_version_id) if unpacked.form else None
    groups = list_shown_answers(version.questions if version else [], unpacked.tree)
    return ShownReport(
        row=row,
        title=title,
        groups=groups,
        form=f"{version.title}, {version.version_label}" if version else None,
        outcome=unpacked.meaning.outcome,
        raw=None if groups else show_raw(row.envelope),
    )


def _other(row: tables.Operation, read: Operation) -> ShownReport:
    payload = read.payload
    words: Any = None
    if read.kind == OperationKind.VISIT_CANNOT_COMPLETE:
        reason = payload.get("reason")
        known = HandBackReason(reason) if isinstance(reason, str) and reason in set(HandBackReason) else None
        words = hand_back_words(write_words(known, str(payload.get("note") or ""))) if known else None
    elif read.kind == OperationKind.ALERT_TOLD:
        words = payload.get("told_whom")
    else:
        words = payload.get("text") or payload.get("why") or payload.get("note")
    is_known = has_text(_kind_key(row.kind))
    return ShownReport(
        row=row,
        title=_kind_words(row.kind),
        words=words if isinstance(words, str) else None,
        raw=None if is_known and (words or not payload or read.kind in _SAY_ENOUGH) else show_raw(row.envelope),
    )


_SAY_ENOUGH = (OperationKind.VISIT_SUBMIT, OperationKind.ATTACHMENT_ADD, OperationKind.ALERT_RAISE)


def _raw(row: tables.Operation) -> ShownReport:
    return ShownReport(row=row, title=text("report-kind-unreadable"), raw=show_raw(row.envelope))


def _kind_key(kind: str) -> str:
    return f"report-kind-{kind.replace('.', '-')}"


def _kind_words(kind: str) -> str:
    return text(_kind_key(kind)) if has_text(_kind_key(kind)) else kind.replace(".", " ").replace("_", " ")


def _words(entity_type: str, name: str, value: Any) -> str:
    """A value in words; one of a field that nobody knows is shown as it came."""
    if name in FIELD_POLICIES.get(entity_type, {}):
        return value_words(entity_type, name, value)
    return text("none-yet") if value is None else str(value)
