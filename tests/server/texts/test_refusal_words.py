"""Whatever an office page refuses, it says why in words: every code in the source has its text."""

from __future__ import annotations

from server.domain.call_rule_words import NUMBERS as CALL_NUMBERS
from server.domain.picture import AREA_FIELDS
from server.domain.programme_rules import NUMBERS
from server.texts import has_text
from tests.shape.refusal_codes import find_mistakes, find_reasons

# Whose reasons are one text each, and by which beginning of its name.
WORDS = {
    "AlertRefusedError": "alert-refused",
    "AssignmentRefusedError": "assign-refused",
    "CallRefusedError": "call-refused",
    "CheckInRefusedError": "out-refused",
    "ConflictNotSettledError": "conflict-refused",
    "DeviceRefusedError": "device-refused",
    "EvidenceRefusedError": "evidence-refused",
    "HoldNotSettledError": "hold-refused",
    "ImportNotConfirmedError": "imports-refused",
    "ImportNotUndoneError": "imports-undo-refused",
    "LinkRefusedError": "link-refused",
    "MessageRefusedError": "message-refused",
    "NotFilledError": "desk-refused",
    "PictureRefusedError": "picture-refused",
    "PreferencesRefusedError": "preferences-refused",
    "ProposalRefusedError": "proposal-refused",
    "PublishRefusedError": "forms-refused",
    "ReferralRefusedError": "refer-refused",
    "RepeatRefusedError": "repeat-refused",
    "ResidentsNotMergedError": "duplicates-refused",
    "RetryRefusedError": "message-refused",
    "ReviewRefusedError": "review-refused",
    "RowNotDecidedError": "imports-decide",
    "SettlementRefusedError": "report-refused",
    "ShiftKeptError": "shifts-kept",
    "TokenRefusedError": "access",
    "VisitFormRefusedError": "forms-refused",
    "VisitKeptError": "visit-kept",
    "WindowWrongError": "assign-refused",
}
# A page that is not there: every page answers these so.
NOT_THERE = {"not_found", "no_link", "no_resident", "no_message", "no_form", "no_programme"}
# What is answered in another way than by the words of its code, and how.
OTHERWISE = {
    "ConflictNotSettledError": {"value_wrong"},  # as choice_missing, at that choice
    "EvidenceRefusedError": {"too_many"},  # as the fault of a file
    "MessageRefusedError": {"no_channel"},  # of no page: nobody chose this way
    "ProposalRefusedError": {"left_out"},  # with who was left out
    "ReferralRefusedError": {"agreement_each"},  # on the page of a team, which has words of its own
    "ResidentsNotMergedError": {"undecided"},  # at each field that waits
    "SettlementRefusedError": {"not_yours"},  # 403
}
# Programs and phones are told these, or their problems have words of their own.
OF_NO_PAGE = {
    "DeskEditRefusedError", "FormNotTakenError", "LinkFormNotTakenError", "NotCheckableError", "PushRefusedError",
}  # fmt: skip
# What is put together where it is raised: the place, and what it may come to there.
WAYS = {"merged", "held", "no_mobile", "no_email", "no_texts_wanted", "no_emails_wanted", "not_safe"}
UNREAD = {
    "server/domain/picture.py: f'area_{field}'": {f"area_{field}" for field in AREA_FIELDS},
    "server/domain/visit_window.py: reason": {"from_wrong", "to_wrong"},
    "server/office/giving.py: error.reason": {"from_wrong", "to_wrong", "times_crossed"},
    "server/office/contacts.py: refusal": {"case_closed", "merged", "held", "no_calls_wanted", "no_number"},
    "server/use_cases/claim_call.py: reason": {"case_closed", "merged", "held", "no_calls_wanted", "no_number"},
    "server/use_cases/queue_message.py: way.reason or 'no_resident'": WAYS,
    "server/use_cases/queue_staff_message.py: way.reason or 'no_mobile'": {"left", "no_mobile"},
    "server/use_cases/resolve_conflict.py: _REASONS[outcome]": {"moved", "settled_already", "choice_missing"},
    "server/use_cases/retry_message.py: way.reason or 'no_message'": WAYS,
    "server/use_cases/undo_import.py: reason": {"not_imported", "gazetteer", "too_old"},
}
# By module, whose page says the mistakes in its fields.
PAGES = {
    "server/domain/call_rule_words.py": "call-rules",
    "server/domain/case_step.py": "case",
    "server/domain/code_list.py": "code-list",
    "server/domain/new_resident.py": "who",
    "server/domain/missing_person.py": "missing",
    "server/domain/programme_rules.py": "programme",
    "server/domain/resident_correction.py": "who",
    "server/domain/staff_account.py": "user",
    "server/domain/typed_resident.py": "who",
    "server/domain/visit_rule_words.py": "visit-rules",
    "server/domain/warning_marker.py": "marker",
    "server/use_cases/add_resident.py": "who",
    "server/use_cases/add_user.py": "user",
    "server/use_cases/answer_proposal.py": "who",
    "server/use_cases/change_case.py": "case",
    "server/use_cases/change_duty_number.py": "duty-number",
    "server/use_cases/change_programme.py": "programme",
    "server/use_cases/change_team.py": "team",
    "server/use_cases/change_user.py": "user",
    "server/use_cases/choose_password.py": "password",
    "server/use_cases/correct_resident.py": "who",
    "server/use_cases/decide_marker.py": "marker",
    "server/use_cases/decide_missing.py": "missing",
    "server/use_cases/end_account.py": "user",
    "server/use_cases/give_first_password.py": "user",
    "server/use_cases/propose_marker.py": "marker",
    "server/use_cases/record_marker_call.py": "marker",
    "server/use_cases/retire_team.py": "team",
}
SHARED = {"server/domain/change_refusal.py", "server/store/versioned_writes.py"}
# Its page names a reason alone, but for what is missing: of which part.
DOCUMENT_TYPES = {"server/domain/document_type.py", "server/use_cases/change_document_type.py"}
UNREAD_FIELDS = {
    "f'{language}{suffix}': too_long": {"en: too_long", "cy: too_long"},
    "f'{bound}_{number}': bound": {"at_least: bound", "below: bound"},
    "name: number": {f"{field}: number" for field in CALL_NUMBERS},
    "field: number": {f"{field}: number" for field in NUMBERS},
    "field: last_administrator": {"role: last_administrator", "state: last_administrator"},
}
TAKEN = {"user": "email", "team": "name", "programme": "name", "duty-number": "label"}


