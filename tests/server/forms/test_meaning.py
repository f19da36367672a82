"""What the answers of a submission record: the outcome, edits, alerts and referrals."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from server.domain.words import AlertKind, VisitOutcome
from server.forms.answers import Answer, read_submission
from server.forms.conversion import convert_xlsform
from server.forms.meaning import Meaning, find_alert_id, read_meaning
from server.forms.questions import Question
from server.forms.shipped_forms import read_shipped_form
from server.forms.xml_reading import parse_xml
from tests.factories.filled_forms import SEEN_NEEDS, fill

WELFARE_CHECK = convert_xlsform(read_shipped_form("welfare_check")).questions


def mean(answers: dict[str, Any]) -> Meaning:
    return read_meaning(read_submission(parse_xml(fill(answers, "uuid:x")), WELFARE_CHECK).answers)


def answer(node: str, records: str, value: Any) -> Answer:
    return Answer(node, Question(node, "string", records=records), value)


def test_a_check_with_needs_records_outcome_edits_and_a_referral() -> None:
    meaning = mean(SEEN_NEEDS)
    assert meaning.outcome == "seen_needs"
    assert [(edit.entity_type, edit.field, edit.value) for edit in meaning.edits] == [
        ("resident", "mobile", "07700 900002"),
        ("case", "next_contact_on", "2026-11-25"),
    ]
    [referral] = meaning.referrals
    assert (referral.type, referral.node, referral.urgent) == ("food", "/data/food/food_wanted", True)
    assert referral.details == {"priority": "today", "people": 2, "diet": ["halal", "diabetic"], "agreed": "yes"}
    assert meaning.alerts == []


def test_a_refusal_to_share_stops_that_referral_and_no_other() -> None:
    meaning = mean(
        SEEN_NEEDS
        | {
            "sharing": {"food_agreed": "no"},
            "medicine": {"prescription_wanted": "yes", "prescription_pharmacy": "Boots"},
        }
    )
    assert [referral.type for referral in meaning.referrals] == ["prescription"]
    assert meaning.refused_types == ["food"]


def test_a_need_that_is_not_wanted_is_no_referral() -> None:
    assert mean({"food": {"food_wanted": "no"}, "home": {"repairs_wanted": "no"}}).referrals == []


def test_a_referral_starts_when_it_is_needed() -> None:
    needs = {"prescription_wanted": "yes", "prescription_pharmacy": "Boots", "prescription_needed_on": "2026-11-27"}
    [referral] = mean({"medicine": needs}).referrals
    assert (referral.start_on, referral.details) == ("2026-11-27", {"pharmacy": "Boots"})


@pytest.mark.parametrize("outcome", list(VisitOutcome))
def test_only_the_grave_outcomes_are_alerts(outcome: VisitOutcome) -> None:
    grave = {"no_reply_concern", "unsafe_withdrew", "emergency_999", "deceased"}
    kinds = [alert.kind for alert in mean({"outcome_page": {"outcome": outcome}}).alerts]
    assert kinds == ([AlertKind(outcome)] if outcome in grave else [])


def test_a_concern_is_an_alert_and_none_is_not() -> None:
    assert [alert.kind for alert in mean({"concern_page": {"concern": "yes"}}).alerts] == [AlertKind.SAFEGUARDING]
    assert mean({"concern_page": {"concern": "no"}}).alerts == []


def test_an_alert_has_one_id_for_the_draft_and_the_submission() -> None:
    instance = uuid.UUID("11111111-2222-4333-8444-555555555555")
    node = "/data/outcome_page/outcome"
    assert find_alert_id(f"uuid:{instance}", node) == uuid.uuid5(instance, node)
    assert find_alert_id("nothing of the kind", node) is None


def test_each_turn_of_a_repeat_is_a_need_of_its_own() -> None:
    meaning = read_meaning(
        [
            answer("/data/need[1]/what", "referral.repairs.what", "window"),
            answer("/data/need[1]/urgent", "referral.repairs.urgent", "yes"),
            answer("/data/need[2]/what", "referral.repairs.what", "door"),
        ]
    )
    assert [(need.node, need.urgent, need.details["what"]) for need in meaning.referrals] == [
        ("/data/need[1]/what", True, "window"),
        ("/data/need[2]/what", False, "door"),
    ]


def test_what_is_asked_once_holds_for_every_turn_of_a_repeat() -> None:
    turns = [
        answer("/data/need[1]/what", "referral.repairs.what", "window"),
        answer("/data/need[2]/what", "referral.repairs.what", "door"),
    ]
    agreed = read_meaning([*turns, answer("/data/agreed", "referral.repairs.agreed", "yes")])
    assert [(need.node, need.details["agreed"]) for need in agreed.referrals] == [
        ("/data/need[1]/what", "yes"),
        ("/data/need[2]/what", "yes"),
    ]
    refused = read_meaning([*turns, answer("/data/agreed", "referral.repairs.agreed", "no")])
    assert (refused.referrals, set(refused.refused_types)) == ([], {"repairs"})


def test_a_turn_may_say_otherwise_than_what_was_asked_once() -> None:
    meaning = read_meaning(
        [
            answer("/data/urgent", "referral.repairs.urgent", "yes"),
            answer("/data/need[1]/what", "referral.repairs.what", "window"),
            answer("/data/need[1]/urgent", "referral.repairs.urgent", "no"),
            answer("/data/need[2]/what", "referral.repairs.what", "door"),
        ]
    )
    assert [(need.details["what"], need.urgent) for need in meaning.referrals] == [("window", False), ("door", True)]


def test_two_answers_for_one_field_write_it_once_and_are_told() -> None:
    meaning = read_meaning([answer("/data/a", "resident.mobile", "1"), answer("/data/b", "resident.mobile", "2")])
    assert [(edit.node, edit.value) for edit in meaning.edits] == [("/data/a", "1")]
    assert [(problem.code, problem.node) for problem in meaning.problems] == [("recorded_twice", "/data/b")]


@pytest.mark.parametrize("records", ["resident.nhs_number", "case.secret", "weather.today", "visit.position"])
def test_a_record_the_house_does_not_know_is_a_problem_and_edits_nothing(records: str) -> None:
    meaning = read_meaning([answer("/data/x", records, "y")])
    assert [problem.code for problem in meaning.problems] == ["unknown_record"]
    assert (meaning.edits, meaning.outcome) == ([], None)


def test_an_outcome_outside_the_code_list_is_a_problem_and_no_outcome() -> None:
    meaning = read_meaning([answer("/data/x", "visit.outcome", "gone_fishing")])
    assert meaning.outcome is None
    assert [problem.code for problem in meaning.problems] == ["unknown_outcome"]


@pytest.mark.parametrize(("said", "value"), [("no", False), ("yes", True)])
def test_yes_and_no_become_true_and_false_for_such_fields(said: str, value: bool) -> None:
    [edit] = read_meaning([answer("/data/x", "resident.lives_alone", said)]).edits
    assert edit.value is value


def test_an_alert_of_a_kind_nobody_knows_is_still_an_alert() -> None:
    assert [alert.kind for alert in read_meaning([answer("/data/x", "alert.fire", "yes")]).alerts] == [
        AlertKind.UNREADABLE
    ]


@pytest.mark.parametrize("records", ["contact.outcome", "submission.contact_outcome"])
def test_a_call_is_a_contact_of_the_council_unless_the_form_says_otherwise(records: str) -> None:
    contact = read_meaning([answer("/data/o", records, "voicemail")]).contact
    assert contact is not None
    assert (contact.node, contact.outcome, contact.direction, contact.note) == (
        "/data/o",
        "voicemail",
        "outgoing",
        None,
    )
    theirs = [
        answer("/data/o", records, "no_answer"),
        answer("/data/d", "contact.direction", "incoming"),
        answer("/data/n", "contact.note", "Ask for Ann."),
    ]
    contact = read_meaning(theirs).contact
    assert contact is not None
    assert (contact.direction, contact.note) == ("incoming", "Ask for Ann.")


def test_a_call_without_an_outcome_that_is_known_is_no_contact() -> None:
    assert read_meaning([answer("/data/d", "contact.direction", "incoming")]).contact is None
    odd = read_meaning([answer("/data/o", "contact.outcome", "engaged")])
    assert (odd.contact, [problem.code for problem in odd.problems]) == (None, ["unknown_outcome"])
