"""An officer who is not heard from raises an alarm by the plan alone; a check-in moves the clock, Finish stops it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.domain.words import AlertKind
from server.store.tables import Address, Alert, AlertAcknowledgement, CheckIn, Device, Shift, User, Visit
from server.use_cases import watch_lone_workers as watch_lone_workers_file
from server.use_cases.acknowledge_alert import acknowledge_alert
from server.use_cases.close_alert import close_alert
from server.use_cases.escalate_alerts import escalate_alerts
from server.use_cases.take_check_in import CheckInRefusedError, record_check_in
from server.use_cases.watch_lone_workers import watch_lone_workers
from tests.factories.borough import NOW, TODAY, Phone, add_case, add_resident, add_user, add_visit
from tests.factories.markers import add_marker
from tests.factories.operations import make_operation
from tests.factories.pushing import pull, push_verdicts

pytestmark = pytest.mark.usefixtures("context")
LONDON = ZoneInfo("Europe/London")


def at(minutes: float) -> dt.datetime:
    """From the expected end of the shift, which is NOW."""
    return NOW + dt.timedelta(minutes=minutes)


def watch(minutes: float) -> int:
    return watch_lone_workers(at(minutes), LONDON)


def say(
    phone: Phone, kind: str, said: float, received: float | None = None, sent: float | None = None, **payload: Any
) -> list[str]:
    """The phone's own word, said (and sent) by its clock and received so many minutes after the expected end."""
    operation = make_operation(phone, "check_in.add", "officer", phone.user_id, payload={"kind": kind} | payload)
    operation |= {"device_time": at(said).isoformat()}
    sent_at = None if sent is None else at(sent)
    return push_verdicts(phone, operation, now=at(said if received is None else received), sent_at=sent_at)


@pytest.fixture
def shift(session: Session, phone: Phone) -> Shift:
    """Of the phone's officer, from three hours before NOW to NOW."""
    planned = Shift(user_id=phone.user_id, kind="visiting", starts_at=at(-180), expected_end_at=NOW)
    session.add(planned)
    session.commit()
    return planned


def test_the_clock_runs_from_the_plan_and_one_alarm_names_officer_last_contact_and_planned_address(
    session: Session, phone: Phone, shift: Shift, visit_id: uuid.UUID
) -> None:
    session.get_one(Device, phone.device_id).last_contact_at = at(29)  # a phone in a bag goes on talking
    session.commit()
    assert [watch(minutes) for minutes in (0, 29.9, 30, 30, 200)] == [0, 0, 1, 0, 0]
    session.rollback()
    alarm = session.query(Alert).one()
    assert (alarm.kind, alarm.officer_id, alarm.shift_id) == (AlertKind.LONE_WORKING, phone.user_id, shift.id)
    assert (alarm.last_contact_at, alarm.expected_at, alarm.visit_id) == (at(29), NOW, visit_id)
    assert session.get_one(User, alarm.owner_id).name == "Dora Duty"
    session.get_one(User, alarm.owner_id).telephone = "07700 900001"
    session.commit()
    assert escalate_alerts(at(31), LONDON, "") == 1  # told further as any alert is


def test_i_am_safe_moves_the_clock_from_when_it_was_said_and_finish_stops_it_but_closes_no_alarm(
    session: Session, phone: Phone, shift: Shift
) -> None:
    assert say(phone, "start", -170, shift_id=str(shift.id)) == ["applied"]
    assert say(phone, "safe", -5) == ["applied"]
    assert [watch(60), watch(84.9)] == [0, 0]
    assert say(phone, "safe", -20, received=80) == ["applied"]  # said before, and come late
    ahead = say(phone, "safe", 170, received=82, sent=260)  # said 90 minutes before it came, by a clock that is ahead
    assert ahead == ["applied"]
    assert watch(85) == 1
    assert say(phone, "safe", 86) == ["applied"]
    assert say(phone, "finish", 90) == ["applied"]
    assert watch(300) == 0
    session.rollback()
    alarm = session.query(Alert).one()
    assert (alarm.acknowledged_at, alarm.closed_at) == (None, None)
    assert [step.note for step in session.query(AlertAcknowledgement).order_by(AlertAcknowledgement.id)] == [
        AlertNote.OFFICER_SAFE,
        AlertNote.OFFICER_FINISHED,
    ]
    after = session.get_one(Shift, shift.id)
    assert (after.started_at, after.finished_at, after.next_contact_at) == (at(-170), at(90), at(146))
    assert session.query(CheckIn).filter_by(shift_id=shift.id).count() == 6
    sent = [row for row in pull(phone, now=at(91)).rows if row["type"] == "shift"]
    assert sent[0]["fields"]["finished_at"] == at(90).isoformat().replace("+00:00", "Z")


def test_a_second_finish_stops_no_shift_that_has_not_begun_by_phone_however_late_it_comes_or_by_telephone(
    session: Session, phone: Phone, shift: Shift
) -> None:
    tomorrow = Shift(user_id=phone.user_id, kind="visiting", starts_at=at(16 * 60), expected_end_at=at(24 * 60))
    session.add(tomorrow)
    session.commit()
    assert say(phone, "finish", 1, shift_id=str(shift.id)) == ["applied"]
    assert say(phone, "finish", 2, shift_id=str(tomorrow.id)) == ["applied"]  # the phone shows tomorrow's by now
    assert say(phone, "start", 3, shift_id=str(tomorrow.id)) == ["applied"]
    assert say(phone, "finish", 4, received=17 * 60, shift_id=str(tomorrow.id)) == ["applied"]  # was out of signal
    with pytest.raises(CheckInRefusedError, match="not_begun"):
        record_check_in(tomorrow.id, "finish", "", by_id=phone.user_id, at=at(5))
    session.rollback()
    assert session.get_one(Shift, shift.id).finished_at == at(1)
    assert (tomorrow.started_at, tomorrow.finished_at, tomorrow.next_contact_at) == (None, None, None)
    assert session.query(CheckIn).filter_by(shift_id=tomorrow.id).count() == 0
    assert watch(24 * 60 + 30) == 1


