"""Take in a form that a member of staff filled in at a desk: the same road as from a phone, operations in the one log.

Its writer is the person, its device is the server. What is refused is refused before anything is stored, in a word; what is
stored ends as every operation does. Sent twice, it is one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.attachments.byte_store import ByteStore
from server.domain.desk_form import LONGEST_REASON, closes_visit, may_fill
from server.domain.operation import SERVER_SCHEMA, OperationKind, clean_text
from server.domain.words import SERVER_DEVICE_ID, Verdict
from server.forms.openrosa import FilledForm, read_filled_form
from server.forms.xml_reading import XmlRefusedError
from server.store.desk import find_correction, find_desk_subject, is_correctable
from server.store.devices import DeviceStanding
from server.store.forms import FormNotFoundError, get_form, get_version
from server.store.submissions import find_submission_by_instance
from server.store.submissions_of_visit import find_submission_of_operation
from server.store.tables import FormVersion, Submission
from server.store.unit_of_work import read_snapshot
from server.use_cases.find_corrected import CORRECTS
from server.use_cases.keep_sent_file import keep_sent_file
from server.use_cases.push_operations import Receipt, push_operations
from server.use_cases.rest_file import SentFile

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://doorstep.example/desk")


class NotFilledError(Exception):
    """Nothing was stored. `reason`: unreadable, unknown_form, not_found, visit_done, may_not_close, corrected_meanwhile, not_correctable,
    reason_missing, reason_too_long, file_too_large; or other_answers, which are kept beside those that were there.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFilling:
    """A finished form as the page sends it. `finalised_at` is the browser's and fixed at the first try; `may_close`: the person may
    review visits, and so close one.
    """

    entity_type: str
    entity_id: uuid.UUID
    form_version_id: uuid.UUID
    xml: str
    finalised_at: str
    utc_offset_minutes: int
    by_id: uuid.UUID
    bases: dict[str, Any]
    alerts: list[Any]
    may_close: bool = False
    corrects_id: uuid.UUID | None = None
    reason: str = ""
    files: Sequence[SentFile] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it: `verdict` of the wire, and the submission where one was stored."""

    verdict: str
    submission_id: uuid.UUID | None


def fill_at_desk(store: ByteStore, filling: DeskFilling, *, max_file_bytes: int, now: dt.datetime) -> Filled:
    """Durable when it returns, files too. The same again changes nothing. Raises NotFilledError."""
    try:
        filled = read_filled_form(filling.xml.encode())
    except XmlRefusedError as error:
        raise NotFilledError("unreadable") from error
    if any(file.size > max_file_bytes for file in filling.files):
        raise NotFilledError("file_too_large")
    op_id = uuid.uuid5(_NAMESPACE, filled.instance_id)
    with read_snapshot() as session:
        operations = _make_operations(session, filling, filled, op_id)
    device = _standing(filling.by_id)
    receipts = push_operations(device, operations, now)
    if receipts[0].is_other_content:
        raise NotFilledError("other_answers")
    for file in filling.files:
        keep_sent_file(
            store,
            file,
            op_id=op_id,
            instance_id=filled.instance_id,
            device_id=device.device_id,
            user_id=device.user_id,
            now=now,
        )
    with read_snapshot() as session:
        stored = find_submission_by_instance(session, filled.instance_id)
    return Filled(_gravest(receipts), stored.id if stored else None)


def raise_at_desk(
    entity_type: str, entity_id: uuid.UUID, alert: dict[str, Any], *, by_id: uuid.UUID, now: dt.datetime
) -> None:
    """An answer that a person must hear of, at once: the form may never be finished. Raises NotFilledError (not_found)."""
    with read_snapshot() as session:
        if find_desk_subject(session, entity_type, entity_id) is None:
            raise NotFilledError("not_found")
    op_id = uuid.uuid5(_NAMESPACE, f"alert {alert.get('alert_id')}")
    entity = {"type": entity_type, "id": str(entity_id)}
    raised = _envelope(op_id, OperationKind.ALERT_RAISE, entity) | {"alerts": [alert]}
    push_operations(_standing(by_id), [raised], now)


def _make_operations(
    session: Session, filling: DeskFilling, filled: FilledForm, op_id: uuid.UUID
) -> list[dict[str, Any]]:
    """The submission, and what closes its visit. A repeat is not checked again: its answer is in the log."""
    version = _find_version(session, filling, filled)
    is_known = find_submission_of_operation(session, op_id) is not None
    subject = find_desk_subject(session, filling.entity_type, filling.entity_id)
    if subject is None and not is_known:
        raise NotFilledError("not_found")
    corrects = _find_corrected(session, filling, version, is_known=is_known)
    closes = closes_visit(version.questions)
    visit = subject.visit if subject else None
    if not corrects and not is_known and not may_fill(closes=closes, visit_status=visit.status if visit else None):
        raise NotFilledError("visit_done")
    if closes and visit is not None and not filling.may_close:
        raise NotFilledError("may_not_close")
    entity = {"type": filling.entity_type, "id": str(filling.entity_id)}
    payload = {
        "source": "desk",
        "instance_id": filled.instance_id,
        "form_id": filled.form_id,
        "form_version_id": str(version.id),
        "form_title": version.title,
        "xml": filled.xml,
        "finalised_at": filling.finalised_at,
        "utc_offset_minutes": filling.utc_offset_minutes,
        "bases": filling.bases,
        "attachments": [],
    } | corrects
    made = _envelope(op_id, OperationKind.SUBMISSION_CREATE, entity) | {"alerts": filling.alerts, "payload": payload}
    if not closes or visit is None:
        return [made]
    closing = _envelope(uuid.uuid5(op_id, OperationKind.VISIT_SUBMIT), OperationKind.VISIT_SUBMIT, entity)
    return [made, closing | {"after": [str(op_id)], "payload": {"submission_op_id": str(op_id)}}]


def _find_version(session: Session, filling: DeskFilling, filled: FilledForm) -> FormVersion:
    try:
        version = get_version(session, filling.form_version_id)
    except FormNotFoundError as error:
        raise NotFilledError("unknown_form") from error
    if get_form(session, version.form_ref_id).form_id != filled.form_id:
        raise NotFilledError("unknown_form")
    return version


def _find_corrected(session: Session, filling: DeskFilling, version: FormVersion, *, is_known: bool) -> dict[str, str]:
    """What the payload says of the submission that this one corrects; empty for a first one."""
    if filling.corrects_id is None:
        return {}
    reason = clean_text(filling.reason).strip()
    if not reason:
        raise NotFilledError("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise NotFilledError("reason_too_long")
    corrected = session.get(Submission, filling.corrects_id)
    if corrected is None or corrected.form_version_id is None:
        raise NotFilledError("not_found")
    if not is_known:
        _refuse_uncorrectable(session, filling, corrected, version)
    return {CORRECTS: str(corrected.op_id), "note": reason}


def _refuse_uncorrectable(session: Session, filling: DeskFilling, corrected: Submission, version: FormVersion) -> None:
    """It is about the same, of the same form, and nobody has corrected it since the page was opened."""
    about = (("visit", corrected.visit_id), ("case", corrected.case_id), ("resident", corrected.resident_id))
    nearest = next(((kind, found) for kind, found in about if found is not None), None)
    if corrected.form_version_id != version.id or nearest != (filling.entity_type, filling.entity_id):
        raise NotFilledError("not_correctable")
    if find_correction(session, corrected.id) is not None:
        raise NotFilledError("corrected_meanwhile")
    if not is_correctable(session, corrected, version):
        raise NotFilledError("not_correctable")


def _envelope(op_id: uuid.UUID, kind: OperationKind, entity: dict[str, str]) -> dict[str, Any]:
    return {
        "op_id": str(op_id),
        "device_id": SERVER_DEVICE_ID,
        "schema": SERVER_SCHEMA,
        "kind": kind.value,
        "entity": entity,
    }


def _standing(user_id: uuid.UUID) -> DeviceStanding:
    """The person at the desk, whom the page has let in; the device is the server's own."""
    return DeviceStanding(
        device_id=SERVER_DEVICE_ID,
        user_id=user_id,
        user_name="",
        role="",
        may_read=False,
        is_ended=False,
        last_contact_at=None,
        server_epoch=None,
    )


_GRAVEST_FIRST = (Verdict.REVIEW, Verdict.CONFLICT, Verdict.WAITING)


def _gravest(receipts: Sequence[Receipt]) -> str:
    verdicts = {receipt.verdict for receipt in receipts}
    return next((verdict.value for verdict in _GRAVEST_FIRST if verdict in verdicts), Verdict.APPLIED.value)
