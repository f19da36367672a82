"""What two versions of a form have not in common."""

from __future__ import annotations

from typing import Any

from server.forms.changes import ChangedPart, ChangeKind, compare_questions, compare_stored
from server.forms.conversion import convert_xlsform
from server.forms.questions import Question, question_json
from tests.factories.spreadsheets import saved_again, shipped_edition

YES_NO = [{"name": "yes", "label": {"en": "Yes"}}, {"name": "no", "label": {"en": "No"}}]


def asked(name: str = "a", **parts: Any) -> Question:
    return Question(
        **{"path": f"/data/{name}", "type": "string", "control": "input", "label": {"en": "A", "cy": "Â"}} | parts
    )


def parts_of(old: Question, new: Question) -> tuple[ChangedPart, ...]:
    [change] = compare_questions([old], [new])
    assert change.kind is ChangeKind.CHANGED
    return change.parts


def test_the_same_questions_have_no_difference() -> None:
    assert compare_questions([asked("a"), asked("b")], [asked("a"), asked("b")]) == []


def test_a_question_is_added_and_another_removed() -> None:
    changes = compare_questions([asked("a"), asked("b")], [asked("a"), asked("c", label={"en": "C"})])
    assert [(change.kind, change.path, change.label) for change in changes] == [
        (ChangeKind.ADDED, "/data/c", "C"),
        (ChangeKind.REMOVED, "/data/b", "A"),
    ]


def test_a_label_is_compared_in_each_language() -> None:
    assert parts_of(asked(), asked(label={"en": "A", "cy": "B"})) == (ChangedPart("label", "Â", "B", "cy"),)
    assert parts_of(asked(), asked(label={"en": "A"})) == (ChangedPart("label", "Â", None, "cy"),)


def test_kind_rules_and_meaning_are_compared() -> None:
    new = asked(type="int", required="true()", relevant="1", records="resident.mobile")
    assert parts_of(asked(), new) == (
        ChangedPart("kind", "input/string", "input/int"),
        ChangedPart("required", None, "true()"),
        ChangedPart("relevant", None, "1"),
        ChangedPart("records", None, "resident.mobile"),
    )


def test_choices_are_compared_by_name_text_and_order() -> None:
    before = asked(control="select1", choices=YES_NO)
    more = [*YES_NO, {"name": "dk", "label": {"en": "Not known"}}]
    assert parts_of(before, asked(control="select1", choices=more)) == (
        ChangedPart("choice", None, "Not known", None, "dk"),
    )
    assert parts_of(before, asked(control="select1", choices=YES_NO[:1])) == (
        ChangedPart("choice", "No", None, None, "no"),
    )
    other = [YES_NO[0], {"name": "no", "label": {"en": "Never"}}]
    assert parts_of(before, asked(control="select1", choices=other)) == (
        ChangedPart("choice", "No", "Never", "en", "no"),
    )
    assert parts_of(before, asked(control="select1", choices=YES_NO[::-1])) == (ChangedPart("choices", None, None),)


def test_of_a_question_that_moved_the_others_are_not_said_to_have_moved() -> None:
    changes = compare_questions([asked(name) for name in "abcde"], [asked(name) for name in "ebcda"[1:] + "e"])
    assert [(change.path, change.parts) for change in changes] == [("/data/a", (ChangedPart("place", None, None),))]


def test_a_spreadsheet_that_is_saved_again_says_the_same() -> None:
    first = shipped_edition("welfare_check", "9")
    again = convert_xlsform(saved_again(first))
    assert again.xform == convert_xlsform(first).xform
    assert compare_questions(convert_xlsform(first).questions, again.questions) == []


def test_what_is_kept_beside_a_version_loses_nothing_that_a_comparison_needs() -> None:
    form = convert_xlsform(shipped_edition("welfare_check", "9"))
    other = convert_xlsform(shipped_edition("welfare_check", "10", {"visit_note": "Anything else?"}))
    stored = [[question_json(one) for one in some.questions] for some in (form, other)]
    [change] = compare_stored(*stored)
    assert change.path.endswith("/visit_note")
    assert [(part.part, part.new, part.language) for part in change.parts] == [("label", "Anything else?", "en")]
