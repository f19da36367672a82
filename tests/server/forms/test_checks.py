"""The checks of a submission that only the server makes: what an honest phone cannot send, and what it cannot know."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server.forms.checks import Checked, Circumstances, check_submission
from server.forms.form_model import FormModel
from server.forms.xml_reading import parse_xml
from tests.factories.golden_forms import Golden, make_xform

AT = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
TOWNS = {"towns": [{"name": "bath", "county": "avon"}, {"name": "exeter", "county": "devon"}]}
TOWN_BODY = (
    "<select1 ref='/data/town'><itemset nodeset=\"instance('towns')/root/item[county = /data/county]\">"
    "<value ref='name'/><label ref='name'/></itemset></select1>"
)
COUNTED = "<group ref='/data/r'><repeat nodeset='/data/r' jr:count='/data/n'/></group>"


def check(case: Golden, xml: str, **values: Any) -> Checked:
    model = FormModel(make_xform(case))
    return check_submission(model, parse_xml(f"<data>{xml}</data>"), Circumstances(**({"finished_at": AT} | values)))


def codes(found: Checked) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.node) for problem in found.problems]


def test_what_phones_left_out_counts_as_blank() -> None:
    case = {"instance": "<a/><b/><c/>", "binds": {"/data/c": {"required": "/data/b = ''"}}}
    assert codes(check(case, "<a>1</a>")) == [("required", "/data/c")]


def test_an_answer_that_was_not_asked_is_named_once_and_counts_as_blank() -> None:
    case = {
        "instance": "<a/><b/><c/>",
        "binds": {
            "/data/b": {"relevant": "/data/a = 1"},
            "/data/c": {"relevant": "/data/b = 'x'", "constraint": ". = 1"},
        },
    }
    found = check(case, "<a>2</a><b>x</b><c>9</c>")
    assert codes(found) == [("not_relevant", "/data/b"), ("not_relevant", "/data/c")]
    assert found.hidden == {"/data/b", "/data/c"}


def test_a_choice_that_the_filter_does_not_offer_is_named() -> None:
    case = {"instance": "<county/><town/>", "lists": TOWNS, "body": TOWN_BODY}
    assert codes(check(case, "<county>avon</county><town>bath</town>")) == []
    assert codes(check(case, "<county>avon</county><town>exeter</town>")) == [("wrong_choice", "/data/town")]


@pytest.mark.parametrize(("turns", "wanted"), [(0, []), (2, []), (3, ["there are 3 entries where the answers say 2"])])
def test_a_repeat_has_as_many_turns_as_the_answers_say(turns: int, wanted: list[str]) -> None:
    case = {"instance": "<n/><r><x/></r>", "body": COUNTED}
    number = "" if turns == 0 else "2"
    assert [problem.message for problem in check(case, f"<n>{number}</n>" + "<r><x/></r>" * turns).problems] == wanted


def test_a_problem_names_the_question_in_its_authors_words_and_quotes_no_answer() -> None:
    case = {
        "instance": "<a/>",
        "binds": {"/data/a": {"constraint": ". < 5", "jr:constraintMsg": "Enter fewer than 5"}},
        "body": "<input ref='/data/a'><label>How many people?</label></input>",
    }
    [problem] = check(case, "<a>777</a>").problems
    assert problem.as_json() == {
        "code": "constraint",
        "node": "/data/a",
        "message": "Enter fewer than 5",
        "question": "How many people?",
    }


def test_today_is_the_day_on_the_phone_when_it_was_finished() -> None:
    case = {"instance": "<a/>", "binds": {"/data/a": {"constraint": ". = today()"}}}
    east = dt.timezone(dt.timedelta(hours=1))
    assert codes(check(case, "<a>2026-11-23</a>")) == []
    assert codes(check(case, "<a>2026-11-23</a>", zone=east)) == [("constraint", "/data/a")]
    assert codes(check(case, "<a>2026-11-24</a>", zone=east)) == []


def test_without_its_time_nothing_about_today_is_a_violation() -> None:
    case = {"instance": "<a/>", "binds": {"/data/a": {"constraint": ". = today()"}}}
    assert codes(check(case, "<a>1999-01-01</a>", finished_at=None)) == []


@pytest.mark.parametrize("expression", ["now() > 5", "random() > 2", "uuid() = ''", "once('a') = 'b'"])
def test_what_cannot_be_known_is_no_violation_and_makes_nothing_mandatory(expression: str) -> None:
    case = {
        "instance": "<a/><b/><c/>",
        "binds": {
            "/data/a": {"constraint": expression, "required": expression},
            "/data/b": {"relevant": expression, "required": "true()"},
            "/data/c": {"required": f"true() or {expression}"},
        },
    }
    found = check(case, "<a/><b/>")
    assert codes(found) == [("required", "/data/c")]
    assert ("/data/b", "relevant") in [(node, part) for node, part, _ in found.not_checkable]


def test_a_row_that_is_not_known_makes_nothing_a_violation() -> None:
    case = {
        "instance": "<a/>",
        "rows": {"resident": {"id": "r", "lives_alone": "true"}},
        "binds": {"/data/a": {"required": "pulldata('resident', 'lives_alone', 'id', 'r') = 'true'"}},
    }
    assert codes(check(case, "<a/>")) == []
    assert codes(check(case, "<a/>", rows=case["rows"])) == [("required", "/data/a")]


def test_a_label_that_differs_between_languages_is_not_known() -> None:
    texts = "".join(
        f'<translation lang="{language}"><text id="one"><value>{words}</value></text></translation>'
        for language, words in (("en", "One"), ("cy", "Un"))
    )
    case = {
        "instance": "<a/>",
        "binds": {"/data/a": {"constraint": "jr:choice-name('1', '/data/a') = 'One'"}},
        "body": "<select1 ref='/data/a'><item><label ref=\"jr:itext('one')\"/><value>1</value></item></select1>",
    }
    xform = make_xform(case).replace("<model>", f"<model><itext>{texts}</itext>")
    found = check_submission(FormModel(xform), parse_xml("<data><a>1</a></data>"), Circumstances(AT))
    assert (found.problems, found.not_checkable) == (
        [],
        [("/data/a", "constraint", "the language on the phone is not known")],
    )


def test_a_date_that_does_not_exist_is_no_violation_of_its_rule() -> None:
    case = {"instance": "<a/>", "binds": {"/data/a": {"constraint": ". > 5"}}}
    assert codes(check(case, "<a>2026-02-30</a>")) == []


@pytest.mark.parametrize("answer", ["2026-02-30", f"0x{'f' * 400}", "1e400", "-1e400", "2026-01-01T99:00"])
def test_a_count_that_is_no_number_of_turns_is_no_violation(answer: str) -> None:
    case = {"instance": "<n/><r><x/></r>", "body": COUNTED}
    assert codes(check(case, f"<n>{answer}</n><r><x>1</x></r>")) == []


def test_empty_turns_that_would_fill_the_memory_are_not_laid_out_and_the_reviewer_is_told() -> None:
    case = {"instance": f"<r>{''.join(f'<q{place}/>' for place in range(30))}</r>", "repeats": ["/data/r"]}
    found = check(case, "<r/>" * 7_000)
    assert codes(found) == [("too_many_entries", None)]
    assert found.not_checkable == [("/data", "instance", "there are too many entries")]
    assert codes(check(case, "<r/>" * 1_000)) == []