def test_after_an_alarm_every_word_is_noted_and_every_later_silence_is_told_also_after_it_was_closed(
    session: Session, phone: Phone, shift: Shift
) -> None:
    assert watch(30) == 1
    acknowledge_alert(session.query(Alert.id).scalar(), "Ringing her", by_id=phone.user_id, at=at(31))
    assert say(phone, "safe", 40) == say(phone, "safe", 50) == ["applied"]
    assert [watch(139.9), watch(140), watch(400)] == [0, 1, 0]  # hurt after the second word
    session.rollback()
    second = session.query(Alert).filter(Alert.expected_at == at(110)).one()
    assert session.query(AlertAcknowledgement).filter_by(step="noted").count() == 2
    assert (second.acknowledged_at, second.shift_id) == (None, shift.id)
    second_id = second.id
    acknowledge_alert(second_id, "Ringing her", by_id=phone.user_id, at=at(401))
    close_alert(second_id, "Reached her husband", by_id=phone.user_id, at=at(410))
    assert [watch(411), watch(499.9), watch(500), watch(501)] == [0, 0, 1, 0]


def test_a_check_in_that_makes_no_sense_or_is_somebody_elses_is_for_a_person_and_moves_nothing(
    session: Session, phone: Phone, shift: Shift
) -> None:
    other = make_operation(phone, "check_in.add", "officer", uuid.uuid4(), payload={"kind": "finish"})
    assert push_verdicts(phone, other) == ["review"]
    assert say(phone, "well", 0) == say(phone, "safe", 0, shift_id="mine") == ["review"]
    assert watch(30) == 1
    record_check_in(shift.id, "finish", "Rang from home", by_id=phone.user_id, at=at(40))
    assert say(phone, "start", 35, received=50, shift_id=str(shift.id)) == ["applied"]  # said before she finished
    assert watch(600) == 0
    assert say(phone, "start", 60, shift_id=str(shift.id)) == ["applied"]  # and out again
    session.rollback()
    assert session.get_one(Shift, shift.id).finished_at is None


def test_a_marked_visit_has_a_clock_of_its_own_until_it_is_done_or_its_officer_says_something(
    session: Session, phone: Phone
) -> None:
    officer = session.get_one(User, phone.user_id)
    marked = add_visit(session, officer, needs_pair=True, window_from="09:00", window_to="10:00", planned_on=TODAY)
    add_visit(session, officer, window_to="10:00", planned_on=TODAY)  # unmarked: the shift's clock is enough
    session.commit()
    assert say(phone, "safe", -30) == ["applied"]  # before the door: good for an hour
    assert [watch(30), watch(59.9), watch(60), watch(61)] == [0, 0, 1, 0]
    session.rollback()
    alarm = session.query(Alert).one()
    assert (alarm.visit_id, alarm.shift_id, alarm.expected_at) == (marked.id, None, at(30))
    other = add_user(session, "Orla Other").id
    marked.officer_id, marked.assigned_at = other, at(70)
    session.commit()
    assert [watch(159.9), watch(160), watch(161)] == [0, 1, 0]  # given to somebody else, who is not heard from either
    session.rollback()
    assert {one.officer_id for one in session.query(Alert)} == {phone.user_id, other}
    session.query(Alert).delete()
    session.get_one(Visit, marked.id).status = "submitted"
    session.commit()
    assert watch(162) == 0


def test_finish_of_an_earlier_shift_leaves_the_clock_of_a_marked_visit_in_the_next_one(
    session: Session, phone: Phone
) -> None:
    early = Shift(user_id=phone.user_id, kind="visiting", starts_at=at(-300), expected_end_at=at(-210))
    later = Shift(user_id=phone.user_id, kind="visiting", starts_at=at(-180), expected_end_at=at(300))
    officer = session.get_one(User, phone.user_id)
    add_visit(session, officer, needs_pair=True, window_from="09:00", window_to="10:00", planned_on=TODAY)
    session.add(early)
    session.commit()
    assert say(phone, "finish", -200, shift_id=str(early.id)) == ["applied"]
    assert watch(30) == 0  # home for the day
    session.rollback()
    session.add(later)
    session.commit()
    assert watch(30) == 1


def test_a_marker_of_somebody_else_behind_the_door_starts_the_clock_and_a_bad_shift_stops_no_other(
    session: Session, phone: Phone, shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Address(id=uuid.uuid4(), match_key="1road", lines=["1 Road"], postcode="CR2 1AA")
    session.add(door)
    session.flush()
    housemate, visited = (add_resident(session, address_id=door.id) for _ in "ab")
    add_marker(session, resident_id=housemate.id, needs_pair=False)  # not of the visited person, nor of the address
    visit = add_visit(
        session, add_user(session, "Orla"), add_case(session, visited), window_to="10:00", planned_on=TODAY
    )
    session.commit()

    def fail(*_arguments: object) -> None:
        raise ValueError("a bad shift")

    monkeypatch.setattr(watch_lone_workers_file, "find_planned_visit", fail)
    with pytest.raises(ExceptionGroup, match="watch lone workers: 1 failed"):
        watch(30)
    session.rollback()
    assert [alarm.visit_id for alarm in session.query(Alert)] == [visit.id]
