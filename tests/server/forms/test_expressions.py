"""Expressions: what is refused before it is published, what costs too much, and that elementpath's own parser stays as it is."""

from __future__ import annotations

import datetime as dt

import pytest
from elementpath import XPath1Parser, select
from lxml import etree

from server.forms.checks import Checked, Circumstances, check_submission
from server.forms.expression_checks import find_circles
from server.forms.form_model import FormModel
from server.forms.functions import ENGINE_FUNCTIONS
from server.forms.xml_reading import parse_xml
from server.forms.xpath import WrongExpressionError, XFormsParser
from server.forms.xpath_call import FUNCTIONS
from tests.factories.golden_forms import Golden, make_instance, make_xform

AT = dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC)


def check(case: Golden, circumstances: Circumstances | None = None) -> Checked:
    model = FormModel(make_xform(case))
    return check_submission(model, parse_xml(make_instance(case)), circumstances or Circumstances(AT))


def constrain(expression: str, instance: str = "<a>x</a>") -> Checked:
    return check({"instance": instance, "binds": {"/data/a": {"constraint": expression}}})


def test_the_server_has_exactly_the_functions_of_the_engine() -> None:
    assert FUNCTIONS == ENGINE_FUNCTIONS


@pytest.mark.parametrize(
    "expression",
    [
        "thousands-separated(5)",
        "jr:unknown()",
        "$variable",
        "/data/a | /data/b",
        "preceding-sibling::r",
        "substr('abc')",
        "selected('a', 'b', 'c')",
        "'open",
        "1 +",
        "",
        "(" * 500 + "1" + ")" * 500,
        "a[" * 200 + "1" + "]" * 200,
        "-" * 5_000 + "1",
        "x" * 40_000,
    ],
)
def test_what_phones_cannot_run_is_refused_in_words(expression: str) -> None:
    with pytest.raises(WrongExpressionError) as refused:
        XFormsParser().parse(expression)
    assert str(refused.value)


@pytest.mark.parametrize(
    "expression",
    [
        "/data/date/count",
        "../if",
        "date-of-birth - number",
        "not (true())",
        "(/data/r)[1]/n",
        "instance('x')/root/item[1]/label",
    ],
)
def test_names_that_are_functions_elsewhere_are_names_in_a_path(expression: str) -> None:
    assert XFormsParser().parse(expression)


def test_the_stock_parser_is_left_as_it_is() -> None:
    root = etree.fromstring("<data><a>4</a></data>")
    assert select(root, "//a", parser=XPath1Parser) == [root[0]]
    assert select(root, "string-length('abc')", parser=XPath1Parser) == 3
    with pytest.raises(Exception, match="selected"):
        XPath1Parser().parse("selected('a', 'a')")


def test_a_pattern_that_takes_for_ever_is_not_checkable() -> None:
    found = constrain("regex(., '^(a|a|aa)+$')", f"<a>{'a' * 60}!</a>")
    assert found.problems == []
    assert [reason for _, _, reason in found.not_checkable] == ["a pattern takes too long"]


def test_a_pattern_that_is_too_long_to_be_read_is_not_checkable() -> None:
    found = constrain("regex(., .)", f"<a>{'a|' * 1_001}</a>")
    assert [reason for _, _, reason in found.not_checkable] == ["a pattern is too long"]


def test_a_long_answer_that_is_cut_into_words_again_and_again_is_not_checkable() -> None:
    often = " and ".join(["count-selected(.) > 1"] * 40)
    assert constrain(often, f"<a>{'1 ' * 500}</a>").not_checkable == []
    found = constrain(often, f"<a>{'1 ' * 400_000}</a>")
    assert [reason for _, _, reason in found.not_checkable] == ["the form asks for too much computing"]


def test_a_pattern_that_only_browsers_can_read_is_not_checkable() -> None:
    assert [part for _, part, _ in constrain("regex(., '[')").not_checkable] == ["constraint"]


def test_an_answer_of_ten_megabytes_is_not_computed_with() -> None:
    found = constrain("string-length(.) < 5", f"<a>{'a' * 5_000_000}</a>")
    assert found.problems == []
    assert [reason for _, _, reason in found.not_checkable] == ["an answer is too long"]


