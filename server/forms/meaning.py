"""What the answers of a submission mean: the outcome, edits of fields, alerts and referrals, by `doorstep:records`.

Decides nothing about them and knows no row: whether an edit stands is settled by the merge.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from server.domain.field_policy import FIELD_POLICIES, ValueKind
from server.domain.words import AlertKind, ContactDirection, ContactOutcome, VisitOutcome
from server.forms.answers import Answer, Problem

ALERTING_OUTCOMES = frozenset(
    {
        VisitOutcome.NO_REPLY_CONCERN,
        VisitOutcome.UNSAFE_WITHDREW,
        VisitOutcome.EMERGENCY_999,
        VisitOutcome.DECEASED,
    }
)
_NO = frozenset({"no", "none", "false", "0"})
_ASKED_ONCE = frozenset({"wanted", "agreed", "urgent", "priority"})
_Named: TypeAlias = list[tuple[str, Answer]]
_Needs: TypeAlias = dict[tuple[str, str], _Named]
_CONTACT_OUTCOME_OF_BEFORE = "contact_outcome"  # what versions of the telephone form of before call it
_TURN = re.compile(r"^(.*\])[^\]]*$")


@dataclass(frozen=True, slots=True)
class RecordedEdit:
    """An answer that edits a field of the resident or case the submission is about. `value` as on the wire."""

    node: str
    entity_type: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class RecordedAlert:
    """An answer that a person must hear of at once."""

    node: str
    kind: AlertKind


@dataclass(frozen=True, slots=True)
class RecordedReferral:
    """A need to hand on. `node` names it for good; `details` are that need's own answers."""

    node: str
    type: str
    urgent: bool
    start_on: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedContact:
    """One attempt to reach somebody, as the form says it. `node` is where its outcome was answered."""

    node: str
    outcome: ContactOutcome
    direction: ContactDirection = ContactDirection.OUTGOING
    note: str | None = None
    call_again_time: str | None = None  # HH:MM by the council's clock, where they asked for a time


@dataclass(slots=True)
class Meaning:
    """All that a submission records; a part it says nothing of is empty."""

    outcome: str | None = None
    contact: RecordedContact | None = None
    edits: list[RecordedEdit] = field(default_factory=list)
    alerts: list[RecordedAlert] = field(default_factory=list)
    referrals: list[RecordedReferral] = field(default_factory=list)
    refused_types: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_alert_id(instance_id: str, node: str) -> uuid.UUID | None:
    """UUIDv5 of the instance's UUID and the node, so that a draft and its submission raise one alert."""
    try:
        return uuid.uuid5(uuid.UUID(instance_id.removeprefix("uuid:")), node)
    except ValueError:
        return None


def read_meaning(answers: Iterable[Answer]) -> Meaning:
    """Sort the recording answers by what they record. An empty answer is not among `answers` and so records nothing."""
    meaning = Meaning()
    needs: _Needs = {}
    contact: dict[str, Answer] = {}
    for answer in answers:
        head, _, rest = (answer.question.records or "").partition(".")
        match head:
            case "":
                continue
            case "visit" if rest == "outcome":
                _take_outcome(meaning, answer)
            case "resident" | "case":
                _take_edit(meaning, answer, head, rest)
            case "alert":
                _take_alert(meaning, answer, rest)
            case "referral":
                kind, _, detail = rest.partition(".")
                needs.setdefault((kind, _turn_of(answer.node)), []).append((detail or "wanted", answer))
            case "contact":
                contact[rest] = answer
            case "submission":
                if rest == _CONTACT_OUTCOME_OF_BEFORE:
                    contact["outcome"] = answer
                continue  # kept among the answers, and read there
            case _:
                meaning.problems.append(Problem("unknown_record", answer.node, "The form records something unknown."))
    _take_contact(meaning, contact)
    for (kind, turn), named in needs.items():
        if not _is_only_shared(kind, turn, named, needs):
            _take_need(meaning, kind, named, _shared_with(kind, turn, needs))
    return meaning


def _shared_with(kind: str, turn: str, needs: _Needs) -> _Named:
    """What was asked once for all turns of a repeat holds for each of them: whether it is wanted, agreed to, urgent."""
    around = [(other, named) for (same, other), named in needs.items() if same == kind and _is_around(other, turn)]
    around.sort(key=lambda pair: len(pair[0]))
    return [(detail, answer) for _, named in around for detail, answer in named if detail in _ASKED_ONCE]


