"""What may be approved unread, with others: only that in which there is nothing to read."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from server.domain.approving_together import LookReason, TogetherFacts, find_look_reason
from server.domain.shown_answers import has_typed_words

NOTHING = TogetherFacts(status="submitted", review_state="received", outcome="seen_no_needs")
OTHERWISE: dict[str, Any] = {
    "status": "reviewed", "review_state": "has_issues", "outcome": "spoken_not_seen", "submissions": 2,
}  # fmt: skip


def test_each_thing_that_a_person_should_see_forbids_it() -> None:
    assert find_look_reason(NOTHING) is None
    told = {
        field.name: find_look_reason(replace(NOTHING, **{field.name: OTHERWISE.get(field.name, True)}))
        for field in fields(TogetherFacts)
    }
    assert [name for name, reason in told.items() if reason is None] == []
    assert {*told.values()} == {*LookReason}
    assert find_look_reason(replace(NOTHING, submissions=0)) is LookReason.SEVERAL
    assert find_look_reason(replace(NOTHING, has_words=True, has_alert=True)) is LookReason.ALERT


def test_a_note_is_words_and_a_choice_or_a_corrected_number_is_none() -> None:
    note = {"path": "/data/note", "type": "string", "control": "input"}
    mobile = {"path": "/data/mobile", "type": "string", "control": "input", "records": "resident.mobile"}
    outcome = {"path": "/data/outcome", "type": "string", "control": "select1"}
    asked = [note, mobile, outcome]
    assert not has_typed_words(asked, {"data": {"outcome": "seen_no_needs", "mobile": "07700 900001", "note": ""}})
    assert has_typed_words(asked, {"/data/note": "Ask her daughter"})
    assert has_typed_words(asked, {"/data/unknown": "x"}), "what the form knows nothing of may be anything"
