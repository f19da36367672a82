"""End a token of another program at once. What came by it stays."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.app_token_writes import end_token, lock_token
from server.store.app_tokens import TOKEN_ENTITY
from server.store.audit_writes import record_audit
from server.store.forms import find_form
from server.store.unit_of_work import write_transaction


class NoSuchTokenError(LookupError):
    """The form has no such token."""


def revoke_app_token(form_id: str, token_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> bool:
    """False when it was revoked already. Raises NoSuchTokenError."""
    with write_transaction() as session:
        form, token = find_form(session, form_id), lock_token(session, token_id)
        if form is None or token is None or token.form_ref_id != form.id:
            raise NoSuchTokenError(str(token_id))
        ended = end_token(token, by_id=by_id, now=at)
        if ended:
            record_audit(
                session, action="token.revoke", at=at, user_id=by_id, entity_type=TOKEN_ENTITY, entity_id=token.id
            )
        return ended