def _is_only_shared(kind: str, turn: str, named: _Named, needs: _Needs) -> bool:
    """Nothing but what holds for the turns inside, of which there are some."""
    inside = any(same == kind and _is_around(turn, other) for same, other in needs)
    return inside and {detail for detail, _ in named} <= _ASKED_ONCE


def _is_around(outer: str, inner: str) -> bool:
    return outer != inner and (outer == "" or inner.startswith(f"{outer}/"))


def _take_outcome(meaning: Meaning, answer: Answer) -> None:
    if answer.value not in set(VisitOutcome):
        meaning.problems.append(Problem("unknown_outcome", answer.node, "The outcome is not one of the code list."))
        return
    meaning.outcome = str(answer.value)
    if answer.value in ALERTING_OUTCOMES:
        meaning.alerts.append(RecordedAlert(answer.node, AlertKind(str(answer.value))))


def _take_contact(meaning: Meaning, named: dict[str, Answer]) -> None:
    """Only with an outcome is it a contact; who began it is the council unless the form says otherwise."""
    asked = named.get("outcome")
    if asked is None:
        return
    if asked.value not in set(ContactOutcome):
        meaning.problems.append(Problem("unknown_outcome", asked.node, "The outcome is not one of the code list."))
        return
    direction, note, again = named.get("direction"), named.get("note"), named.get("call_again_time")
    meaning.contact = RecordedContact(
        node=asked.node,
        outcome=ContactOutcome(str(asked.value)),
        direction=ContactDirection.INCOMING
        if direction is not None and direction.value == ContactDirection.INCOMING
        else ContactDirection.OUTGOING,
        note=str(note.value) if note is not None else None,
        call_again_time=_as_clock(again.value) if again is not None else None,
    )


def _as_clock(value: object) -> str | None:
    """A time of day as lists show it, however it was written: 09:00, T09:00 and 090000 are one."""
    try:
        return f"{dt.time.fromisoformat(str(value)):%H:%M}"
    except ValueError:
        return None


def _take_edit(meaning: Meaning, answer: Answer, entity_type: str, name: str) -> None:
    policy = FIELD_POLICIES.get(entity_type, {}).get(name)
    if policy is None:
        meaning.problems.append(Problem("unknown_record", answer.node, "The form records a field that does not exist."))
        return
    if any((edit.entity_type, edit.field) == (entity_type, name) for edit in meaning.edits):
        meaning.problems.append(
            Problem("recorded_twice", answer.node, "Two answers write the same field; the first was taken.")
        )
        return
    value = answer.value
    if policy.kind is ValueKind.YES_NO and isinstance(value, str):
        value = value.lower() not in _NO
    elif policy.kind is ValueKind.TEXT and isinstance(value, list):
        value = " ".join(value)
    elif policy.kind in (ValueKind.TEXT, ValueKind.DATE):
        value = str(value).strip()
    meaning.edits.append(RecordedEdit(answer.node, entity_type, name, value))


def _take_alert(meaning: Meaning, answer: Answer, kind: str) -> None:
    if str(answer.value).strip().lower() in _NO:
        return
    known = AlertKind(kind) if kind in set(AlertKind) else AlertKind.UNREADABLE
    meaning.alerts.append(RecordedAlert(answer.node, known))


def _take_need(meaning: Meaning, kind: str, named: _Named, shared: _Named) -> None:
    """Wanted unless said otherwise; a refusal to share stops it. What the turn itself says goes before what is `shared`."""
    details = {detail: answer.value for detail, answer in [*shared, *named]}
    if not kind or str(details.get("wanted", "yes")).lower() in _NO:
        return
    if str(details.get("agreed", "yes")).lower() in _NO:
        meaning.refused_types.append(kind)
        return
    if set(details) <= {"agreed"}:
        return
    node = next((answer.node for detail, answer in named if detail == "wanted"), named[0][1].node)
    start_on = details.get("start_on")
    meaning.referrals.append(
        RecordedReferral(
            node=node,
            type=kind,
            urgent=details.get("urgent") == "yes" or details.get("priority") == "today",
            start_on=start_on if isinstance(start_on, str) else None,
            details={name: value for name, value in details.items() if name not in ("wanted", "start_on")},
        )
    )


def _turn_of(node: str) -> str:
    match = _TURN.match(node)
    return match.group(1) if match else ""
