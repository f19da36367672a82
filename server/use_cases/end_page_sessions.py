"""End page sessions: the one that signs out, or every one of a person (of everybody) at an administrator's word."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.change_refusal import NOT_FOUND, ChangeRefusedError
from server.domain.token import hash_token
from server.store.audit_writes import record_audit
from server.store.page_session_writes import delete_page_session, delete_page_sessions
from server.store.unit_of_work import write_transaction
from server.store.user_writes import lock_user
from server.store.users import find_user_by_email


class UnknownUserError(ValueError):
    """Nobody here has this address."""


def end_page_session(token: str, at: dt.datetime) -> None:
    """Sign out: from now on every copy of this session's cookie opens nothing. A second call finds nothing to end."""
    with write_transaction() as session:
        user_id = delete_page_session(session, hash_token(token))
        if user_id is not None:
            record_audit(
                session, action="page_session.end", at=at, user_id=user_id, entity_type="user", entity_id=user_id
            )


def end_page_sessions(email: str | None, at: dt.datetime) -> int:
    """Sign a person out of every browser, or everybody when no address is given; returns how many sessions ended."""
    with write_transaction() as session:
        user = None if email is None else find_user_by_email(session, email)
        if email is not None and user is None:
            raise UnknownUserError(f"Nobody here has the address {email}.")
        count = delete_page_sessions(session, None if user is None else user.id)
        record_audit(
            session, action="page_session.end_all", at=at, user_id=None, entity_type="user",
            entity_id=None if user is None else user.id, fields={"sessions": {"old": count, "new": 0}},
        )  # fmt: skip
    return count


def end_page_sessions_of(user_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> int:
    """Sign one person out of every browser, at an administrator's word on a page. Raises ChangeRefusedError."""
    with write_transaction() as session:
        if lock_user(session, user_id) is None:
            raise ChangeRefusedError(NOT_FOUND)
        count = delete_page_sessions(session, user_id)
        record_audit(
            session, action="user.sign_out", at=at, user_id=by_id, entity_type="user", entity_id=user_id,
            fields={"sessions": {"old": count, "new": 0}},
        )  # fmt: skip
    return count
