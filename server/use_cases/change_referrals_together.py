"""Say of several needs at once how far they have come: each by itself, and only as the page showed it. Undone as one.

What changed since the page was opened is left as it is, and said. Each change is logged and audited as if it had been made alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from server.domain.referral_step import (
    MOST_TOGETHER,
    TEAM_UNDO,
    TOGETHER_STATUSES,
    ReferralRefusedError,
    read_step,
)
from server.domain.words import ReferralStatus
from server.store.referral_history import list_status_steps_at
from server.store.referral_writes import lock_referral
from server.store.unit_of_work import write_transaction
from server.use_cases.change_referral import ReferralStep, change_status_within, set_status


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTogether:
    """What a page asks for. `chosen`: by referral the version that the page showed."""

    chosen: Mapping[uuid.UUID, int]
    wanted: str
    words: str
    by_id: uuid.UUID
    at: dt.datetime


@dataclass(slots=True)
class ChangedTogether:
    """What became of each: changed, so already (in neither), or left as it is and why (as ReferralRefusedError says it)."""

    changed: list[uuid.UUID] = field(default_factory=list)
    left: dict[uuid.UUID, str] = field(default_factory=dict)


def change_referrals_together(step: StepTogether, *, only_of: Collection[uuid.UUID] | None = None) -> ChangedTogether:
    """Raises ReferralRefusedError, and writes nothing, where what is asked makes sense for none of them. `only_of` as for one."""
    if not step.chosen:
        raise ReferralRefusedError("nobody_chosen")
    if len(step.chosen) > MOST_TOGETHER:
        raise ReferralRefusedError("too_many")
    if step.wanted not in set(TOGETHER_STATUSES):
        raise ReferralRefusedError("no_status")
    read_step(ReferralStatus.TO_DO, step.wanted, step.words)
    done = ChangedTogether()
    with write_transaction() as session:
        # In one order whoever asks: of two who tick the same, neither waits for ever.
        for referral_id, seen in sorted(step.chosen.items()):
            one = ReferralStep(
                referral_id=referral_id, seen_version=seen, words=step.words, by_id=step.by_id, at=step.at
            )
            try:
                if change_status_within(session, one, step.wanted, only_of=only_of):
                    done.changed.append(referral_id)
            except ReferralRefusedError as refusal:
                done.left[referral_id] = refusal.reason
    return done


def undo_referral_steps(
    done_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime, only_of: Collection[uuid.UUID] | None = None
) -> int:
    """Put back what this person said of several at that instant, as far as nobody has changed it since; how many went back.

    A second call changes nothing. A receiving team (`only_of`) has TEAM_UNDO for it.
    """
    if only_of is not None and at - done_at > TEAM_UNDO:
        return 0
    undone = 0
    with write_transaction() as session:
        for step in list_status_steps_at(session, done_at, by_id):
            referral = lock_referral(session, step.referral_id)
            if referral is None or referral.version != step.row_version:
                continue
            if only_of is not None and not {referral.team_id, referral.user_id} & set(only_of):
                continue
            status = step.before.get("status") or referral.status
            reason = step.before.get("status_reason", referral.status_reason)
            set_status(session, referral, status, reason, by_id=by_id, at=at)
            undone += 1
    return undone
