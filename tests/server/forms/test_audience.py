"""A form says for whom it is; one for residents records only what a resident may say."""

from __future__ import annotations

import pytest

from server.forms.audience import RESIDENT, find_audience
from server.forms.conversion import convert_xlsform
from server.forms.problems import FormRefusedError
from server.forms.shipped_forms import read_shipped_form
from tests.factories.resident_links import CALL, SURVEY, make_resident_form

OUTCOME = ("select_one yes_no", "outcome", "Outcome?", "visit.outcome")
DEAD = ("select_one yes_no", "dead", "Has somebody died?", "alert.deceased")


@pytest.mark.parametrize(
    ("form_id", "audience"),
    [("loss_of_income", RESIDENT), ("council_tax_support", RESIDENT), ("welfare_check", None), ("no_reply", None)],
)
def test_the_shipped_forms_say_for_whom_they_are(form_id: str, audience: str | None) -> None:
    assert find_audience(convert_xlsform(read_shipped_form(form_id)).xform) == audience


def test_an_audience_that_nobody_knows_is_refused_with_its_sheet() -> None:
    with pytest.raises(FormRefusedError) as refused:
        convert_xlsform(make_resident_form("everybody"))
    assert [(one.sheet, "everybody" in one.message) for one in refused.value.problems] == [("settings", True)]


@pytest.mark.parametrize("row", [OUTCOME, DEAD, CALL])
def test_a_form_for_residents_that_records_what_they_may_not_say_is_refused_with_its_row(row: tuple[str, ...]) -> None:
    with pytest.raises(FormRefusedError) as refused:
        convert_xlsform(make_resident_form(survey=[*SURVEY, row]))
    assert (len(SURVEY) + 1, True) in [(one.row, "for residents" in one.message) for one in refused.value.problems]


def test_what_a_resident_may_say_of_themselves_is_let_through() -> None:
    assert find_audience(convert_xlsform(make_resident_form()).xform) == RESIDENT


def test_the_author_of_a_form_too_long_for_one_sitting_hears_it_and_of_one_for_officers_does_not() -> None:
    survey = [*SURVEY, *(("text", f"more_{number}", "More?", None) for number in range(100))]
    warned = convert_xlsform(make_resident_form(survey=survey)).warnings
    assert any("must finish in one sitting" in one.message for one in warned)
    assert not convert_xlsform(make_resident_form()).warnings
    assert not convert_xlsform(read_shipped_form("welfare_check")).warnings
