"""Tell a phone what the council lacks of what it offers, after the server was restored or replaced.

Takes nothing in and trusts nothing: what is wanted comes as any other push or file, and is judged then.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.operation import clean_text, parse_id
from server.store.audit_writes import record_audit
from server.store.device_writes import save_contact, save_offered_epoch
from server.store.devices import DeviceStanding
from server.store.offered import find_known_attachments, find_known_op_ids
from server.store.unit_of_work import write_transaction
from server.use_cases.note_orders import note_orders

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is lacking here, in the order and spelling of the offer, each once."""

    op_ids: tuple[str, ...]
    attachment_ids: tuple[str, ...]


def offer_work(
    device: DeviceStanding,
    operations: Sequence[object],
    attachments: Sequence[object],
    *,
    epoch: uuid.UUID,
    now: dt.datetime,
) -> Wanted:
    """What the council lacks. An id in a spelling of its own is wanted: its operation is kept under another one."""
    named = dict.fromkeys(clean_text(op_id)[:_LONGEST_ID] for op_id in operations if isinstance(op_id, str))
    files = {name: sha256 for name, sha256 in map(_read_attachment, attachments) if name}
    ids = {parsed for parsed in map(parse_id, named) if parsed}
    file_ids = {parsed for parsed in map(parse_id, files) if parsed}
    with write_transaction() as session:
        known = find_known_op_ids(session, ids, device.device_id, device.user_id)
        whole = find_known_attachments(session, file_ids, device.device_id, device.user_id)
        wanted = Wanted(
            tuple(op_id for op_id in named if parse_id(op_id) not in known),
            tuple(name for name, sha256 in files.items() if not _is_whole(whole, name, sha256)),
        )
        save_contact(session, device.device_id, now)
        note_orders(session, device, None, now)
        save_offered_epoch(session, device.device_id, epoch)
        if wanted.op_ids or wanted.attachment_ids:
            record_audit(
                session, action="device.offer", at=now, user_id=device.user_id, device_id=device.device_id,
                entity_type="device", entity_id=device.device_id,
                fields={
                    "operations": {"old": len(named), "new": len(wanted.op_ids)},
                    "attachments": {"old": len(files), "new": len(wanted.attachment_ids)},
                },
            )  # fmt: skip
    return wanted


def _read_attachment(raw: object) -> tuple[str, str]:
    """(id, SHA-256) as sent; ("", "") where nothing like an attachment stands."""
    found = raw if isinstance(raw, dict) else {}
    name, sha256 = found.get("attachment_id"), found.get("sha256")
    if not isinstance(name, str):
        return "", ""
    return clean_text(name)[:_LONGEST_ID], sha256.lower() if isinstance(sha256, str) else ""


def _is_whole(whole: dict[uuid.UUID, str], name: str, sha256: str) -> bool:
    """Whether exactly these bytes are here. Other bytes under the same id are not those the phone holds."""
    attachment_id = parse_id(name)
    return attachment_id is not None and whole.get(attachment_id) == sha256
