"""Take a form out of use, and put one of its versions into use again. Phones learn it with their next pull.

What was begun on a retired version is finished on it; nothing that was sent is touched.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.store.audit_writes import record_audit
from server.store.form_writes import bring_back, lock_form, retire_versions
from server.store.forms import get_form, get_version, list_versions
from server.store.tables import FormVersion
from server.store.unit_of_work import write_transaction


def retire_form(form_ref_id: uuid.UUID, *, user_id: uuid.UUID, now: dt.datetime) -> None:
    """Nobody begins this form any more. Retiring it again changes nothing. Raises FormNotFoundError."""
    with write_transaction() as session:
        form = get_form(session, form_ref_id)
        lock_form(session, form.form_id)
        _retire(session, list_versions(session, form), user_id=user_id, now=now)


def bring_back_version(version_id: uuid.UUID, *, user_id: uuid.UUID, now: dt.datetime) -> uuid.UUID:
    """The version is the form's current one again, whichever was; returns the form's id. Raises FormNotFoundError."""
    with write_transaction() as session:
        version = get_version(session, version_id)
        form = get_form(session, version.form_ref_id)
        lock_form(session, form.form_id)
        if version.retired_at is None:
            return form.id
        _retire(session, list_versions(session, form), user_id=user_id, now=now)
        bring_back(version)
        form.title = version.title
        _audit(session, "form.bring_back", version, user_id=user_id, now=now)
        return form.id


def _retire(session: Session, versions: list[FormVersion], *, user_id: uuid.UUID, now: dt.datetime) -> None:
    in_use = [version for version in versions if version.retired_at is None]
    retire_versions(in_use, now=now)
    for version in in_use:
        _audit(session, "form.retire", version, user_id=user_id, now=now)


def _audit(session: Session, action: str, version: FormVersion, *, user_id: uuid.UUID, now: dt.datetime) -> None:
    record_audit(
        session,
        action=action,
        at=now,
        user_id=user_id,
        entity_type="form_version",
        entity_id=version.id,
        fields={"version_label": {"old": version.version_label, "new": version.version_label}},
    )
