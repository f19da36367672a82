"""The shipped forms convert, are complete in two languages, and are the XForms that the phone's tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.words import VisitOutcome
from server.forms.conversion import ConvertedForm, convert_xlsform
from server.forms.form_model import FormModel
from server.forms.questions import Question
from server.forms.shipped_forms import list_shipped_forms, read_shipped_form

FIXTURES = Path(__file__).parents[2] / "fixtures" / "forms"


def convert(form_id: str) -> ConvertedForm:
    return convert_xlsform(read_shipped_form(form_id))


def by_name(form: ConvertedForm) -> dict[str, Question]:
    return {question.path.rsplit("/", 1)[-1]: question for question in form.questions}


@pytest.mark.parametrize("form_id", list_shipped_forms())
def test_a_shipped_form_converts_without_a_warning_to_the_xform_the_phone_tests_read(form_id: str) -> None:
    form = convert(form_id)
    assert form.form_id == form_id
    assert form.warnings == ()
    assert form.xform == (FIXTURES / f"{form_id}.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form_id", list_shipped_forms())
def test_every_text_of_a_shipped_form_is_there_in_english_and_welsh(form_id: str) -> None:
    form = convert(form_id)
    assert form.languages == ("en", "cy")
    for question in form.questions:
        shown = [question.label] if question.control or question.label else []
        hints = [question.hint] if question.hint else []
        for texts in [*shown, *hints, *(choice["label"] for choice in question.choices)]:
            assert set(texts) == {"en", "cy"}, question.path
            assert all(texts.values()), question.path


@pytest.mark.parametrize("form_id", ["welfare_check", "no_reply"])
def test_the_outcome_is_asked_first_and_is_recorded(form_id: str) -> None:
    asked = [question for question in convert(form_id).questions if question.control]
    assert asked[0].records == "visit.outcome"
    assert asked[0].required == "true()"
    assert {choice["name"] for choice in asked[0].choices} <= set(VisitOutcome)


def test_the_forms_that_come_with_a_release_are_these() -> None:
    assert list_shipped_forms() == [
        "council_tax_support",
        "loss_of_income",
        "no_reply",
        "telephone_contact",
        "welfare_check",
    ]


def test_a_call_is_asked_with_every_contact_outcome_and_closes_no_visit() -> None:
    form = convert("telephone_contact")
    assert [choice["name"] for choice in by_name(form)["contact_outcome"].choices] == [
        "callback_complete",
        "refused_to_engage",
        "call_rescheduled",
        "voicemail",
        "wrong_number",
        "no_answer",
    ]
    assert "visit.outcome" not in {question.records for question in form.questions}


@pytest.mark.parametrize("form_id", ["loss_of_income", "council_tax_support"])
def test_a_residents_form_needs_no_row_of_the_council(form_id: str) -> None:
    form = convert(form_id)
    assert "jr://file-csv" not in form.xform
    assert not {question.records.split(".")[0] for question in form.questions if question.records} - {"referral"}


@pytest.mark.parametrize("form_id", list_shipped_forms())
def test_every_rule_of_a_shipped_form_says_what_to_do_in_both_languages(form_id: str) -> None:
    model = FormModel(convert(form_id).xform)
    for question in model.form.questions:
        for part in ("required", "constraint"):
            if question.control and getattr(question, part):
                assert (question.path, part) in model.messages


def test_the_welfare_check_offers_every_outcome() -> None:
    assert [choice["name"] for choice in by_name(convert("welfare_check"))["outcome"].choices] == list(VisitOutcome)


def test_a_note_is_mandatory_for_exactly_the_outcomes_that_need_one() -> None:
    required = by_name(convert("welfare_check"))["visit_note"].required or ""
    named = {outcome for outcome in VisitOutcome if f"'{outcome}'" in required}
    assert named == {
        "refused_safe",
        "third_party_confirmed",
        "moved_or_wrong_address",
        "in_hospital_or_care",
        "no_reply_letter",
        "no_reply_concern",
        "deceased",
    }


def test_the_phone_number_is_prefilled_from_the_residents_row() -> None:
    form = convert("welfare_check")
    assert by_name(form)["mobile"].records == "resident.mobile"
    assert "value=\"pulldata('resident', 'mobile', 'id'," in form.xform
