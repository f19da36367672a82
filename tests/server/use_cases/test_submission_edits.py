"""What a submission changes beyond itself: fields by the base its writer saw, and referrals that a correction amends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.row_writes import set_fields
from server.store.tables import Conflict, Form, FormVersion, Referral, ResidentSource, Team, User, ViewMembership
from server.use_cases.publish_form import publish_form
from tests.factories.borough import NOW
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS
from tests.factories.lists import import_list, nhs_number, person, spl
from tests.factories.spreadsheets import small_form
from tests.factories.submission_line import MOBILE_NODE, SubmissionLine, lay_line

LATER = NOW + dt.timedelta(hours=1)
NEW_MOBILE = SEEN_NO_NEEDS | {"finish": {"mobile": "07700 900002"}}


@pytest.fixture
def line(session: Session, context: None) -> SubmissionLine:
    return lay_line(session)


def test_a_corrected_mobile_number_is_applied_on_the_base_it_was_seen_on(line: SubmissionLine) -> None:
    operation = line.make(NEW_MOBILE, bases=line.mobile_base())
    [receipt] = line.push(operation)
    assert receipt.verdict == "applied"
    assert line.resident().mobile == "07700 900002"
    child = line.children(operation["op_id"])["resident.edit"]
    assert (child.verdict, child.entity_id) == ("applied", line.resident().id)


def test_a_number_that_was_only_shown_edits_nothing(line: SubmissionLine, session: Session) -> None:
    set_fields(line.resident(), {"mobile": "07700 900003"}, now=NOW)
    session.commit()
    shown = SEEN_NO_NEEDS | {"finish": {"mobile": "07700 900001"}}
    operation = line.make(shown, bases=line.mobile_base())
    assert line.push(operation)[0].verdict == "applied"
    assert line.resident().mobile == "07700 900003"
    assert line.children(operation["op_id"]) == {}


def test_a_feed_moves_a_number_that_the_phone_corrected_neither_with_its_old_value_nor_with_a_new_one(
    line: SubmissionLine, session: Session
) -> None:
    def feed(mobile: str, edition: str) -> None:
        import_list(
            spl(
                person(1, nhs_number=nhs_number(1), telephone_1=mobile, edition=edition, email=f"{edition}@example.org")
            )
        )

    line.resident().nhs_number = nhs_number(1)
    line.resident().date_of_birth = dt.date(1941, 5, 2)
    session.commit()
    feed("07700 900001", "1")
    session.rollback()
    base = line.mobile_base(version=line.resident().field_versions["mobile"])
    assert line.push(line.make(NEW_MOBILE, bases=base))[0].verdict == "applied"
    assert line.resident().corrected_fields == ["mobile"]
    session.rollback()
    for edition, mobile in (("2", "07700 900001"), ("3", "07700 900009")):
        feed(mobile, edition)
        session.rollback()
        assert (line.resident().mobile, line.resident().email) == ("07700 900002", f"{edition}@example.org")
        assert session.scalars(select(ResidentSource.received)).one()["mobile"] == mobile


def test_an_emptied_number_edits_nothing(line: SubmissionLine) -> None:
    line.push(line.make(SEEN_NO_NEEDS | {"finish": {"mobile": ""}}, bases=line.mobile_base()))
    assert line.resident().mobile == "07700 900001"


def test_a_number_changed_meanwhile_is_a_conflict_and_both_values_are_kept(
    line: SubmissionLine, session: Session
) -> None:
    set_fields(line.resident(), {"mobile": "07700 900003"}, now=NOW)
    session.commit()
    [receipt] = line.push(line.make(NEW_MOBILE, bases=line.mobile_base()))
    assert (receipt.verdict, receipt.reason) == ("conflict", "another_writer")
    assert line.resident().mobile == "07700 900003"
    [conflict] = session.scalars(select(Conflict))
    assert (conflict.field, conflict.base["value"]) == ("mobile", "07700 900001")


@pytest.mark.parametrize(
    "bases",
    [
        {},
        {MOBILE_NODE: "nonsense"},
        {MOBILE_NODE: {"entity_type": "resident", "entity_id": "somebody else", "field": "mobile", "version": 1}},
        {"/data/elsewhere": {"version": 1}},
    ],
)
def test_an_edit_without_a_base_is_a_proposal_for_a_person(line: SubmissionLine, bases: dict[str, Any]) -> None:
    operation = line.make(NEW_MOBILE, bases=bases)
    [receipt] = line.push(operation)
    assert receipt.verdict == "applied"
    assert line.resident().mobile == "07700 900001"
    child = line.children(operation["op_id"])["resident.edit"]
    assert (child.verdict, child.verdict_reason) == ("review", "no_base")
    assert child.envelope["fields"]["mobile"]["value"] == "07700 900002"


def test_the_next_contact_becomes_the_cases_date(line: SubmissionLine) -> None:
    node = "/data/finish/next_contact_on"
    base = {
        "entity_type": "case",
        "entity_id": str(line.case().id),
        "field": "next_contact_on",
        "version": 1,
        "value": "",
    }
    line.push(line.make(SEEN_NO_NEEDS | {"finish": {"next_contact_on": "2026-11-30"}}, bases={node: base}))
    assert line.case().next_contact_on == dt.date(2026, 11, 30)


def test_a_need_becomes_a_referral_to_the_team_that_takes_it(line: SubmissionLine, session: Session) -> None:
    operation = line.make(SEEN_NEEDS)
    line.push(operation)
    [referral] = line.referrals()
    team = session.get_one(Team, referral.team_id)
    assert (referral.type, referral.status, referral.urgent, team.name) == ("food", "to_do", True, "Food hub")
    assert referral.case_id == line.case().id
    child = line.children(operation["op_id"])["referral.make"]
    assert child.op_id == referral.op_id
    assert child.envelope["payload"]["details"]["people"] == 2


def test_a_need_that_no_team_takes_goes_to_the_back_office(line: SubmissionLine, session: Session) -> None:
    line.push(line.make(SEEN_NEEDS | {"food": {}, "home": {"repairs_wanted": "yes", "repairs_what": "boiler"}}))
    [referral] = line.referrals()
    assert session.get_one(Team, referral.team_id).name == "Back office"


def test_a_need_goes_to_the_person_on_duty_when_there_is_no_team(line: SubmissionLine, session: Session) -> None:
    for user in session.scalars(select(User)):
        user.team_id = None
    for team in session.scalars(select(Team)):
        team.active = False
    session.commit()
    line.push(line.make(SEEN_NEEDS))
    [referral] = line.referrals()
    assert referral.team_id is None
    assert session.get_one(User, referral.user_id).name == "Dora Duty"


def test_a_refusal_to_share_makes_no_referral(line: SubmissionLine) -> None:
    line.push(line.make(SEEN_NEEDS | {"sharing": {"sharing_explained": "yes", "food_agreed": "no"}}))
    assert line.referrals() == []
    assert line.submissions()[0].has_needs


def test_a_correction_amends_the_referral_and_makes_no_second_one(line: SubmissionLine) -> None:
    line.push(line.make(SEEN_NEEDS))
    corrected = line.make(SEEN_NEEDS | {"food": {"food_wanted": "yes", "food_priority": "week", "food_people": "4"}})
    line.push(corrected, now=LATER)
    [referral] = line.referrals()
    assert (referral.details["people"], referral.urgent, referral.version) == (4, False, 2)
    first, second = line.submissions()
    assert second.corrects_id == first.id
    assert "referral.amend" in line.children(corrected["op_id"])


def test_a_form_that_closes_no_visit_filled_in_twice_corrects_nothing_and_both_needs_stand(
    line: SubmissionLine, session: Session
) -> None:
    heads = ("type", "name", "label", "bind::doorstep:records")
    asked = (("begin_repeat", "repair", "Repair", None), ("text", "what", "What?", "referral.repairs.what"))
    publish_form(small_form(*asked, ("end_repeat", None, None, None), heads=heads), user_id=None, now=NOW)
    session.rollback()
    asks = select(FormVersion.id).join(Form, Form.id == FormVersion.form_ref_id).where(Form.form_id == "small")
    line.form_version_id = session.scalars(asks).one()
    for number, broken in enumerate((["Boiler"], ["Lock", "Boiler"])):
        said = {"repair": [{"what": what} for what in broken]}
        line.push(line.make(said, form_id="small"), now=NOW + dt.timedelta(minutes=number))
    assert {one.corrects_id for one in line.submissions()} == {None}
    assert sorted(one.details["what"] for one in line.referrals()) == ["Boiler", "Lock"]


@pytest.mark.parametrize(("status", "after"), [("to_do", "cancelled"), ("in_progress", "in_progress")])
def test_a_correction_cancels_a_need_only_if_nobody_has_begun_it(
    line: SubmissionLine, session: Session, status: str, after: str
) -> None:
    line.push(line.make(SEEN_NEEDS))
    session.scalars(select(Referral)).one().status = status
    session.commit()
    line.push(line.make(SEEN_NO_NEEDS), now=LATER)
    [referral] = line.referrals()
    assert referral.status == after


def test_a_late_report_proposes_its_edits_and_refers_nobody(line: SubmissionLine, session: Session) -> None:
    session.add(
        ViewMembership(
            device_id=line.phone.device_id, entity_type="visit", entity_id=line.visit_id, entered_view=1, entered_at=NOW
        )
    )
    line.visit().officer_id = None
    line.visit().status = "planned"
    session.commit()
    operation = line.make(SEEN_NEEDS, bases=line.mobile_base(), view=1)
    [receipt] = line.push(operation)
    assert (receipt.verdict, receipt.reason) == ("review", "late_report")
    assert [submission.outcome for submission in line.submissions()] == ["seen_needs"]
    assert line.referrals() == []
    assert line.resident().mobile == "07700 900001"
    assert line.children(operation["op_id"])["resident.edit"].verdict_reason == "late_report"
