"""How a finding of a submission's checks reads on a page: by the question's own words, with its entry in a repeat."""

from __future__ import annotations

from server.forms.answers import Problem
from server.office.event_words import problem_words


def test_a_finding_names_the_question_as_its_form_does() -> None:
    finding = Problem("constraint", "/data/household/household_size", "Enter a number up to 30", "How many live here?")
    assert problem_words(finding.as_json()) == "“How many live here?”: Enter a number up to 30"


def test_a_finding_in_a_repeat_names_the_entry() -> None:
    finding = Problem("required", "/data/child[2]/toy[3]/name", "Enter a name", "Name")
    assert problem_words(finding.as_json()) == "“Name”, entry 2.3: Enter a name"


def test_a_finding_of_an_earlier_release_names_the_node() -> None:
    assert problem_words({"code": "x", "node": "/data/note_page/visit_note", "message": "It is gone"}) == (
        "visit note: It is gone"
    )
    assert problem_words(Problem("no_time", None, "No time is given.").as_json()) == "No time is given."
