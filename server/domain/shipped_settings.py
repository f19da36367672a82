"""What a new installation begins with: the code lists of visits, contacts, closed cases and needs, English and Welsh, and a programme's rules.

Data to start from: a council changes its own copy in the tables, and nothing here overwrites that.
"""

from __future__ import annotations

from typing import Any, Final

from server.domain.call_rules import shipped_call_rules
from server.domain.escalation import DEFAULT_MINUTES, DEFAULT_OPEN_HOURS
from server.domain.evidence import REMINDER_DAYS
from server.domain.lone_working import DEFAULT_CHECK_IN_MINUTES, DEFAULT_GRACE_MINUTES
from server.domain.priority import DEFAULT_PRIORITY_RULES

OFFICE_LIST: Final = "case_closed_reason"
REFERRAL_LIST: Final = "referral_type"
DIET_LIST: Final = "need_diet"
OFFICE_LISTS: Final = (OFFICE_LIST, DIET_LIST)  # of no use at a door: no phone gets them

_VISIT_OUTCOMES: Final = {
    "seen_no_needs": ("Seen, no needs", "Wedi gweld, dim anghenion"),
    "seen_needs": ("Seen, has needs", "Wedi gweld, ag anghenion"),
    "spoken_not_seen": ("Spoken to, not seen", "Wedi siarad, heb weld"),
    "refused_safe": ("Refused, seems safe", "Wedi gwrthod, i'w weld yn ddiogel"),
    "third_party_confirmed": ("Somebody else confirmed they are safe", "Rhywun arall wedi cadarnhau eu bod yn ddiogel"),
    "no_reply_letter": ("No reply, letter left, no concern", "Dim ateb, gadawyd llythyr, dim pryder"),
    "no_reply_concern": ("No reply, concern", "Dim ateb, pryder"),
    "moved_or_wrong_address": ("Moved, or wrong address", "Wedi symud, neu gyfeiriad anghywir"),
    "in_hospital_or_care": ("In hospital or in care", "Yn yr ysbyty neu mewn gofal"),
    "deceased": ("Has died", "Wedi marw"),
    "unsafe_withdrew": ("Unsafe, withdrew", "Anniogel, wedi gadael"),
    "emergency_999": ("Emergency, 999 called", "Argyfwng, wedi ffonio 999"),
}

_CONTACT_OUTCOMES: Final = {
    "callback_complete": ("Call complete", "Galwad wedi'i chwblhau"),
    "refused_to_engage": ("Refused to engage", "Wedi gwrthod siarad"),
    "call_rescheduled": ("Call rescheduled", "Galwad wedi'i haildrefnu"),
    "voicemail": ("Left a voicemail", "Wedi gadael neges llais"),
    "wrong_number": ("Wrong number", "Rhif anghywir"),
    "no_answer": ("No answer", "Dim ateb"),
}

_CASE_CLOSED_REASONS: Final = {
    "nothing_needed": ("Needs nothing more", "Nid oes angen dim mwy"),
    "declined": ("Does not want contact", "Nid yw am gael cyswllt"),
    "moved_away": ("Moved away", "Wedi symud i ffwrdd"),
    "in_care": ("Lives in care or in hospital now", "Yn byw mewn gofal neu yn yr ysbyty bellach"),
    "died": ("Has died", "Wedi marw"),
    "other_service": ("Another service looks after them", "Mae gwasanaeth arall yn gofalu amdanynt"),
    "not_on_list": ("No longer on the list", "Ddim ar y rhestr mwyach"),
    "opened_in_error": ("Opened in error", "Agorwyd ar gam"),
    "other": ("Another reason", "Rheswm arall"),
}

_REFERRAL_TYPES: Final = {
    "food": ("Food parcel", "Parsel bwyd"),
    "baby": ("Baby supplies", "Nwyddau babi"),
    "prescription": ("Prescription", "Presgripsiwn"),
    "mental_health": ("Mental health or befriending", "Iechyd meddwl neu gyfeillio"),
    "social_care": ("Social care review", "Adolygiad gofal cymdeithasol"),
    "repairs": ("Repairs", "Atgyweiriadau"),
    "welfare_rights": ("Welfare rights", "Hawliau lles"),
    "other": ("Something else", "Rhywbeth arall"),
}

_DIETS: Final = {
    "vegetarian": ("Vegetarian", "Llysieuol"),
    "vegan": ("Vegan", "Figan"),
    "halal": ("Halal", "Halal"),
    "kosher": ("Kosher", "Kosher"),
    "gluten_free": ("Gluten free", "Heb glwten"),
    "diabetic": ("Diabetic", "Diabetig"),
    "nut_allergy": ("Nut allergy", "Alergedd i gnau"),
    "soft_food": ("Soft food", "Bwyd meddal"),
}


def _entries(words: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"name": name, "label": {"en": english, "cy": welsh}} for name, (english, welsh) in words.items()]


CODE_LISTS: Final[dict[str, list[dict[str, Any]]]] = {
    "visit_outcome": _entries(_VISIT_OUTCOMES),
    "contact_outcome": _entries(_CONTACT_OUTCOMES),
    OFFICE_LIST: _entries(_CASE_CLOSED_REASONS),
    REFERRAL_LIST: _entries(_REFERRAL_TYPES),
    DIET_LIST: _entries(_DIETS),
}

PROGRAMME_SETTINGS: Final[dict[str, Any]] = {
    "priority_rules": [dict(rule) for rule in DEFAULT_PRIORITY_RULES],
    "no_reply_days": 3,
    "alert_minutes": DEFAULT_MINUTES,
    "alert_open_hours": DEFAULT_OPEN_HOURS,
    "lone_grace_minutes": DEFAULT_GRACE_MINUTES,
    "lone_check_in_minutes": DEFAULT_CHECK_IN_MINUTES,
    "call_rules": shipped_call_rules(),
    "evidence_reminder_days": REMINDER_DAYS,
    "visit_form": "welfare_check",
    "no_reply_form": "no_reply",
}
