"""Take in a form that came by link: raw and durable before anything is decided, by the one log and the one road of submissions.

The page sends the answers first and then each file in a request of its own, each with the whole XML (as ODK Collect does), so that
a line that breaks costs one file at most. The same request again changes nothing and answers the same; other answers under the same
instanceID are kept beside the first for a person, and refused in a word, so that nobody believes them received in their place.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore
from server.domain.operation import SERVER_SCHEMA, OperationKind, clean_text
from server.domain.resident_link import LINK_DEVICE_ID, Sender, find_reference
from server.domain.sealers import MOST_VAIN_TRIES
from server.domain.sealing import no_key
from server.domain.words import Verdict
from server.forms.openrosa import FilledForm, read_filled_form
from server.forms.xml_reading import XmlRefusedError
from server.store.attachments import count_attachments
from server.store.audit_writes import record_audit
from server.store.forms import find_form, find_version
from server.store.operation_writes import save_clashes, save_raw_operations
from server.store.operations import count_clashes, find_answers
from server.store.resident_link_writes import lock_link, save_link_device
from server.store.resident_links import LINK_ENTITY, find_link
from server.store.review_queue_writes import find_operation
from server.store.submissions import find_submission_by_instance
from server.store.tables import ResidentLink
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.decide_operations import decide_operations
from server.use_cases.find_sealers import find_sealers
from server.use_cases.keep_sent_file import find_sent_file, keep_sent_file
from server.use_cases.look_at_operation import Looked, as_clash, as_row, look_at
from server.use_cases.read_payload import BY_LINK
from server.use_cases.rest_file import SentFile

MOST_FILES = 60
MOST_OTHER_ANSWERS = 5


class LinkFormNotTakenError(Exception):
    """Nothing was stored. `reason`: link_over, answered, unreadable, other_form, file_too_large; or, where the answers are kept,
    too_many_files (the files of this request are not) and other_answers (they stand beside those that were there).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForm:
    """What the page sends. `finalised_at` and `utc_offset_minutes` are the phone's own word."""

    raw: bytes
    sender: Sender
    finalised_at: str | None
    utc_offset_minutes: int | None


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """The lasting answer. `is_new`: whether the request brought anything that was not here."""

    reference: str
    received_at: dt.datetime
    is_new: bool


def receive_link_form(
    store: ByteStore,
    link_id: uuid.UUID,
    sent: SentForm,
    files: Sequence[SentFile],
    *,
    max_file_bytes: int,
    now: dt.datetime,
) -> ReceivedForm:
    """Returns only when answers and files of the request are durable. Raises LinkFormNotTakenError."""
    try:
        filled = read_filled_form(sent.raw)
    except XmlRefusedError as error:
        raise LinkFormNotTakenError("unreadable") from error
    if any(file.size > max_file_bytes for file in files):
        raise LinkFormNotTakenError("file_too_large")
    op_id = uuid.uuid5(link_id, filled.instance_id)
    with write_transaction() as session:
        received = _store(session, link_id, op_id, filled, sent, now)
    if received is None:
        raise LinkFormNotTakenError("other_answers")
    with read_now() as session:
        is_open = find_answers(session, {op_id})[op_id].verdict in (None, Verdict.WAITING)
    if is_open:
        decide_operations({op_id}, now)
    brought = _keep_files(store, files, op_id, filled.instance_id, now)
    return replace(received, is_new=received.is_new or brought)


