"""Say how far a need has come, or hand it on to another team or person. Of two people at once one wins, and the other is told.

Whoever acts for a receiving team reaches only what is that team's or their own when it is written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.referral_step import (
    LONGEST_WORDS,
    Agreement,
    Receiver,
    ReferralRefusedError,
    check_agreement,
    read_step,
)
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus
from server.store.audit_writes import record_audit
from server.store.referral_writes import ReceiverFacts, lock_receiver, lock_referral, take_up_anew
from server.store.row_writes import change_row
from server.store.tables import Case, Referral, Resident
from server.store.unit_of_work import write_transaction
from server.use_cases.refer_by_hand import note_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStep:
    """What a page asks for. `seen_version` is the version that the person saw."""

    referral_id: uuid.UUID
    seen_version: int
    words: str
    by_id: uuid.UUID
    at: dt.datetime


def change_referral_status(step: ReferralStep, wanted: str, *, only_of: Collection[uuid.UUID] | None = None) -> None:
    """Raises ReferralRefusedError. What stands so already is left as it is. `only_of`: the teams and people the caller acts for,
    who take up again nothing that is settled: they are not shown whom it was for.
    """
    with write_transaction() as session:
        change_status_within(session, step, wanted, only_of=only_of)


def change_status_within(
    session: Session, step: ReferralStep, wanted: str, *, only_of: Collection[uuid.UUID] | None = None
) -> bool:
    """The same inside the caller's transaction; whether anything changed. A refusal comes before anything is written."""
    referral = _lock(session, step.referral_id, only_of)
    status, reason = read_step(referral.status, wanted, step.words)
    if (referral.status, referral.status_reason) == (status, reason):
        return False
    if only_of is not None and referral.status not in OPEN_REFERRAL_STATUSES:
        raise ReferralRefusedError("settled")
    _check_version(referral, step)
    if referral.status not in OPEN_REFERRAL_STATUSES and status in OPEN_REFERRAL_STATUSES:
        take_up_anew(referral)
    set_status(session, referral, status.value, reason, by_id=step.by_id, at=step.at)
    return True


def set_status(
    session: Session, referral: Referral, status: str, reason: str | None, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Write how far a locked referral has come, into the log and the audit."""
    before = referral.status
    change_row(
        session, referral, {"status": status, "status_reason": reason}, kind="referral.status",
        entity_type="referral", user_id=by_id, now=at, payload={"note": reason} if reason else {},
    )  # fmt: skip
    record_audit(
        session, action="referral.status", at=at, user_id=by_id, entity_type="referral", entity_id=referral.id,
        fields={"status": {"old": before, "new": status}},
    )  # fmt: skip


def hand_on_referral(step: ReferralStep, to: Receiver, agreement: Agreement) -> None:
    """Hand it to another team or person; it begins there as to do. Raises ReferralRefusedError."""
    words = step.words.strip()
    if len(words) > LONGEST_WORDS:
        raise ReferralRefusedError("words_too_long")
    refused = None
    with write_transaction() as session:
        receiver = lock_receiver(session, to)  # before the referral, as everybody does
        referral = _lock(session, step.referral_id, None)
        holder = receiver_of(referral)
        _check_version(referral, step)
        if holder == to:
            raise ReferralRefusedError("same_receiver")
        case = session.get_one(Case, referral.case_id)
        if session.get_one(Resident, case.resident_id).on_hold:
            raise ReferralRefusedError("on_hold")
        if receiver is None:
            raise ReferralRefusedError("receiver_gone")
        try:
            check_agreement(agreement, voluntary=receiver.voluntary)
        except ReferralRefusedError as refusal:
            if agreement is not Agreement.NO:
                raise
            note_refusal(session, referral.case_id, referral.type, receiver, by_id=step.by_id, at=step.at)
            refused = refusal
        else:
            hand_within(session, referral, to, receiver, words, by_id=step.by_id, at=step.at)
    if refused is not None:
        raise refused


def hand_within(
    session: Session,
    referral: Referral,
    to: Receiver,
    receiver: ReceiverFacts,
    words: str,
    *,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """Hand on a locked referral. `receiver` is what lock_receiver said of `to`."""
    before = receiver_of(referral)
    agreed = {"agreed": Agreement.YES.value} if receiver.voluntary else {}
    values = {
        "team_id": to.team_id,
        "user_id": to.user_id,
        "status": ReferralStatus.TO_DO.value,
        "status_reason": None,
        "details": referral.details | agreed,
    }
    take_up_anew(referral)
    payload = {"to": receiver.name} | ({"note": words} if words else {})
    change_row(
        session,
        referral,
        values,
        kind="referral.hand_on",
        entity_type="referral",
        user_id=by_id,
        now=at,
        payload=payload,
    )
    record_audit(
        session, action="referral.hand_on", at=at, user_id=by_id, entity_type="referral", entity_id=referral.id,
        fields={"to": {"old": before.key, "new": to.key}},
    )  # fmt: skip


def receiver_of(referral: Referral) -> Receiver:
    """Who has it."""
    return Receiver(referral.team_id, referral.user_id)


def lock_seen_referral(session: Session, step: ReferralStep, only_of: Collection[uuid.UUID] | None = None) -> Referral:
    """The one of the step, held, as the person saw it. Raises ReferralRefusedError: not_found, changed_meanwhile."""
    referral = _lock(session, step.referral_id, only_of)
    _check_version(referral, step)
    return referral


def _lock(session: Session, referral_id: uuid.UUID, only_of: Collection[uuid.UUID] | None) -> Referral:
    referral = lock_referral(session, referral_id)
    if referral is None or (only_of is not None and not {referral.team_id, referral.user_id} & set(only_of)):
        raise ReferralRefusedError("not_found")
    return referral


def _check_version(referral: Referral, step: ReferralStep) -> None:
    if referral.version != step.seen_version:
        raise ReferralRefusedError("changed_meanwhile")
