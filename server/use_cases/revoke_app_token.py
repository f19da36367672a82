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
    """The form, or the daily figures, have no such token."""


def revoke_app_token(form_id: str | None, token_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> bool:
    """False when it was revoked already; `form_id` is None for a token of the daily figures. Raises NoSuchTokenError."""
    with write_transaction() as session:
        form = find_form(session, form_id) if form_id is not None else None
        token = lock_token(session, token_id)
        is_of_it = token is not None and token.form_ref_id == (form.id if form else None)
        if token is None or not is_of_it or (form is None) != (form_id is None):
            raise NoSuchTokenError(str(token_id))
        ended = end_token(token, by_id=by_id, now=at)
        if ended:
            record_audit(
                session, action="token.revoke", at=at, user_id=by_id, entity_type=TOKEN_ENTITY, entity_id=token.id
            )
        return ended