def _store(
    session: Session, link_id: uuid.UUID, op_id: uuid.UUID, filled: FilledForm, sent: SentForm, now: dt.datetime
) -> ReceivedForm | None:
    """One form for a link: the same again is known by its id, another one is refused. None for other answers than those that came
    first.
    """
    link = lock_link(session, link_id)
    shown = find_link(session, link_id) if link is not None else None
    if link is None or shown is None or not shown.standing.opens(now):
        raise LinkFormNotTakenError("link_over")
    if link.op_id is not None and link.op_id != op_id:
        raise LinkFormNotTakenError("answered")
    taken = find_submission_by_instance(session, filled.instance_id)
    if filled.form_id != shown.form_id or (taken is not None and taken.op_id != op_id):
        raise LinkFormNotTakenError("other_form")
    save_link_device(session, now)
    operation = _make_operation(session, link, op_id, filled, sent)
    looked = look_at(
        operation, no_key, find_sealers(LINK_DEVICE_ID, None, most_vain_tries=MOST_VAIN_TRIES), device_id=LINK_DEVICE_ID
    )
    if link.op_id is not None and link.answered_at is not None:
        was_here = _is_there(session, looked, now)
        return ReceivedForm(find_reference(op_id), link.answered_at, is_new=False) if was_here else None
    save_raw_operations(session, [as_row(looked, device_id=LINK_DEVICE_ID, user_id=None, now=now)])
    link.op_id, link.answered_at = op_id, now
    record_audit(
        session, action="link.answer", at=now, user_id=None, device_id=LINK_DEVICE_ID, entity_type=LINK_ENTITY,
        entity_id=link.id,
    )  # fmt: skip
    return ReceivedForm(find_reference(op_id), now, is_new=True)


def _is_there(session: Session, looked: Looked, now: dt.datetime) -> bool:
    """Whether these answers, of this sender, are what came first; others are kept beside them, a few."""
    first = find_operation(session, looked.op_id)
    if first is not None and _said_in(first.envelope) == _said_in(looked.raw):
        return True
    if count_clashes(session, looked.op_id) >= MOST_OTHER_ANSWERS:
        raise LinkFormNotTakenError("answered")
    save_clashes(session, [as_clash(looked, device_id=LINK_DEVICE_ID, now=now)])
    return False


def _said_in(envelope: Any) -> tuple[Any, Any]:
    return envelope["payload"]["xml"], envelope["payload"]["sender"]


def _make_operation(
    session: Session, link: ResidentLink, op_id: uuid.UUID, filled: FilledForm, sent: SentForm
) -> dict[str, Any]:
    """A version that is not known here is kept for a person (`unknown_form_version`)."""
    form = find_form(session, filled.form_id)
    version = find_version(session, form, filled.version) if form else None
    helper = sent.sender.helper_name
    payload: dict[str, Any] = {
        "source": BY_LINK,
        "link_id": str(link.id),
        "sender": {
            "by": "helper" if helper else "resident",
            "name": clean_text(helper) if helper else None,
            "relationship": clean_text(sent.sender.relationship or "") or None,
        },
        "instance_id": filled.instance_id,
        "form_id": filled.form_id,
        "form_version_id": str(version.id) if version else None,
        "xml": filled.xml,
        "finalised_at": sent.finalised_at,
        "utc_offset_minutes": sent.utc_offset_minutes,
        "bases": {},
        "attachments": [],
    }
    entity = ("case", link.case_id) if link.case_id else ("resident", link.resident_id)
    return {
        "op_id": str(op_id),
        "device_id": LINK_DEVICE_ID,
        "schema": SERVER_SCHEMA,
        "kind": OperationKind.SUBMISSION_CREATE.value,
        "entity": {"type": entity[0], "id": str(entity[1])},
        "payload": payload,
        "device_time": sent.finalised_at,
    }


def _keep_files(
    store: ByteStore, files: Sequence[SentFile], op_id: uuid.UUID, instance_id: str, now: dt.datetime
) -> bool:
    """Whether one of them was not here."""
    if not files:
        return False
    with read_now() as session:
        kept = count_attachments(session, instance_id)
        new = [file for file in files if find_sent_file(session, file, op_id) is None]
    if new and kept + len(new) > MOST_FILES:
        raise LinkFormNotTakenError("too_many_files")
    for file in files:
        keep_sent_file(
            store, file, op_id=op_id, instance_id=instance_id, device_id=LINK_DEVICE_ID, user_id=None, now=now
        )
    return bool(new)
