"""What is said of a need, who may take it, and which step needs words."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.amended_need import keep_amended, read_amended
from server.domain.need_details import is_urgent, read_details
from server.domain.referral_columns import read_columns, shipped_columns
from server.domain.referral_step import Agreement, ReferralRefusedError, check_agreement, read_step
from server.domain.words import ReferralType


def test_details_are_read_by_kind_and_each_mistake_is_named() -> None:
    said = {
        "priority": ["today"],
        "people": ["3"],
        "diet": ["halal", "vegan"],
        "cooking": [""],
        "delivery_note": [" Bell "],
    }
    details, problems = read_details(ReferralType.FOOD, said)
    assert details == {"priority": "today", "people": 3, "diet": ["halal", "vegan"], "delivery_note": "Bell"}
    assert (problems, is_urgent(details, ticked=False)) == ({}, True)
    wrong = {"priority": ["soon"], "people": ["0"], "diet": ["paleo"], "delivery_note": ["x" * 1001]}
    assert read_details(ReferralType.FOOD, wrong)[1] == {
        "priority": "no_choice", "people": "no_number", "diet": "no_choice", "delivery_note": "too_long",
    }  # fmt: skip
    assert read_details(ReferralType.OTHER, {})[1] == {"what": "missing"}


@pytest.mark.parametrize(
    ("agreement", "voluntary", "reason"),
    [
        (Agreement.NOT_ASKED, True, "agreement_missing"),
        (Agreement.NO, True, "not_agreed"),
        (Agreement.NO, False, "not_agreed"),
    ],
)
def test_a_refusal_stops_it_and_a_voluntary_body_takes_nobody_who_was_not_asked(
    agreement: Agreement, voluntary: bool, reason: str
) -> None:
    check_agreement(Agreement.YES, voluntary=True)
    check_agreement(Agreement.NOT_ASKED, voluntary=False)
    with pytest.raises(ReferralRefusedError, match=reason):
        check_agreement(agreement, voluntary=voluntary)


@pytest.mark.parametrize(
    ("before", "wanted", "words", "reason"),
    [
        ("to_do", "blocked", " ", "words_missing"),
        ("to_do", "cancelled", "", "words_missing"),
        ("complete", "to_do", "", "words_missing"),
        ("to_do", "done", "", "no_status"),
        ("to_do", "blocked", "x" * 501, "words_too_long"),
    ],
)
def test_blocking_cancelling_and_taking_up_again_say_why(before: str, wanted: str, words: str, reason: str) -> None:
    assert read_step("to_do", "complete", "") == ("complete", None)
    assert read_step("complete", "to_do", "Nobody was in.") == ("to_do", "Nobody was in.")
    with pytest.raises(ReferralRefusedError, match=reason):
        read_step(before, wanted, words)


def test_an_amended_need_keeps_what_a_correction_of_its_form_leaves_alone() -> None:
    said: dict[str, Any] = {"urgent": False, "details": {"people": "2", "agreed": "yes", "diet": ["paleo"]}}
    typed = {"people": ["5"], "diet": ["paleo"], "delivery_note": ["Bell"]}
    details, problems = read_details(ReferralType.FOOD, typed, kept=said["details"])
    assert problems == {}, "neither a priority that its form never said nor a choice of its own"
    names = ("priority", "people", "diet", "cooking", "delivery_note")
    amended = read_amended(said["details"] | {"cooking": "kettle"}, details, names)
    assert amended == {"agreed": "yes", "people": 5, "diet": ["paleo"], "delivery_note": "Bell"}
    assert read_amended({"people": "2"}, {"people": 2}, names) == {"people": "2"}, "nothing was changed"
    stands = {"urgent": True, "details": amended}
    says = {"urgent": False, "details": {"people": "3", "agreed": "yes"}}
    assert keep_amended(said, stands, says) == {
        "urgent": True, "details": {"people": "3", "agreed": "yes", "delivery_note": "Bell"},
    }  # fmt: skip


def test_a_team_orders_its_own_columns_and_the_shipped_order_names_nothing_but_the_need() -> None:
    assert read_columns("Postcode\n\n people \nname") == (["postcode", "people", "name"], None)
    assert read_columns("name\nname")[1] == "name"
    assert read_columns("=1+1")[1] == "=1+1"
    assert shipped_columns(["food"])[-6:] == ("priority", "people", "diet", "cooking", "delivery_note", "status")
