"""What makes a good XForm unusable here: too long, meaning nothing, waiting for itself."""

from __future__ import annotations

import pytest

from server.forms.conversion import convert_xlsform
from server.forms.problems import FormRefusedError
from tests.factories.spreadsheets import small_form

CALCULATED = ("type", "name", "label", "calculation", "relevant")
RECORDING = ("type", "name", "label", "bind::doorstep:records")


def problems_of(xlsx: bytes) -> list[tuple[str | None, int | None, str]]:
    with pytest.raises(FormRefusedError) as refused:
        convert_xlsform(xlsx)
    return [(problem.sheet, problem.row, problem.message) for problem in refused.value.problems]


def test_two_calculations_that_wait_for_each_other_are_refused_by_name() -> None:
    rows = (
        ("text", "x", "X", None, None),
        ("calculate", "a", None, "${b} + 1", None),
        ("calculate", "b", None, "${a}", None),
    )
    [(sheet, row, message)] = problems_of(small_form(*rows, heads=CALCULATED))
    assert (sheet, row) == ("survey", 3)
    assert "a → b → a" in message


def test_a_group_that_is_asked_when_an_answer_inside_it_says_so_is_refused() -> None:
    rows = (
        ("begin group", "g", "G", None, "${inside} = 'x'"),
        ("text", "inside", "Inside", None, None),
        ("end group", None, None, None, None),
    )
    assert "→ inside" in problems_of(small_form(*rows, heads=CALCULATED))[0][2]


def test_a_constraint_may_name_its_own_question() -> None:
    rows = (("integer", "age", "Age", ". < 120 and ${age} > 0"),)
    assert convert_xlsform(small_form(*rows, heads=("type", "name", "label", "constraint"))).questions


@pytest.mark.parametrize(
    "target",
    ["resident.nhs_number", "resident.first_name", "case.status", "visit.status", "alert.unreadable", "alert.x",
     "referral.pizza", "referral.food.People", "resident", "nobody.name", "submission."],
)  # fmt: skip
def test_a_meaning_that_names_nothing_is_refused_with_its_row(target: str) -> None:
    [(sheet, row, message)] = problems_of(small_form(("text", "x", "X", target), heads=RECORDING))
    assert (sheet, row) == ("survey", 2)
    assert f"“{target}”" in message


@pytest.mark.parametrize(
    "target",
    ["resident.mobile", "alert.safeguarding", "referral.food.people", "referral.other", "submission.sharing_explained"],
)  # fmt: skip
def test_a_meaning_that_names_what_is_kept_here_is_taken(target: str) -> None:
    form = convert_xlsform(small_form(("text", "x", "X", target), heads=RECORDING))
    assert form.questions[0].records == target


def test_an_outcome_that_the_council_does_not_have_is_refused() -> None:
    choices = (("list_name", "name", "label"), ("o", "seen_needs", "Seen"), ("o", "gone_fishing", "Gone"))
    [(_, row, message)] = problems_of(
        small_form(("select_one o", "outcome", "Outcome", "visit.outcome"), heads=RECORDING, choices=choices)
    )
    assert row == 2
    assert message.endswith("gone_fishing.")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"form_id": "x" * 65}, "form_id"),
        ({"title": "x" * 201}, "form_title"),
        ({"version": "1" * 61}, "version"),
    ],
)
def test_settings_that_are_too_long_are_refused(made: dict[str, str], words: str) -> None:
    [(sheet, row, message)] = problems_of(small_form(**made))
    assert (sheet, row) == ("settings", 2)
    assert words in message


def test_a_name_and_a_label_that_are_too_long_are_refused_with_their_rows() -> None:
    problems = problems_of(small_form(("text", "n" * 65, "Fine"), ("text", "fine", "l" * 4_001)))
    assert [row for _, row, _ in problems] == [2, 3]


def test_a_form_with_too_many_questions_is_refused() -> None:
    rows = [("text", f"q{number}", "Q") for number in range(2_001)]
    assert "more than 2,000 questions" in problems_of(small_form(*rows))[0][2]


def test_a_form_that_asks_nothing_is_refused() -> None:
    assert "asks nothing" in problems_of(small_form(("calculate", "x", None, "1", None), heads=CALCULATED))[0][2]
