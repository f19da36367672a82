"""Hand on the needs that a submission records, each to one team or one person. A correction amends, never refers twice.

Runs inside the caller's savepoint. Shares nothing but that need's own answers.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from server.domain.amended_need import keep_amended
from server.domain.field_policy import parse_date
from server.domain.operation import DerivedOperation, Operation
from server.domain.words import ReferralStatus
from server.forms.answers import Problem
from server.forms.meaning import Meaning, RecordedReferral
from server.store.referral_history import find_said_by_form
from server.store.referral_writes import put_in_next_file
from server.store.row_writes import set_fields
from server.store.submission_writes import find_team_for, save_referral
from server.store.submissions import list_corrected_ids, list_ids_of_same_form, list_referrals_made
from server.store.tables import Referral, Submission
from server.store.users import find_on_duty

_ByType: TypeAlias = defaultdict[str, list[Referral]]
_FIELDS = ("type", "status", "urgent", "start_on", "details", "team_id", "user_id")


@dataclass(slots=True)
class MadeReferrals:
    """The operations that say what was done, and needs that could not be handed on."""

    derived: list[DerivedOperation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_referrals(
    session: Session,
    operation: Operation,
    submission: Submission,
    meaning: Meaning,
    now: dt.datetime,
) -> MadeReferrals:
    """Make or amend a referral for each need; on a correction, those no longer wanted and not begun are cancelled.

    A need that another report of the same visit has handed on already is left as that report says it: never two for one. The
    same form filled in again by the same writer is about somebody else there, unless it says the very same.
    """
    made = MadeReferrals()
    if submission.case_id is None:
        made.problems += [_nowhere(need, "The need belongs to no case.") for need in meaning.referrals]
        return made
    corrected, others, again = _find_earlier(session, submission)
    for need, before in _pair(meaning.referrals, corrected):
        if before is not None:
            said = _amend(session, before, need, now)
            made.derived.append(_derive("referral.amend", need.node, before, said))
            continue
        if others[need.type]:
            others[need.type].pop(0)
            continue
        if any(one.details == need.details for one in again[need.type]):
            continue
        referral = _make(session, operation, submission, need, submission.case_id, now)
        if referral is None:
            made.problems.append(_nowhere(need, "Nobody takes this need: no team and nobody on duty."))
        else:
            made.derived.append(_derive("referral.make", need.node, referral))
    for left in (referral for rest in corrected.values() for referral in rest):
        if left.status == ReferralStatus.TO_DO:
            set_fields(left, {"status": ReferralStatus.CANCELLED.value, "status_reason": "corrected"}, now=now)
            made.derived.append(_derive("referral.cancel", f"referral:{left.id}", left))
    return made


def _pair(needs: list[RecordedReferral], corrected: _ByType) -> list[tuple[RecordedReferral, Referral | None]]:
    """Each need with the referral that it corrects: one that says the very same, else the first that is left of its type.

    Turns of a repeat move up when one is taken out, so that their places say nothing.
    """
    same: dict[int, Referral] = {}
    for place, need in enumerate(needs):
        found = next((one for one in corrected[need.type] if one.details == need.details), None)
        if found is not None:
            corrected[need.type].remove(found)
            same[place] = found
    return [
        (need, same.get(place) or (corrected[need.type].pop(0) if corrected[need.type] else None))
        for place, need in enumerate(needs)
    ]


def _find_earlier(session: Session, submission: Submission) -> tuple[_ByType, _ByType, _ByType]:
    """What nobody has cancelled: made by the submissions that this one corrects, by other reports of the visit, and by this
    writer's other turns of the same form.
    """
    corrected: _ByType = defaultdict(list)
    others: _ByType = defaultdict(list)
    again: _ByType = defaultdict(list)
    corrected_ids = list_corrected_ids(session, submission)
    made_before = list_referrals_made(session, submission.visit_id, corrected_ids)
    again_ids = list_ids_of_same_form(session, submission) if made_before else set()
    for referral in made_before:
        if referral.status != ReferralStatus.CANCELLED:
            is_again = referral.submission_id in again_ids
            made = corrected if referral.submission_id in corrected_ids else again if is_again else others
            made[referral.type].append(referral)
    return corrected, others, again


def _make(
    session: Session,
    operation: Operation,
    submission: Submission,
    need: RecordedReferral,
    case_id: uuid.UUID,
    now: dt.datetime,
) -> Referral | None:
    agreed = str(need.details.get("agreed", "")).lower() == "yes"  # a "no" has stopped it already
    team = find_team_for(session, need.type, agreed=agreed)
    person = find_on_duty(session, now) if team is None else None
    if team is None and person is None:
        return None
    return save_referral(
        session,
        Referral(
            case_id=case_id,
            type=need.type[:40],
            status=ReferralStatus.TO_DO,
            urgent=need.urgent,
            start_on=parse_date(need.start_on),
            details=need.details,
            team_id=team.id if team else None,
            user_id=person.id if person else None,
            submission_id=submission.id,
            op_id=_op_id(operation, need.node),
            made_at=now,
            version=1,
            field_versions=dict.fromkeys(_FIELDS, 1),
            changed_at=now,
        ),
    )


def _amend(session: Session, referral: Referral, need: RecordedReferral, now: dt.datetime) -> dict[str, Any] | None:
    """What the form says itself, where somebody has amended the need since: of that, only what the form changed holds."""
    start_on = parse_date(need.start_on)
    says = {"details": need.details, "urgent": need.urgent, "start_on": start_on.isoformat() if start_on else None}
    said = find_said_by_form(session, referral)
    stands = {
        "details": referral.details,
        "urgent": referral.urgent,
        "start_on": referral.start_on.isoformat() if referral.start_on else None,
    }
    holds = says if said is None else keep_amended({name: said.get(name) for name in says}, stands, says)
    if set_fields(referral, holds | {"start_on": parse_date(holds["start_on"])}, now=now):
        put_in_next_file(referral)
    return None if said is None else says


def _derive(kind: str, node: str, referral: Referral, said: dict[str, Any] | None = None) -> DerivedOperation:
    payload = {
        "referral_id": str(referral.id),
        "type": referral.type,
        "status": referral.status,
        "urgent": referral.urgent,
        "start_on": referral.start_on.isoformat() if referral.start_on else None,
        "details": referral.details,
    } | ({"said": said} if said is not None else {})
    return DerivedOperation(node=node, kind=kind, entity_type="case", entity_id=referral.case_id, payload=payload)


def _op_id(operation: Operation, node: str) -> uuid.UUID:
    return uuid.uuid5(operation.op_id, node)


def _nowhere(need: RecordedReferral, message: str) -> Problem:
    return Problem("referral_not_made", need.node, message)
