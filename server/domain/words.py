"""The code lists that the program itself depends on, spelled as on the wire and in the tables.

Lists a council may change (texts, which outcome needs a note) are data: programmes and code lists, never here.
"""

from __future__ import annotations

from enum import StrEnum

SERVER_DEVICE_ID = "server"


class Role(StrEnum):
    """What a member of staff is."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    BACK_OFFICE = "back_office"
    CONTACT_CENTRE = "contact_centre"
    DUTY_MANAGER = "duty_manager"
    RECEIVING_TEAM = "receiving_team"
    INFORMATION_GOVERNANCE = "information_governance"


class VisitStatus(StrEnum):
    """Where a visit stands; it closes only by a submission."""

    PLANNED = "planned"
    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    SENT_BACK = "sent_back"
    CANCELLED = "cancelled"


# Not yet done: these stay on a phone until they are done, taken back or cancelled.
UNDONE_VISIT_STATUSES = (VisitStatus.PLANNED, VisitStatus.ASSIGNED, VisitStatus.STARTED, VisitStatus.SENT_BACK)


class VisitOutcome(StrEnum):
    """What the officer found; asked first."""

    SEEN_NO_NEEDS = "seen_no_needs"
    SEEN_NEEDS = "seen_needs"
    SPOKEN_NOT_SEEN = "spoken_not_seen"
    REFUSED_SAFE = "refused_safe"
    THIRD_PARTY_CONFIRMED = "third_party_confirmed"
    NO_REPLY_LETTER = "no_reply_letter"
    NO_REPLY_CONCERN = "no_reply_concern"
    MOVED_OR_WRONG_ADDRESS = "moved_or_wrong_address"
    IN_HOSPITAL_OR_CARE = "in_hospital_or_care"
    DECEASED = "deceased"
    UNSAFE_WITHDREW = "unsafe_withdrew"
    EMERGENCY_999 = "emergency_999"


# Outcomes that count as somebody having been reached.
REACHED_OUTCOMES = (
    VisitOutcome.SEEN_NO_NEEDS,
    VisitOutcome.SEEN_NEEDS,
    VisitOutcome.SPOKEN_NOT_SEEN,
    VisitOutcome.REFUSED_SAFE,
    VisitOutcome.THIRD_PARTY_CONFIRMED,
)


class ContactOutcome(StrEnum):
    """What came of one attempt by telephone or message."""

    CALLBACK_COMPLETE = "callback_complete"
    REFUSED_TO_ENGAGE = "refused_to_engage"
    CALL_RESCHEDULED = "call_rescheduled"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    NO_ANSWER = "no_answer"


class ContactDirection(StrEnum):
    """Who began it: the council, or the person."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class ReviewState(StrEnum):
    """What the back office made of a submission."""

    RECEIVED = "received"
    APPROVED = "approved"
    HAS_ISSUES = "has_issues"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """Where an operation ended on the server (sync.md, guarantee 1)."""

    APPLIED = "applied"
    MERGED = "merged"
    AGREED = "agreed"
    CONFLICT = "conflict"
    WAITING = "waiting"
    REVIEW = "review"


class SettlementDecision(StrEnum):
    """What a person made of an operation in review."""

    ACCEPTED = "accepted"
    MERGED = "merged"
    KEPT_AS_NOTE = "kept_as_note"


class ProposalBasis(StrEnum):
    """How somebody came to be proposed for a visit."""

    SAME_ADDRESS = "same_address"
    MET = "met"
    TYPED_ADDRESS = "typed_address"
    FAILED_CALLS = "failed_calls"  # nobody met them: the telephone has not reached them


class ProposalStatus(StrEnum):
    """What became of a proposed visit."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class AlertKind(StrEnum):
    """What must reach a person at once, whatever becomes of the operation that says it."""

    NO_REPLY_CONCERN = "no_reply_concern"
    UNSAFE_WITHDREW = "unsafe_withdrew"
    EMERGENCY_999 = "emergency_999"
    DECEASED = "deceased"
    SAFEGUARDING = "safeguarding"
    UNREADABLE = "unreadable"
    LONE_WORKING = "lone_working"  # nobody says it: the clock has run out


class ShiftKind(StrEnum):
    """What a planned stretch of work is for. All but the first are the rota of who is on call, in the order in which they are told."""

    VISITING = "visiting"
    DUTY = "duty"
    NEXT = "next"
    GOLD = "gold"


ROTA = (ShiftKind.DUTY, ShiftKind.NEXT, ShiftKind.GOLD)


# Raised by the server alone: no form and no button says them.
SERVER_ALERT_KINDS = frozenset({AlertKind.UNREADABLE, AlertKind.LONE_WORKING})


class DeviceOrder(StrEnum):
    """What the office may order a phone to do. The first in this list does more than those after it."""

    WIPE = "wipe"
    LOCK = "lock"


class OrderEnd(StrEnum):
    """How an order to a phone came to its end."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CALLED_BACK = "called_back"


class CaseStatus(StrEnum):
    """Whether the council is in touch with the resident under a programme."""

    OPEN = "open"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class ReferralType(StrEnum):
    """The needs a new installation knows; forms name them in `referral.<type>`. A council adds others to its code list of this name."""

    FOOD = "food"
    BABY = "baby"
    PRESCRIPTION = "prescription"
    MENTAL_HEALTH = "mental_health"
    SOCIAL_CARE = "social_care"
    REPAIRS = "repairs"
    WELFARE_RIGHTS = "welfare_rights"
    OTHER = "other"


class ReferralStatus(StrEnum):
    """How far a need handed to a team or person has come."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


OPEN_REFERRAL_STATUSES = (ReferralStatus.TO_DO, ReferralStatus.IN_PROGRESS, ReferralStatus.BLOCKED)


class RowVerdict(StrEnum):
    """What an import makes of one line of a file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DECIDE = "decide"
    REJECTED = "rejected"
