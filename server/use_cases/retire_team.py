"""Close a team. What it still had to see to is handed to another one in the same transaction: no need is left with nobody.

A team with people in it stays: they are moved first.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.change_refusal import ChangeRefusedError
from server.domain.referral_step import Receiver, ReferralRefusedError
from server.store.audit_writes import record_audit
from server.store.referral_writes import lock_open_referrals_of, lock_receivers
from server.store.tables import Team
from server.store.teams import list_members
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import lock_seen
from server.use_cases.change_referral import hand_within


class TeamHasReferralsError(Exception):
    """`count` open referrals have nobody to go to; nothing was changed."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def retire_team(
    team_id: uuid.UUID,
    hand_to: Receiver | None,
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
    seen_version: int | None = None,
) -> int:
    """How many were handed on. Raises TeamHasReferralsError without anybody to take them, and ReferralRefusedError: not_found,
    same_receiver, receiver_gone, or agreement_each where a voluntary body was named, which nobody was asked about. Of a page that
    names the version it saw also ChangeRefusedError: changed_meanwhile, has_members.
    """
    with write_transaction() as session:
        closing = Receiver(team_id=team_id)
        held = lock_receivers(session, {closing} if hand_to is None else {closing, hand_to})
        if closing not in held:
            raise ReferralRefusedError("not_found")
        team = session.get_one(Team, team_id)
        if seen_version is not None:
            lock_seen(session, Team, team_id, seen_version)
            if list_members(session, team_id, limit=1):
                raise ChangeRefusedError({"state": "has_members"})
        waiting = lock_open_referrals_of(session, closing)
        if waiting and hand_to is None:
            raise TeamHasReferralsError(len(waiting))
        if waiting and hand_to is not None:
            if hand_to == closing:
                raise ReferralRefusedError("same_receiver")
            receiver = held.get(hand_to)
            if receiver is None:
                raise ReferralRefusedError("receiver_gone")
            if receiver.voluntary:
                raise ReferralRefusedError("agreement_each")
            for referral in waiting:
                hand_within(session, referral, hand_to, receiver, "", by_id=by_id, at=at)
        team.active = False
        team.version += 1
        record_audit(
            session, action="team.retire", at=at, user_id=by_id, entity_type="team", entity_id=team_id,
            fields={"referrals_handed_on": {"old": None, "new": len(waiting)}},
        )  # fmt: skip
        return len(waiting)
