"""The golden cases of form logic (tests/contract/forms) on the server; forms.test.ts runs the same on the phones' engine."""

from __future__ import annotations

import datetime as dt

import pytest

from server.forms.checks import Checked, Circumstances, check_submission, compute, surround
from server.forms.form_model import FormModel
from server.forms.instance_tree import InstanceTree
from server.forms.xml_reading import parse_xml
from server.forms.xpath_values import NotCheckableError, to_text
from tests.factories.golden_forms import Golden, list_golden_cases, make_instance, make_xform

CASES = list_golden_cases()
EXPRESSIONS = [case for case in CASES if "expression" in case]
WHOLE_FORMS = [case for case in CASES if "expression" not in case]


def name(case: Golden) -> str:
    return str(case["name"])


def circumstances_of(case: Golden) -> Circumstances:
    at = dt.datetime.fromisoformat(f"{case.get('on', '2026-11-23')}T10:42:00+00:00")
    return Circumstances(finished_at=at, rows=case.get("rows", {}))


def compute_result(case: Golden) -> str:
    model = FormModel(make_xform(case))
    assert model.problems == []
    tree = InstanceTree(model.plan, parse_xml(make_instance(case)), surround(model, circumstances_of(case)))
    [place] = [place for place in tree.root.places if place.node == "/data/result"]
    return to_text(compute(tree, model.expressions["/data/result", "calculate"], place))


def check(case: Golden) -> Checked:
    return check_submission(FormModel(make_xform(case)), parse_xml(make_instance(case)), circumstances_of(case))


@pytest.mark.parametrize("case", [case for case in EXPRESSIONS if not case.get("not_checkable")], ids=name)
def test_an_expression_gives_on_the_server_what_it_gives_on_the_phone(case: Golden) -> None:
    assert compute_result(case) == case["gives"]


@pytest.mark.parametrize("case", [case for case in EXPRESSIONS if case.get("not_checkable")], ids=name)
def test_what_the_phone_alone_can_know_is_not_checkable(case: Golden) -> None:
    with pytest.raises(NotCheckableError):
        compute_result(case)


@pytest.mark.parametrize("case", WHOLE_FORMS, ids=name)
def test_a_form_asks_and_refuses_on_the_server_what_it_does_on_the_phone(case: Golden) -> None:
    found = check(case)
    wanted = case["expect"]
    for code in ("required", "constraint"):
        nodes = sorted(str(problem.node) for problem in found.problems if problem.code == code)
        assert (code, nodes) == (code, sorted(wanted.get(code, [])))
    assert found.hidden == set(wanted.get("irrelevant", []))
    assert found.not_checkable == []


def test_the_golden_cases_are_many_and_cover_every_function_of_the_engine() -> None:
    """Those that no form can use alone, or that only name things, are left to the tests of the parser."""
    assert len(CASES) >= 150
    assert len({name(case) for case in CASES}) == len(CASES)
