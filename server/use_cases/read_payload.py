"""Read what a `submission.create` operation carries: its XML by its form version, with every problem found on the way.

Writes nothing and never raises for anything a device can send.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.operation import Operation, clean_text, parse_id, parse_instant
from server.forms.answers import Answer, Problem, ReadSubmission, read_submission
from server.forms.meaning import Meaning, read_meaning
from server.forms.questions import question_from_json
from server.forms.xml_reading import XmlRefusedError, parse_xml
from server.store.forms import FormQuestions, find_questions

LONGEST_INSTANCE_ID = 200
OPENROSA = "openrosa"  # the source of a form that was filled in elsewhere; nobody promised when it was finished
_WIDEST_OFFSET = 24 * 60


@dataclass(slots=True)
class ReadPayload:
    """`review_reason` is set when a person must look before anything else can be made of the submission."""

    instance_id: str
    xml: str
    finalised_at: dt.datetime | None
    utc_offset_minutes: int | None
    form: FormQuestions | None = None
    tree: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    meaning: Meaning = field(default_factory=Meaning)
    problems: list[Problem] = field(default_factory=list)
    review_reason: str | None = None
    deprecated_id: str | None = None


def read_payload(session: Session, operation: Operation) -> ReadPayload:
    """Understand as much of the payload as there is."""
    payload = operation.payload
    xml = payload.get("xml")
    offset = payload.get("utc_offset_minutes")
    finalised_at = payload.get("finalised_at")
    read = ReadPayload(
        instance_id=_read_instance_id(payload.get("instance_id"), operation.op_id),
        xml=clean_text(xml) if isinstance(xml, str) else "",
        finalised_at=parse_instant(finalised_at),
        utc_offset_minutes=offset if type(offset) is int and abs(offset) <= _WIDEST_OFFSET else None,
    )
    if read.finalised_at is None and payload.get("source") != OPENROSA:
        read.problems.append(Problem("no_time", None, "The submission does not say when it was finished."))
    found = _read_xml(session, payload, read)
    if found is None:
        return read
    read.tree, read.answers = found.tree, found.answers
    read.deprecated_id = found.deprecated_id
    read.meaning = read_meaning(found.answers)
    read.problems += [*found.problems, *read.meaning.problems]
    if found.instance_id != payload.get("instance_id"):
        read.problems.append(
            Problem("other_instance", None, "The submission's own id is not the one it was sent under.")
        )
    return read


def _read_xml(session: Session, payload: Any, read: ReadPayload) -> ReadSubmission | None:
    version_id = parse_id(payload.get("form_version_id"))
    read.form = None if version_id is None else find_questions(session, version_id)
    try:
        root = parse_xml(read.xml)
    except XmlRefusedError as error:
        read.problems.append(Problem("unreadable_xml", None, f"The submission cannot be read: {error}."))
        read.review_reason = "unreadable_submission"
        return None
    if read.form is None:
        read.problems.append(Problem("unknown_form_version", None, "The form version is not known here."))
        read.review_reason = "unknown_form_version"
        return None
    if payload.get("form_id") != read.form.form_id:
        read.problems.append(Problem("other_form", None, "The form version belongs to another form than was named."))
    questions = [question_from_json(stored) for stored in read.form.questions]
    if questions and not questions[0].path.startswith(f"/{root.tag.rpartition('}')[2]}/"):
        read.problems.append(Problem("other_root", None, "The submission is not one of this form."))
        read.review_reason = "other_form"
        return None
    return read_submission(root, questions)


def _read_instance_id(value: object, op_id: uuid.UUID) -> str:
    """As it was sent; where none was, one that follows from the operation so that a second run finds it again."""
    if isinstance(value, str) and 0 < len(value) <= LONGEST_INSTANCE_ID and clean_text(value) == value:
        return value
    return f"op:{op_id}"
