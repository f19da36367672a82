"""Take in a form that ODK Collect filled in: the same road as from our own phones, an operation in the one log.

Collect sends one submission in several requests, each with the whole XML and some of its files: the operation is made from
the XML alone, so that they are one. Returns only when the operation and every file of the request are durable.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.attachments.byte_store import ByteStore
from server.domain.operation import SERVER_SCHEMA, OperationKind
from server.domain.words import Verdict
from server.forms.openrosa import FilledForm, read_filled_form
from server.forms.xml_reading import XmlRefusedError
from server.store.app_tokens import TokenStanding
from server.store.devices import DeviceStanding
from server.store.forms import find_form
from server.store.unit_of_work import read_snapshot
from server.use_cases.find_form_model import find_version
from server.use_cases.keep_sent_file import keep_sent_file
from server.use_cases.push_operations import push_operations
from server.use_cases.read_payload import OPENROSA
from server.use_cases.rest_file import SentFile

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "http://openrosa.org/xforms")


class FormNotTakenError(Exception):
    """Nothing was stored; the text says why. `reason`: unreadable, unknown_form, other_form, file_too_large."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class OtherContentError(Exception):
    """Another submission has this instanceID. This one is kept for a person to look at; it is not the submission."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: whether a person must look before it counts, and how many files of this request are kept."""

    instance_id: str
    in_review: bool
    files: int


def receive_filled_form(
    store: ByteStore,
    token: TokenStanding,
    raw: bytes,
    files: Sequence[SentFile],
    *,
    max_file_bytes: int,
    now: dt.datetime,
) -> Taken:
    """Keep it, once. The same again changes nothing and answers the same. Raises FormNotTakenError or OtherContentError."""
    filled = _read(token, raw)
    if any(file.size > max_file_bytes for file in files):
        raise FormNotTakenError("file_too_large", "A file is larger than the council takes.")
    op_id = find_op_id(filled.instance_id)
    device, operation = _make_operation(token, filled, op_id)
    receipt = push_operations(device, [operation], now, at_once=True)[0]
    if receipt.is_other_content:
        raise OtherContentError(filled.instance_id)
    for file in files:
        keep_sent_file(
            store, file, op_id=op_id, instance_id=filled.instance_id,
            device_id=device.device_id, user_id=device.user_id, now=now,
        )  # fmt: skip
    return Taken(filled.instance_id, receipt.verdict == Verdict.REVIEW, len(files))


def find_op_id(instance_id: str) -> uuid.UUID:
    """The operation of an instance: whoever sends it, however often, it is one."""
    return uuid.uuid5(_NAMESPACE, instance_id)


def _read(token: TokenStanding, raw: bytes) -> FilledForm:
    try:
        filled = read_filled_form(raw)
    except XmlRefusedError as error:
        raise FormNotTakenError("unreadable", f"The submission cannot be read: {error}.") from error
    if filled.form_id != token.form_id:
        with read_snapshot() as session:
            known = find_form(session, filled.form_id) is not None
        reason = "other_form" if known else "unknown_form"
        words = "This access is for another form." if known else "The council has no such form."
        raise FormNotTakenError(reason, words)
    return filled


def _make_operation(
    token: TokenStanding, filled: FilledForm, op_id: uuid.UUID
) -> tuple[DeviceStanding, dict[str, Any]]:
    """Made from the XML alone. A version that is not known here is kept for a person (`unknown_form_version`)."""
    assert token.device_id is not None
    version_id = find_version(token.form_ref_id, filled.version)
    device = DeviceStanding(
        device_id=token.device_id, user_id=token.user_id, user_name=token.user_name, role=token.behind.role,
        may_read=False, is_ended=not token.opens, last_contact_at=token.last_contact_at,
        server_epoch=None,
    )  # fmt: skip
    payload: dict[str, Any] = {
        "source": OPENROSA,
        "instance_id": filled.instance_id,
        "form_id": filled.form_id,
        "form_version_id": str(version_id) if version_id else None,
        "xml": filled.xml,
        "bases": {},
        "attachments": [],
    }
    return device, {
        "op_id": str(op_id),
        "device_id": token.device_id,
        "schema": SERVER_SCHEMA,
        "kind": OperationKind.SUBMISSION_CREATE.value,
        "entity": {"type": "submission", "id": str(op_id)},
        "payload": payload,
    }
