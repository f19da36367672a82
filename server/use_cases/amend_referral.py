"""Amend a need that is open: how urgent, from when, what was said of it, and words to whoever has it. Or add the words alone.

Of two people at once one wins, and the other is told. A need that changed comes into the next file of its team again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.amended_need import read_amended
from server.domain.need_details import is_urgent
from server.domain.operation import clean_text
from server.domain.referral_step import LONGEST_WORDS, ReferralRefusedError
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.store.audit_writes import record_audit
from server.store.referral_writes import put_in_next_file
from server.store.row_writes import append_server_operation, change_row, touch_row
from server.store.tables import Referral
from server.store.unit_of_work import write_transaction
from server.use_cases.change_referral import ReferralStep, lock_seen_referral


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedNeed:
    """What was typed. `names`: the details that the page asked for; of those, `details` has the ones with an answer."""

    urgent: bool
    start_on: dt.date | None
    details: Mapping[str, Any]
    names: tuple[str, ...]


def amend_referral(step: ReferralStep, need: AmendedNeed) -> bool:
    """Whether anything changed. Words that came along are kept with it, or alone. Raises ReferralRefusedError."""
    words = _read_words(step)
    with write_transaction() as session:
        referral = lock_seen_referral(session, step)
        if referral.status not in OPEN_REFERRAL_STATUSES:
            raise ReferralRefusedError("settled")
        details = read_amended(referral.details, need.details, need.names)
        before = {"urgent": referral.urgent, "start_on": referral.start_on}
        changed = change_row(
            session,
            referral,
            {"urgent": is_urgent(details, ticked=need.urgent), "start_on": need.start_on, "details": details},
            kind="referral.amend",
            entity_type="referral",
            user_id=step.by_id,
            now=step.at,
            payload={"note": words} if words else {},
        )
        if changed is None:
            if words:
                _add_words(session, referral, words, step)
            return bool(words)
        put_in_next_file(referral)
        names = sorted(changed.envelope["fields"])
        fields: dict[str, Any] = {"changed": {"old": None, "new": names}}  # which, never an answer
        for name in before.keys() & set(names):
            fields[name] = {"old": _plain(before[name]), "new": _plain(getattr(referral, name))}
        record_audit(
            session, action="referral.amend", at=step.at, user_id=step.by_id, entity_type="referral",
            entity_id=referral.id, fields=fields,
        )  # fmt: skip
        return True


def add_referral_note(step: ReferralStep, *, only_of: Collection[uuid.UUID] | None = None) -> None:
    """Words to whoever works on it. A receiving team (`only_of`) adds none to what is settled. Raises ReferralRefusedError."""
    words = _read_words(step)
    if not words:
        raise ReferralRefusedError("words_missing")
    with write_transaction() as session:
        referral = lock_seen_referral(session, step, only_of)
        if only_of is not None and referral.status not in OPEN_REFERRAL_STATUSES:
            raise ReferralRefusedError("settled")
        _add_words(session, referral, words, step)


def _read_words(step: ReferralStep) -> str:
    words = clean_text(step.words).strip()
    if len(words) > LONGEST_WORDS:
        raise ReferralRefusedError("words_too_long")
    return words


def _add_words(session: Session, referral: Referral, words: str, step: ReferralStep) -> None:
    """A page that was open meanwhile has not seen them: whoever saves there is told."""
    touch_row(referral, now=step.at)
    operation = append_server_operation(
        session, kind="referral.note", entity_type="referral", entity_id=referral.id, user_id=step.by_id, now=step.at,
        payload={"note": words},
    )  # fmt: skip
    operation.row_version = referral.version
    record_audit(
        session, action="referral.note", at=step.at, user_id=step.by_id, entity_type="referral", entity_id=referral.id
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
