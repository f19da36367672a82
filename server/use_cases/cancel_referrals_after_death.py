"""Cancel what was handed on for somebody whose death is confirmed, all of it at once and with one reason. Undone as one.

Touches no case and nobody else at the address. A hold that is lifted meanwhile cancels nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.referral_step import read_step
from server.domain.words import ReferralStatus
from server.store.death_holds import lock_death_hold
from server.store.referral_writes import lock_open_referrals_about
from server.store.unit_of_work import write_transaction
from server.use_cases.change_referral import set_status
from server.use_cases.settle_death_hold import HoldNotSettledError


def cancel_referrals_after_death(hold_id: uuid.UUID, words: str, *, by_id: uuid.UUID, at: dt.datetime) -> int:
    """How many were cancelled; a second call cancels nothing more. Raises HoldNotSettledError, and ReferralRefusedError of the words."""
    cancelled = ReferralStatus.CANCELLED.value
    _, reason = read_step(ReferralStatus.TO_DO, cancelled, words)
    with write_transaction() as session:
        found = lock_death_hold(session, hold_id)
        if found is None:
            raise HoldNotSettledError("not_found")
        hold, resident = found
        if hold.confirmed_at is None or hold.lifted_at is not None:
            raise HoldNotSettledError("not_confirmed")
        referrals = lock_open_referrals_about(session, resident.id)
        for referral in referrals:
            set_status(session, referral, cancelled, reason, by_id=by_id, at=at)
        return len(referrals)
