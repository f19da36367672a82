"""Answers as a person reads them."""

from __future__ import annotations

from typing import Any

from server.domain.shown_answers import list_shown_answers, list_shown_details, name_files

QUESTIONS: list[dict[str, Any]] = [
    {"path": "/data/who", "type": "group", "label": {"en": "Who", "cy": "Pwy"}},
    {"path": "/data/who/seen", "type": "string", "control": "select1", "label": {"en": "Seen?", "cy": "Wedi gweld?"}}
    | {"choices": [{"name": "yes", "label": {"en": "Yes, seen", "cy": "Do"}}]},
    {"path": "/data/needs", "type": "string", "control": "select", "label": {"en": "Needs"}}
    | {"choices": [{"name": "food", "label": {"en": "Food"}}, {"name": "heat", "label": {"en": "Heating"}}]},
    {"path": "/data/child", "type": "repeat", "label": {"en": "Child"}},
    {"path": "/data/child/name", "type": "string", "control": "input", "label": {"en": "Name"}},
    {"path": "/data/child/age", "type": "int", "control": "input", "label": {"en": "Age"}},
    {"path": "/data/next_on", "type": "date", "control": "input", "label": {"en": "Next contact"}},
    {"path": "/data/told", "type": "string", "control": "trigger", "label": {"en": "Sharing explained"}},
    {"path": "/data/child/drawing", "type": "binary", "control": "upload", "label": {"en": "A drawing"}},
    {"path": "/data/picture", "type": "binary", "control": "upload", "label": {"en": "Photo"}},
    {"path": "/data/total", "type": "int"},
]


def _shown(answers: dict[str, Any], language: str = "en") -> list[tuple[str | None, list[tuple[str, str]]]]:
    groups = list_shown_answers(QUESTIONS, answers, language)
    return [(group.title, [(answer.label, answer.value) for answer in group.answers]) for group in groups]


def test_answers_stand_in_the_order_of_the_form_whatever_order_they_came_in() -> None:
    answers = {"/data/next_on": "2026-12-01", "/data/needs": "heat food", "/data/who/seen": "yes"}
    assert _shown(answers) == [
        ("Who", [("Seen?", "Yes, seen")]),
        (None, [("Needs", "Heating, Food"), ("Next contact", "01/12/2026")]),
    ]


def test_each_turn_of_a_repeat_is_a_group_of_its_own() -> None:
    flat = {"/data/child[2]/name": "Bo", "/data/child[1]/age": 7, "/data/child[1]/name": "Al"}
    nested = {"data": {"child": [{"name": "Al", "age": 7}, {"name": "Bo"}]}}
    expected = [("Child 1", [("Name", "Al"), ("Age", "7")]), ("Child 2", [("Name", "Bo")])]
    assert _shown(flat) == expected
    assert _shown(nested) == expected


def test_another_language_is_used_where_the_form_has_it() -> None:
    assert _shown({"/data/who/seen": "yes"}, "cy") == [("Pwy", [("Wedi gweld?", "Do")])]
    assert _shown({"/data/needs": "food"}, "cy") == [(None, [("Needs", "Food")])]


def test_empty_answers_photos_and_calculations_are_left_out() -> None:
    assert _shown({"/data/needs": "", "/data/picture": "a.jpg", "/data/total": 3, "/data/meta/instanceID": "x"}) == []


def test_what_the_form_does_not_know_is_shown_last_never_hidden() -> None:
    assert _shown({"/data/old_question": "kept", "/data/needs": "soap"}) == [
        (None, [("Needs", "soap"), ("old question", "kept")])
    ]


def test_a_tick_and_a_date_that_is_none_read_as_words() -> None:
    assert _shown({"/data/told": "OK", "/data/next_on": "soon"}) == [
        (None, [("Next contact", "soon"), ("Sharing explained", "Yes")])
    ]


def test_answers_without_their_form_are_still_shown() -> None:
    groups = list_shown_answers([], {"/data/outcome": "seen_needs", "/data/count": 2})
    assert [(answer.label, answer.value) for answer in groups[0].answers] == [("outcome", "seen_needs"), ("count", "2")]


def test_a_photo_is_named_after_its_question_and_the_turn_it_was_taken_in() -> None:
    answers = {"data": {"picture": "p.jpg", "child": [{"name": "Al", "drawing": "a.jpg"}, {"drawing": "b.jpg"}]}}
    assert name_files(QUESTIONS, answers) == {
        "p.jpg": "Photo",
        "a.jpg": "Child 1: A drawing",
        "b.jpg": "Child 2: A drawing",
    }


def test_a_needs_own_answers_stand_in_words_in_the_order_of_the_form() -> None:
    cooking = {"path": "/data/cook", "type": "string", "control": "select1", "records": "referral.food.cooking"}
    questions: list[dict[str, Any]] = [
        {"path": "/data/people", "type": "int", "records": "referral.food.people", "label": {"en": "How many?"}},
        {"path": "/data/size", "type": "string", "records": "referral.baby.people", "label": {"en": "Babies?"}},
        cooking | {"label": {"en": "Gas?"}, "choices": [{"name": "gas", "label": {"en": "Has gas"}}]},
        cooking | {"label": {"en": "Or what?"}, "choices": [{"name": "none", "label": {"en": "Cannot cook"}}]},
    ]
    details = {"said_before": "kept", "cooking": "none", "people": 4, "diet": ""}
    shown = list_shown_details(questions, "food", details)
    assert [(one.label, one.value) for one in shown] == [
        ("How many?", "4"), ("Or what?", "Cannot cook"), ("said before", "kept"),
    ]  # fmt: skip
