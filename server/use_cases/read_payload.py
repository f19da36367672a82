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
from server.domain.phone_window import COUNCIL_ZONE
from server.forms.answers import Answer, Problem, ReadSubmission, read_submission
from server.forms.audience import ALERTS_OF_A_RESIDENT
from server.forms.checks import Circumstances, check_submission
from server.forms.meaning import Meaning, read_meaning
from server.forms.xml_reading import Element, XmlRefusedError, local_name, parse_xml
from server.use_cases.find_form_model import PublishedForm, find_form_model

LONGEST_INSTANCE_ID = 200
BY_LINK = "link"  # the source of a form that a resident filled in by link
OPENROSA = "openrosa"  # the source of a form that was filled in elsewhere; nobody promised when it was finished
_WIDEST_OFFSET = 24 * 60 - 1


@dataclass(slots=True)
class ReadPayload:
    """`review_reason` is set when a person must look before anything else can be made of the submission."""

    instance_id: str
    xml: str
    finalised_at: dt.datetime | None
    utc_offset_minutes: int | None
    form: PublishedForm | None = None
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
    root = _read_xml(session, payload, read)
    if root is None or read.form is None:
        return read
    found = _check(root, read.form, read)
    if payload.get("source") == BY_LINK:
        _keep_what_a_resident_may_say(read)
    read.deprecated_id = found.deprecated_id
    if found.instance_id != payload.get("instance_id"):
        read.problems.append(
            Problem("other_instance", None, "The submission's own id is not the one it was sent under.")
        )
    return read


def _read_xml(session: Session, payload: Any, read: ReadPayload) -> Element | None:
    """The submission's root, where it is one of the form version that it names."""
    version_id = parse_id(payload.get("form_version_id"))
    read.form = None if version_id is None else find_form_model(session, version_id)
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
    form = read.form.model.form
    if payload.get("form_id") != read.form.form_id:
        read.problems.append(Problem("other_form", None, "The form version belongs to another form than was named."))
    if local_name(root) != form.root_name or root.get("id") not in (None, form.form_id):
        read.problems.append(Problem("other_root", None, "The submission is not one of this form."))
        read.review_reason = "other_form"
        return None
    return root


def _check(root: Element, form: PublishedForm, read: ReadPayload) -> ReadSubmission:
    """Read the answers, check them by the form version, and keep what they mean as far as they were asked."""
    found = read_submission(root, form.model.questions.values(), form.model.label_of)
    zone = find_zone(read.finalised_at, read.utc_offset_minutes)
    checked = check_submission(form.model, root, Circumstances(read.finalised_at, zone))
    read.tree = found.tree
    read.answers = [answer for answer in found.answers if answer.node not in checked.hidden]
    read.meaning = read_meaning(read.answers)
    unasked = read_meaning(answer for answer in found.answers if answer.node in checked.hidden)
    read.meaning.alerts += unasked.alerts  # in doubt a person hears of it
    told = {problem.node for problem in found.problems}  # what cannot be read breaks rules too: once is enough
    read.problems += [*found.problems, *(problem for problem in checked.problems if problem.node not in told)]
    read.problems += read.meaning.problems
    return found


def _keep_what_a_resident_may_say(read: ReadPayload) -> None:
    """No visit, no call, and no alert but that somebody is not safe: what else the form recorded stands among the answers."""
    meaning = read.meaning
    alerts = [alert for alert in meaning.alerts if alert.kind in ALERTS_OF_A_RESIDENT]
    if meaning.outcome is not None or meaning.contact is not None or len(alerts) < len(meaning.alerts):
        read.problems.append(Problem("not_by_link", None, "It records what only an officer may; that was left out."))
    meaning.outcome, meaning.contact, meaning.alerts = None, None, alerts


def find_zone(at: dt.datetime | None, offset_minutes: int | None) -> dt.tzinfo:
    """The council's own time zone where it had the phone's offset at that time, so that dates of the other half of the
    year are read as the phone read them; else the offset alone.
    """
    if at is None or offset_minutes is None:
        return COUNCIL_ZONE
    offset = dt.timedelta(minutes=offset_minutes)
    return COUNCIL_ZONE if at.astimezone(COUNCIL_ZONE).utcoffset() == offset else dt.timezone(offset)


def _read_instance_id(value: object, op_id: uuid.UUID) -> str:
    """As it was sent; where none was, one that follows from the operation so that a second run finds it again."""
    if isinstance(value, str) and 0 < len(value) <= LONGEST_INSTANCE_ID and clean_text(value) == value:
        return value
    return f"op:{op_id}"
