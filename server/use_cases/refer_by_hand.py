"""Hand on a need by hand, from a case: to one team or one person, with that need's own answers and nothing else.

One press of a page's button makes one, however often it arrives. A refusal to share makes none, and is kept on the case.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.need_details import is_urgent
from server.domain.referral_step import Agreement, Receiver, ReferralRefusedError, check_agreement
from server.domain.shipped_settings import REFERRAL_LIST
from server.domain.words import CaseStatus, ReferralStatus, ReferralType
from server.store.audit_writes import record_audit
from server.store.code_lists import find_offered
from server.store.database import new_id
from server.store.referral_writes import ReceiverFacts, find_referral_of_page, lock_receiver
from server.store.row_writes import append_server_operation, create_row
from server.store.tables import Case, Referral, Resident
from server.store.unit_of_work import write_transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What was asked for. `page_id` is the page's own, by which a second press is known."""

    case_id: uuid.UUID
    need: str
    to: Receiver
    agreement: Agreement
    urgent: bool
    start_on: dt.date | None
    page_id: uuid.UUID
    details: dict[str, Any] = field(default_factory=dict)


def refer_by_hand(new: NewReferral, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID:
    """The referral's id. Raises ReferralRefusedError; after `not_agreed` the case says that they did not agree."""
    refused = None
    with write_transaction() as session:
        made = find_referral_of_page(session, new.page_id)
        if made is not None:
            return made.id
        _check_case(session, new.case_id, new.need)
        receiver = lock_receiver(session, new.to)
        if receiver is None:
            raise ReferralRefusedError("receiver_gone")
        try:
            check_agreement(new.agreement, voluntary=receiver.voluntary)
        except ReferralRefusedError as refusal:
            if new.agreement is not Agreement.NO:
                raise
            note_refusal(session, new.case_id, new.need, receiver, by_id=by_id, at=at)
            refused = refusal
        else:
            return _make(session, new, by_id=by_id, at=at)
    raise refused


def note_refusal(
    session: Session, case_id: uuid.UUID, need: str, receiver: ReceiverFacts, *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """Keep on the case that they did not agree, so that the next colleague knows. Nothing of the need itself."""
    append_server_operation(
        session, kind="referral.refuse", entity_type="case", entity_id=case_id, user_id=by_id, now=at,
        payload={"type": need, "to": receiver.name},
    )  # fmt: skip


def _check_case(session: Session, case_id: uuid.UUID, need: str) -> None:
    case = session.get(Case, case_id)
    if case is None:
        raise ReferralRefusedError("not_found")
    resident = session.get_one(Resident, case.resident_id)
    if resident.merged_into_id is not None:
        raise ReferralRefusedError("merged")
    if case.status == CaseStatus.CLOSED:
        raise ReferralRefusedError("case_closed")
    if resident.on_hold:
        raise ReferralRefusedError("on_hold")
    offered = find_offered(session, REFERRAL_LIST, case.programme_id)
    if need not in (set(ReferralType) if offered is None else offered):
        raise ReferralRefusedError("need_not_offered")


def _make(session: Session, new: NewReferral, *, by_id: uuid.UUID, at: dt.datetime) -> uuid.UUID:
    agreed = {"agreed": Agreement.YES.value} if new.agreement is Agreement.YES else {}
    values: dict[str, Any] = {
        "type": str(new.need),
        "status": ReferralStatus.TO_DO.value,
        "urgent": is_urgent(new.details, ticked=new.urgent),
        "start_on": new.start_on,
        "details": new.details | agreed,
        "team_id": new.to.team_id,
        "user_id": new.to.user_id,
    }
    referral = Referral(id=new_id(), case_id=new.case_id, op_id=new.page_id, made_at=at, **values)
    create_row(
        session, referral, kind="referral.make", entity_type="referral", user_id=by_id, now=at, values=values,
        payload={"case_id": str(new.case_id)},
    )  # fmt: skip
    record_audit(
        session, action="referral.make", at=at, user_id=by_id, entity_type="referral", entity_id=referral.id,
        fields={"type": {"old": None, "new": str(new.need)}, "to": {"old": None, "new": new.to.key}},
    )  # fmt: skip
    return referral.id
