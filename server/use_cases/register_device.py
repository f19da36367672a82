"""Sign a member of staff in on a phone and give that phone its two tokens. Tokens leave here once and are kept as hashes."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.device_state import read_orders
from server.domain.operation import clean_text, parse_id
from server.domain.permissions import Relation, may
from server.domain.reading_lease import has_lock
from server.domain.sealers import Sealers
from server.domain.sealing import CannotOpenError, FindKey, no_key, read_wrapped_key
from server.domain.token import hash_token
from server.domain.tries import Visitor
from server.domain.words import DeviceOrder, OrderEnd
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.device_order_writes import end_orders, note_obeyed
from server.store.device_writes import save_new_device
from server.store.devices import find_device
from server.store.server_epoch_writes import save_first_server_epoch
from server.store.tables import Device, Team
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.sign_in import sign_in

TOKEN_BYTES = 32
_LONGEST_ID = 100


class AppNotForYouError(Exception):
    """The account is good, but its role does not use the officer's app."""


class FirstPasswordError(Exception):
    """The password is good and is one that an administrator gave: its owner must choose their own on the office pages first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneDetails:
    """What a phone says of itself when it signs in; `device_id` is the one it already has, and `user_id` says for whom
    (None from an older app: for whoever signs in). `data_key` is its own key sealed to the council, `obeyed` the orders that
    it has carried out and not yet said so; both as they came.
    """

    device_id: str | None
    label: str
    app_version: str
    schema: int
    user_id: uuid.UUID | None = None
    data_key: Any = None
    obeyed: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What the phone is given. The only time the tokens are seen; `data_key` is kept nowhere."""

    device_id: str
    device_token: str
    upload_ticket: str
    user_id: uuid.UUID
    user_name: str
    role: str
    team: str | None
    data_key: bytes | None = None


def register_device(
    email: str,
    password: str,
    phone: PhoneDetails,
    now: dt.datetime,
    *,
    address: str = "",
    demo: bool = False,
    find_key: FindKey = no_key,
) -> Registration:
    """Sign in from the network `address` and register; the same phone again keeps its id and gets new tokens, and its data
    key if it asks to have it opened.

    Raises SignInRefusedError, TooManyTriesError, FirstPasswordError, or AppNotForYouError for a role without the app.
    """
    user = sign_in(email, password, now, visitor=_find_visitor(phone.device_id, address), demo=demo)
    if not may(user.role, "app.use", Relation.OWN):
        raise AppNotForYouError
    if user.first_password_until_at is not None:
        raise FirstPasswordError
    device_token, upload_ticket = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
    with write_transaction() as session:
        save_first_server_epoch(session)
        is_theirs = phone.user_id in (None, user.id)
        known = _find_known(session, phone.device_id if is_theirs else None, user.id)
        device = known or _add(session, phone.device_id if is_theirs else None, user.id, now)
        if not is_theirs:
            device.beside_device_id = device.beside_device_id or _find_colleagues(session, phone)
        data_key = _open_data_key(known, phone.data_key, find_key)
        _note_obeyed(session, phone, user.id, now)
        _end_orders(session, device, now)
        device.signed_out_at = None
        device.label = phone.label
        device.app_version = phone.app_version
        device.schema = phone.schema
        device.device_token_hash = hash_token(device_token)
        device.upload_ticket_hash = hash_token(upload_ticket)
        device.last_contact_at = now
        record_audit(
            session, action="device.register", at=now, user_id=user.id, entity_type="device", entity_id=device.id
        )
        if data_key is not None:
            record_audit(
                session, action="device.data_key", at=now, user_id=user.id, entity_type="device", entity_id=device.id
            )
        team = session.get(Team, user.team_id) if user.team_id else None
        return Registration(
            device_id=device.id,
            device_token=device_token,
            upload_ticket=upload_ticket,
            user_id=user.id,
            user_name=user.name,
            role=user.role,
            team=team.name if team else None,
            data_key=data_key,
        )


def _find_visitor(claimed: str | None, address: str) -> Visitor:
    """A phone that says which one it is, is known to the user it is registered to; its id is random and stays on it."""
    claimed_id = parse_id(claimed)
    if claimed_id is None:
        return Visitor(address)
    with read_now() as session:
        device = find_device(session, str(claimed_id))
    if device is None or device.user_id is None or device.revoked_at is not None:
        return Visitor(address)
    return Visitor(address, f"phone:{device.id}", frozenset({device.user_id}))


def _note_obeyed(session: Session, phone: PhoneDetails, user_id: uuid.UUID, now: dt.datetime) -> None:
    """What the phone has obeyed under the registration it names, where that is this user's. A revoked one counts too: the
    phone goes on under another id, and could not say it of this one any more.
    """
    claimed_id = parse_id(phone.device_id)
    named = find_device(session, str(claimed_id)) if claimed_id else None
    if named is not None and named.user_id == user_id:
        note_obeyed(session, named.id, read_orders(phone.obeyed), now)


def _end_orders(session: Session, device: Device, now: dt.datetime) -> None:
    """Signing in gives reading back, so no order stands any more. An app without a lock wipes before it asks for a sign-in."""
    session.flush()
    if not has_lock(device.schema):
        note_obeyed(session, device.id, [DeviceOrder.WIPE], now)
    end_orders(session, device.id, OrderEnd.SIGNED_IN, now)


def _find_colleagues(session: Session, phone: PhoneDetails) -> str | None:
    """The registration that the phone says it has for somebody else; None where that is not so."""
    claimed_id = parse_id(phone.device_id)
    known = find_device(session, str(claimed_id)) if claimed_id else None
    return known.id if known is not None and known.user_id == phone.user_id else None


def _find_known(session: Session, claimed: str | None, user_id: uuid.UUID) -> Device | None:
    """The phone's own registration if it is this user's and not revoked."""
    claimed_id = parse_id(claimed)
    known = find_device(session, str(claimed_id)) if claimed_id else None
    return known if known is not None and known.user_id == user_id and known.revoked_at is None else None


def _add(session: Session, claimed: str | None, user_id: uuid.UUID, now: dt.datetime) -> Device:
    """A new registration. An id that nobody has is taken over as it is: after a restore the phone knows its id and the
    server does not, and its unsent work carries that id.
    """
    claimed_id = parse_id(claimed)
    is_free = claimed_id is not None and find_device(session, str(claimed_id)) is None
    return save_new_device(session, str(claimed_id) if is_free else str(new_id()), user_id, now)


def _open_data_key(known: Device | None, raw: Any, find_key: FindKey) -> bytes | None:
    """The phone's data key, for the officer whose phone this server knows it to be; else None.

    An id taken over after a restore proves nothing: whoever claims it could hold a stranger's phone. So the officer's id is
    sealed with the key, and another's is never opened, whoever the device is registered to by now.
    """
    subject = raw.get("data_key_id") if isinstance(raw, dict) else None
    if known is None or known.ticket_ended_at is not None:
        return None
    if not isinstance(subject, str) or len(subject) > _LONGEST_ID or clean_text(subject) != subject:
        return None
    try:
        wrapped = read_wrapped_key(raw.get("sealing_key_id"), raw.get("wrapped_key"))
        return Sealers(known.id).open_key(find_key, wrapped, subject=f"data_key:{known.user_id}:{subject}")
    except CannotOpenError:
        return None
