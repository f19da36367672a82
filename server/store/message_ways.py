"""Where a resident can be written to, and why not: what is on record, what they asked for, and holds for a death; and a member of
staff.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.escalation import takes_texts
from server.domain.message import MessageChannel
from server.domain.telephone import is_mobile, telephone_key
from server.store.tables import ContactPreference, Resident, User


@dataclass(frozen=True, slots=True)
class Way:
    """A channel to one resident: an address, or the reason why nothing may go by it.

    `reason`: merged, held, no_mobile, no_email, no_texts_wanted, no_emails_wanted, not_safe.
    """

    channel: MessageChannel
    address: str | None
    reason: str | None


def find_way(session: Session, resident: Resident, channel: MessageChannel) -> Way:
    """How this resident is reached by this channel, as things stand now."""
    preference = session.get(ContactPreference, resident.id, populate_existing=True)
    by_text = channel is MessageChannel.SMS
    address = (resident.mobile if by_text else resident.email) or ""
    wanted = preference and (preference.text if by_text else preference.email)
    reasons = [
        (resident.merged_into_id is not None, "merged"),
        (resident.on_hold, "held"),
        (by_text and not is_mobile(telephone_key(address)), "no_mobile"),
        (not by_text and "@" not in address, "no_email"),
        (wanted is False, "no_texts_wanted" if by_text else "no_emails_wanted"),
        (preference is not None and preference.safe_to_leave_message is False, "not_safe"),
    ]
    reason = next((name for is_so, name in reasons if is_so), None)
    return Way(channel, address if reason is None else None, reason)


def list_ways(session: Session, resident: Resident) -> list[Way]:
    """One for each channel."""
    return [find_way(session, resident, channel) for channel in MessageChannel]


def find_staff_way(user: User) -> Way:
    """How somebody who is on call is told: by text message. `reason`: left, no_mobile."""
    reason = "left" if not user.active else None if takes_texts(user.telephone) else "no_mobile"
    return Way(MessageChannel.SMS, user.telephone if reason is None else None, reason)