@pytest.mark.parametrize("answer", [f"{'1' * 400_000}x", f"{'1' * 400_000}.{'1' * 400_000}x", f"0x{'f' * 400_000}"])
def test_a_number_without_an_end_costs_no_more_than_its_length(answer: str) -> None:
    found = constrain(". < 5", f"<a>{answer}</a>")
    assert [problem.code for problem in found.problems] == ["constraint"]


def test_an_expression_of_blanks_costs_no_more_than_its_length() -> None:
    for blank in (" ", "\t", "\n "):
        assert XFormsParser().parse(f"1{blank * (32_000 // len(blank))}- 1")


def test_signs_are_counted_and_the_blanks_between_them_are_not() -> None:
    assert XFormsParser().parse("1 " + " " * 100 + "- - 1")
    with pytest.raises(WrongExpressionError):
        XFormsParser().parse("1" + " -" * 61 + "1")


def test_text_that_grows_out_of_bounds_is_not_checkable() -> None:
    grown = f"concat({', '.join(['/data/a'] * 50)}) = ''"
    assert constrain(grown, f"<a>{'a' * 100_000}</a>").problems == []


def test_an_expression_that_looks_at_every_pair_of_many_turns_stops() -> None:
    turns = "".join(f"<r><n>{number}</n></r>" for number in range(3_000))
    found = check(
        {
            "instance": turns,
            "repeats": ["/data/r"],
            "binds": {"/data/r/n": {"constraint": "count(/data/r[n = current()/.]) = 1"}},
        }
    )
    assert found.problems == []
    assert found.not_checkable[-1][2] == "the form asks for too much computing"


def test_a_submission_of_many_elements_is_checked() -> None:
    turns = "".join(f"<r><n>{number}</n></r>" for number in range(20_000))
    case = {"instance": turns, "repeats": ["/data/r"], "binds": {"/data/r/n": {"constraint": ". < 19999"}}}
    assert [problem.node for problem in check(case).problems] == ["/data/r[20000]/n"]


def test_questions_that_hide_each_other_are_a_circle_and_their_check_ends() -> None:
    case = {
        "instance": "<a>1</a><b>1</b>",
        "binds": {"/data/a": {"relevant": "/data/b = ''"}, "/data/b": {"relevant": "/data/a = ''"}},
    }
    [circle] = find_circles(FormModel(make_xform(case)))
    assert (circle.path, circle.message) == ("/data/a", "These questions depend on each other in a circle: a → b → a.")
    assert {problem.code for problem in check(case).problems} == {"not_relevant"}


@pytest.mark.parametrize(
    "binds",
    [
        {"/data/g": {"relevant": "/data/g/a = 1"}},
        {"/data/g/a": {"relevant": ". = 1 or ../a = 2"}},
        {"/data/b": {"calculate": "/data/c + 1"}, "/data/c": {"relevant": "../b > 1"}},
    ],
)
def test_circles_are_found_through_groups_themselves_and_calculations(binds: dict[str, dict[str, str]]) -> None:
    model = FormModel(make_xform({"instance": "<g><a/></g><b/><c/>", "binds": binds}))
    assert len(find_circles(model)) == 1


def test_what_only_looks_like_a_circle_is_none() -> None:
    binds = {
        "/data/b": {"calculate": "if(/data/b = '', /data/a, /data/b)", "constraint": ". != /data/c"},
        "/data/c": {"relevant": "/data/b = '/data/c'"},
        "/data/g/a": {"relevant": "/data/c = 1"},
    }
    assert find_circles(FormModel(make_xform({"instance": "<a/><g><a/></g><b/><c/>", "binds": binds}))) == []


def test_a_long_chain_of_conditions_is_no_circle_and_is_gone_through() -> None:
    nodes = "".join(f"<q{number}/>" for number in range(3_000))
    binds = {f"/data/q{number}": {"relevant": f"/data/q{number - 1} = 1"} for number in range(1, 3_000)}
    assert find_circles(FormModel(make_xform({"instance": nodes, "binds": binds}))) == []