def test_every_reason_of_a_refusal_has_words() -> None:
    found = find_reasons()
    assert found.keys() == WORDS.keys() | OF_NO_PAGE
    unread = {site for error, codes in found.items() if error in WORDS for site in codes.unread}
    assert unread == UNREAD.keys()
    lacking = [
        f"{prefix}-{reason}"
        for error, prefix in WORDS.items()
        for reason in found[error].names.union(*(UNREAD[site] for site in found[error].unread))
        if reason not in NOT_THERE | OTHERWISE.get(error, set()) and not has_text(f"{prefix}-{reason}")
    ]
    assert lacking == []


def test_every_mistake_in_a_field_has_words() -> None:
    found = find_mistakes()
    assert found.keys() == PAGES.keys() | SHARED | DOCUMENT_TYPES
    wanted = {f"{page}-refused-state-changed_meanwhile" for page in set(PAGES.values())}
    wanted |= {f"{page}-refused-{field}-taken" for page, field in TAKEN.items()}
    for module, page in PAGES.items():
        mistakes = found[module].names.union(*(UNREAD_FIELDS[one] for one in found[module].unread))
        wanted |= {f"{page}-refused-{mistake.replace(': ', '-')}" for mistake in mistakes}
    for module in DOCUMENT_TYPES:
        reasons = {mistake.split(": ")[1] for mistake in found[module].names | found[module].unread} - {"missing"}
        wanted |= {f"document-type-refused-{reason}" for reason in reasons | {"changed_meanwhile"}}
    assert sorted(name for name in wanted if not has_text(name)) == []
    assert len(wanted) > 50
