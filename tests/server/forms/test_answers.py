"""A submission's XML becomes typed answers; whatever does not fit its form is kept and named."""

from __future__ import annotations

from typing import Any

import pytest

from server.forms.answers import MAX_PROBLEMS, ReadSubmission, read_submission
from server.forms.conversion import convert_xlsform
from server.forms.questions import Question
from server.forms.shipped_forms import read_shipped_form
from server.forms.xml_reading import parse_xml
from tests.factories.filled_forms import SEEN_NEEDS, fill

INSTANCE_ID = "uuid:11111111-2222-4333-8444-555555555555"
WELFARE_CHECK = convert_xlsform(read_shipped_form("welfare_check")).questions


def read(answers: dict[str, Any]) -> ReadSubmission:
    return read_submission(parse_xml(fill(answers, INSTANCE_ID)), WELFARE_CHECK)


def read_one(question: Question, text: str) -> ReadSubmission:
    name = question.path.rpartition("/")[2]
    return read_submission(parse_xml(f"<data><{name}>{text}</{name}></data>"), [question])


def codes(found: ReadSubmission) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.node) for problem in found.problems]


def test_answers_are_nested_by_name_and_typed() -> None:
    found = read(SEEN_NEEDS)
    assert found.problems == []
    assert found.instance_id == INSTANCE_ID
    data = found.tree["data"]
    assert data["outcome_page"] == {"outcome": "seen_needs"}
    assert data["food"]["food_people"] == 2
    assert data["food"]["food_diet"] == ["halal", "diabetic"]
    assert data["finish"]["next_contact_on"] == "2026-11-25"


def test_a_node_of_another_namespace_is_none_of_the_form() -> None:
    found = read_submission(
        parse_xml("<data xmlns='urn:a'><x>1</x><y xmlns='urn:b'>2</y><z xmlns=''>3</z></data>"),
        [Question(f"/data/{name}", "int", control="input") for name in "xyz"],
    )
    assert codes(found) == [("unknown_node", "/data/y")]
    assert [answer.node for answer in found.answers] == ["/data/x", "/data/z"]
    assert found.tree == {"data": {"x": 1, "y": "2", "z": 3}}


def test_an_empty_node_is_no_answer() -> None:
    found = read({"outcome_page": {"outcome": "seen_no_needs"}, "finish": {"mobile": "  ", "next_contact_on": ""}})
    assert [answer.node for answer in found.answers if "finish" in answer.node] == []
    assert found.tree["data"]["finish"] == {}


def test_a_node_the_form_does_not_know_is_kept_and_named() -> None:
    found = read({"outcome_page": {"outcome": "seen_no_needs", "mood": "good"}, "extra": {"deep": "words"}})
    assert codes(found) == [("unknown_node", "/data/outcome_page/mood"), ("unknown_node", "/data/extra")]
    assert found.tree["data"]["outcome_page"]["mood"] == "good"
    assert found.tree["data"]["extra"] == "words"


@pytest.mark.parametrize(
    ("group", "name", "text", "code"),
    [
        ("outcome_page", "outcome", "gone_fishing", "wrong_choice"),
        ("household", "household_size", "two", "wrong_type"),
        ("household", "household_size", "9" * 30, "wrong_type"),
        ("finish", "next_contact_on", "31/12/2026", "wrong_type"),
        ("finish", "next_contact_on", "2026-02-30", "wrong_type"),
        ("photos", "photo_1", "../../etc/passwd", "wrong_type"),
        ("food", "food_diet", "halal petrol", "wrong_choice"),
    ],
)
def test_an_answer_of_the_wrong_type_is_kept_as_text_and_records_nothing(
    group: str, name: str, text: str, code: str
) -> None:
    found = read({"outcome_page": {"outcome": "seen_needs"}} | {group: {name: text}})
    assert (code, f"/data/{group}/{name}") in codes(found)
    assert found.tree["data"][group][name] == text
    assert all(answer.node != f"/data/{group}/{name}" for answer in found.answers)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("decimal", "1.5", 1.5),
        ("boolean", "true", True),
        ("time", "10:42:00.000+00:00", "10:42:00.000+00:00"),
        ("dateTime", "2026-11-23T10:42:00.000Z", "2026-11-23T10:42:00.000Z"),
        ("geopoint", "51.5 -0.1 10 4.2", "51.5 -0.1 10 4.2"),
        ("string", " kept as typed ", " kept as typed "),
    ],
)
def test_each_type_is_read(kind: str, text: str, value: Any) -> None:
    found = read_one(Question("/data/x", kind, control="input"), text)
    assert (found.problems, [answer.value for answer in found.answers]) == ([], [value])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("decimal", "NaN"),
        ("boolean", "perhaps"),
        ("time", "26:00"),
        ("dateTime", "noon"),
        ("geopoint", "91 0"),
        ("geopoint", "x"),
    ],
)
def test_each_type_refuses_what_it_is_not(kind: str, text: str) -> None:
    assert codes(read_one(Question("/data/x", kind, control="input"), text)) == [("wrong_type", "/data/x")]


def test_repeats_become_lists_with_places_of_their_own() -> None:
    questions = [
        Question("/data/child", "repeat"),
        Question("/data/child/age", "int", control="input", repeats=("/data/child",)),
    ]
    xml = "<data><child><age>3</age></child><child><age/></child><child><age>9</age></child></data>"
    found = read_submission(parse_xml(xml), questions)
    assert found.tree == {"data": {"child": [{"age": 3}, {}, {"age": 9}]}}
    assert [answer.node for answer in found.answers] == ["/data/child[1]/age", "/data/child[3]/age"]
    assert codes(found) == []


def test_a_question_answered_twice_is_named() -> None:
    questions = [Question("/data/x", "string", control="input")]
    found = read_submission(parse_xml("<data><x>a</x><x>b</x></data>"), questions)
    assert codes(found) == [("repeated_node", "/data/x")]


def test_problems_are_counted_only_so_far() -> None:
    xml = parse_xml(f"<data>{''.join(f'<u{n}>x</u{n}>' for n in range(1000))}</data>")
    assert len(read_submission(xml, []).problems) == MAX_PROBLEMS
