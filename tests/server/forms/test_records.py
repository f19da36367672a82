"""What a form says it records is checked before it is published, with the row that its author sees."""

from __future__ import annotations

from typing import Any

import pytest

from server.forms.conversion import convert_xlsform
from server.forms.questions import Question
from server.forms.records import find_record_problems
from server.forms.shipped_forms import list_shipped_forms, read_shipped_form
from tests.server.forms.test_conversion import SETTINGS, make_xlsx, problems_of

YES_NO = [{"name": "yes"}, {"name": "no"}]


def ask(records: str, **values: Any) -> Question:
    return Question("/data/x", **({"type": "string", "control": "input", "records": records} | values))


@pytest.mark.parametrize("form_id", list_shipped_forms())
def test_a_shipped_form_records_nothing_wrong(form_id: str) -> None:
    assert find_record_problems(convert_xlsform(read_shipped_form(form_id)).questions) == []


@pytest.mark.parametrize(
    "question",
    [
        ask("resident.mobile"),
        ask("resident.lives_alone", control="select1", choices=YES_NO),
        ask("case.next_contact_on", type="date"),
        ask("case.risk", control="select1", choices=[{"name": "low"}, {"name": "high"}]),
        ask("visit.outcome", control="select1", choices=[{"name": "deceased"}]),
        ask("alert.safeguarding", control="select1", choices=YES_NO),
        ask("referral.repairs"),
        ask("referral.food.people", type="int", repeats=("/data/need",)),
        ask("submission.sharing_explained"),
        ask("contact.outcome", control="select1", choices=[{"name": "no_answer"}]),
        ask("contact.direction", control="select1", choices=[{"name": "incoming"}]),
        ask("contact.note"),
    ],
)
def test_what_fits_is_no_problem(question: Question) -> None:
    assert find_record_problems([question]) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (ask("weather.today"), "must begin with"),
        (ask("mobile"), "must begin with"),
        (ask("visit.planned_on", type="date"), "only the outcome"),
        (ask("visit.outcome"), "one choice"),
        (ask("visit.outcome", control="select1", choices=[{"name": "gone_fishing"}]), "gone_fishing"),
        (ask("resident.nhs_number"), "cannot write this field"),
        (ask("resident.first_name"), "cannot write this field"),
        (ask("resident.mobile", repeats=("/data/r",)), "repeat"),
        (ask("resident.mobile", type="binary", control="upload"), "a file or a place"),
        (ask("case.next_contact_on"), "is a date"),
        (ask("resident.lives_alone"), "yes and no"),
        (ask("case.risk", control="select1", choices=[{"name": "enormous"}]), "low, medium, high"),
        (ask("alert.fire"), "no such alert"),
        (ask("contact.outcome"), "one choice"),
        (ask("contact.outcome", control="select1", choices=[{"name": "engaged"}]), "engaged"),
        (ask("contact.number"), "the outcome, the direction and a note"),
        (ask("contact.note", type="date"), "must be a text"),
        (ask("contact.note", repeats=("/data/r",)), "repeat"),
        (ask("alert.unreadable"), "no such alert"),
        (ask("referral."), "there is no such need"),
        (ask("referral.Food Parcel.people"), "there is no such need"),
        (ask("referral.food.start_on"), "must be a date"),
        (ask("referral.food.agreed"), "yes and no"),
        (ask("resident.mobile", type="group", control=None), "a group records nothing"),
    ],
)
def test_what_does_not_fit_is_said(question: Question, words: str) -> None:
    [problem] = find_record_problems([question])
    assert problem.path == "/data/x"
    assert words in problem.message


def test_a_field_is_recorded_by_one_question_or_by_several_that_are_asked_on_a_condition() -> None:
    one = Question("/data/a", "string", "input", records="resident.mobile")
    two = Question("/data/g/b", "string", "input", records="resident.mobile")
    around = Question("/data/g", "group", relevant="/data/c = 1")
    conditional = Question("/data/a", "string", "input", records="resident.mobile", relevant="/data/c != 1")
    assert [problem.path for problem in find_record_problems([one, around, two])] == ["/data/g/b"]
    assert find_record_problems([conditional, around, two]) == []


def test_a_need_of_the_councils_own_is_handed_on_and_one_that_is_not_in_use_is_said_with_where_to_add_it() -> None:
    needs = ["food", "heating"]
    assert find_record_problems([ask("referral.heating.what")], needs) == []
    [problem] = find_record_problems([ask("referral.baby")], needs)
    assert "there are food, heating. " in problem.message
    assert "the page Code lists" in problem.message


def test_a_wrong_record_is_refused_with_its_row() -> None:
    survey = (
        ("type", "name", "label", "bind::doorstep:records"),
        ("text", "a", "A", "resident.mobile"),
        ("text", "b", "B", "resident.shoe_size"),
    )
    [(sheet, row, message)] = problems_of(make_xlsx(survey=survey, settings=SETTINGS))
    assert (sheet, row) == ("survey", 3)
    assert "resident.shoe_size" in message
