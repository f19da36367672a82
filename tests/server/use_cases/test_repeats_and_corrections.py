"""Needs in a repeat are referrals of their own, a correction follows each of them, and an alert that is un-ticked is noted."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.forms.meaning import find_alert_id
from server.store.tables import AlertAcknowledgement
from server.use_cases.publish_form import publish_form
from tests.factories.borough import NOW
from tests.factories.filled_forms import SEEN_NO_NEEDS, fill, new_instance_id
from tests.factories.operations import make_operation
from tests.factories.submission_line import SubmissionLine, lay_line
from tests.server.forms.test_conversion import make_xlsx

LATER = NOW + dt.timedelta(hours=1)
REPAIRS = make_xlsx(
    survey=(
        ("type", "name", "label", "bind::doorstep:records"),
        ("select_one outcome", "outcome", "What happened?", "visit.outcome"),
        ("begin_repeat", "repair", "Repair", None),
        ("text", "what", "What", "referral.repairs.what"),
        ("end_repeat", None, None, None),
    ),
    choices=(("list_name", "name", "label"), ("outcome", "seen_needs", "Seen, with needs")),
    settings=(
        ("form_id", "form_title", "version", "namespaces"),
        ("repairs", "Repairs", "1", 'doorstep="https://doorstep.example/ns"'),
    ),
)
CONCERN = SEEN_NO_NEEDS | {"concern_page": {"concern": "yes"}}
CONCERN_NODE = "/data/concern_page/concern"


@pytest.fixture
def line(session: Session, context: None) -> SubmissionLine:
    return lay_line(session)


def report(line: SubmissionLine, version_id: uuid.UUID, *repairs: str) -> dict[str, Any]:
    instance_id = new_instance_id()
    xml = fill({"outcome": "seen_needs", "repair": [{"what": what} for what in repairs]}, instance_id, "repairs")
    values = {"instance_id": instance_id, "form_id": "repairs", "form_version_id": str(version_id), "xml": xml}
    return line.make({}, **values)


def named(line: SubmissionLine) -> list[tuple[str, str, int]]:
    return sorted((one.details["what"], one.status, one.version) for one in line.referrals())


def notes(session: Session) -> list[tuple[str, str | None]]:
    return [(step.step, step.note) for step in session.scalars(select(AlertAcknowledgement))]


def test_each_turn_is_a_referral_and_a_correction_takes_back_only_the_one_that_is_gone(
    line: SubmissionLine, session: Session
) -> None:
    version_id = publish_form(REPAIRS, user_id=None, now=NOW)
    first = report(line, version_id, "window", "door", "boiler")
    assert line.push(first)[0].verdict == "applied"
    assert named(line) == [("boiler", "to_do", 1), ("door", "to_do", 1), ("window", "to_do", 1)]
    assert len({one.op_id for one in line.referrals()}) == 3
    [door] = [one for one in line.referrals() if one.details["what"] == "door"]
    door.status = "in_progress"
    session.commit()
    line.push(report(line, version_id, "door", "boiler"), now=LATER)
    assert [(what, status) for what, status, _ in named(line)] == [
        ("boiler", "to_do"),
        ("door", "in_progress"),
        ("window", "cancelled"),
    ]


def test_a_correction_adds_the_turn_that_is_new(line: SubmissionLine) -> None:
    version_id = publish_form(REPAIRS, user_id=None, now=NOW)
    line.push(report(line, version_id, "window"))
    line.push(report(line, version_id, "door", "window"), now=LATER)
    assert [(what, status) for what, status, _ in named(line)] == [("door", "to_do"), ("window", "to_do")]


def test_an_alert_of_the_draft_that_the_submission_does_not_say_is_noted_and_stays_open(
    line: SubmissionLine, session: Session
) -> None:
    instance_id = new_instance_id()
    alert = {"alert_id": str(find_alert_id(instance_id, CONCERN_NODE)), "kind": "safeguarding", "node": CONCERN_NODE}
    raised = make_operation(line.phone, "alert.raise", "visit", line.visit_id, alerts=[alert])
    assert line.push(raised)[0].verdict == "applied"
    sent = line.make(SEEN_NO_NEEDS, instance_id=instance_id, xml=fill(SEEN_NO_NEEDS, instance_id))
    assert line.push(sent)[0].verdict == "applied"
    [stored] = line.alerts()
    assert (stored.closed_at, stored.acknowledged_at) == (None, None)
    assert notes(session) == [("noted", AlertNote.NOT_SAID_ANY_MORE)]


def test_a_correction_that_takes_a_concern_back_is_noted_once(line: SubmissionLine, session: Session) -> None:
    line.push(line.make(CONCERN))
    assert notes(session) == []
    line.push(line.make(SEEN_NO_NEEDS), now=LATER)
    line.push(line.make(SEEN_NO_NEEDS), now=LATER + dt.timedelta(hours=1))
    assert [alert.closed_at for alert in line.alerts()] == [None]
    assert notes(session) == [("noted", AlertNote.NOT_SAID_ANY_MORE)]


def test_a_correction_that_still_says_it_is_not_noted(line: SubmissionLine, session: Session) -> None:
    line.push(line.make(CONCERN))
    line.push(line.make(CONCERN), now=LATER)
    assert notes(session) == []
