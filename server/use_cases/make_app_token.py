"""Make a token by which another program reads or fills in one form, or reads the daily figures. It leaves here once and is kept as a hash."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy.orm import Session

from server.domain.app_token import ACTION_OF_KIND, FORM_KINDS, LONGEST_NAME, REACH_OF_KIND, AppTokenKind
from server.domain.operation import clean_text
from server.domain.permissions import may
from server.domain.token import hash_token
from server.store.app_token_writes import save_token
from server.store.app_tokens import TOKEN_ENTITY
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.device_writes import save_new_device
from server.store.forms import find_form
from server.store.tables import AppToken
from server.store.unit_of_work import write_transaction
from server.store.users import find_user

TOKEN_BYTES = 32


class TokenRefusedError(ValueError):
    """No token was made; `reason`: no_form, no_name, name_too_long, nobody, not_for_them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def make_app_token(
    kind: AppTokenKind, form_id: str | None, name: str, *, user_id: uuid.UUID, by_id: uuid.UUID, at: dt.datetime
) -> str:
    """The token; `form_id` is None for a kind that is of no form. `user_id` answers for it and must be allowed what it does.

    Raises TokenRefusedError.
    """
    name = " ".join(clean_text(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise TokenRefusedError("name_too_long" if name else "no_name")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with write_transaction() as session:
        form = find_form(session, form_id) if form_id is not None else None
        if (kind in FORM_KINDS) != (form is not None):
            raise TokenRefusedError("no_form")
        user = find_user(session, user_id)
        if user is None or not user.active:
            raise TokenRefusedError("nobody")
        if not may(user.role, ACTION_OF_KIND[kind], REACH_OF_KIND[kind]):
            raise TokenRefusedError("not_for_them")
        made = save_token(
            session,
            AppToken(
                id=new_id(), kind=kind, form_ref_id=form.id if form else None, name=name, token_hash=hash_token(token), user_id=user.id,
                device_id=_add_device(session, user.id, name, at) if kind is AppTokenKind.COLLECT else None,
                created_by_id=by_id, created_at=at,
            ),
        )  # fmt: skip
        record_audit(
            session, action="token.make", at=at, user_id=by_id, entity_type=TOKEN_ENTITY, entity_id=made.id,
            fields={
                "kind": {"old": None, "new": kind.value},
                **({"form_id": {"old": None, "new": form_id}} if form else {}),
                "user_id": {"old": None, "new": str(user.id)},
            },
        )  # fmt: skip
    return token


def _add_device(session: Session, user_id: uuid.UUID, name: str, at: dt.datetime) -> str:
    """The registration that forms come from; it has no tokens of a phone's and can neither pull nor push."""
    device = save_new_device(session, str(new_id()), user_id, at)
    device.label = f"ODK Collect: {name}"
    session.flush()
    return device.id
