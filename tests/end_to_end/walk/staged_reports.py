"""What a supervisor's queue must show and a quiet day has not: another phone's odd messages, a proposal, two visits of one day.

Sent to the running installation as a phone would; for pictures and examinations only.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.domain.assignment import Giving
from server.domain.phone_window import find_council_date
from server.store.database import db, new_id
from server.store.tables import Case, FormVersion, Resident, User, Visit
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.register_device import PhoneDetails, register_device
from tests.end_to_end.walk.staged_rows import NEWCOMER
from tests.factories.borough import Phone, add_visit
from tests.factories.filled_forms import SEEN_NEEDS, make_payload
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push
from tests.live.stack import Stack
from tests.live.staff import OFFICER, PASSWORD, SUPERVISOR


@dataclass(frozen=True)
class StagedReports:
    """What is looked at by its address."""

    late_op_id: str
    proposal_id: str
    repeated_visit_id: uuid.UUID


def stage_reports(stack: Stack) -> StagedReports:
    """The newcomer's phone holds a visit that is given away, reports on it, and sends what nobody can take in."""
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        try:
            return _stage(dt.datetime.now(dt.UTC))
        finally:
            db.engine.dispose()


def _stage(now: dt.datetime) -> StagedReports:
    details = PhoneDetails(device_id=None, label="The newcomer's phone", app_version="1", schema=2)
    given = register_device(NEWCOMER, PASSWORD, details, now, demo=True)
    phone = Phone(given.device_id, given.device_token, given.upload_ticket, given.user_id)
    with write_transaction() as session:
        officer = session.scalars(select(User).where(User.email == OFFICER)).one()
        supervisor_id = session.scalars(select(User.id).where(User.email == SUPERVISOR)).one()
        done = session.scalars(
            select(Visit).where(Visit.officer_id == officer.id, Visit.status.in_(("submitted", "reviewed")))
        ).first()
        model = done or session.scalars(select(Visit)).first()
        assert model is not None
        day = find_council_date(now) + dt.timedelta(days=1)
        kept = _add_copy(session, model, officer, day, now)
        _add_copy(session, model, officer, day, now)
        case = session.get_one(Case, model.case_id)
        reader = session.get_one(User, phone.user_id)
        late = add_visit(session, reader, case, planned_on=day + dt.timedelta(days=1), form_id=model.form_id)
        form_version_id = session.scalars(select(FormVersion.id).where(FormVersion.title.ilike("%check%"))).first()
        officer_id, late_id, resident_id, kept_id = officer.id, late.id, model.resident_id, kept
    view = pull(phone, now=now).view or 0
    giving = Giving(officer_id=officer_id, planned_on=day + dt.timedelta(days=1), by_id=supervisor_id, at=now)
    reassign_visits([SeenVisit(late_id, phone.user_id)], giving)
    with read_snapshot() as session:
        mobile = session.get_one(Resident, resident_id).mobile
    base = {
        "entity_type": "resident", "entity_id": str(resident_id), "field": "mobile", "version": 1, "value": mobile,
    }  # fmt: skip
    payload = make_payload(form_version_id or new_id(), SEEN_NEEDS, bases={"/data/finish/mobile": base})
    submission = make_operation(phone, "submission.create", "visit", late_id, payload=payload, view=view)
    note = make_operation(phone, "note.add", "visit", late_id, payload={"text": "The bell is broken."}, view=view)
    proposal_id = new_id()
    proposed = {
        "basis": "met", "visit_id": None, "first_name": "Una", "last_name": "Upstairs", "telephone": "07700 900009",
        "address_text": "Flat above the bakery, ZZ99 3WZ", "why": "She coughs and has nobody.", "wanted_on": None,
    }  # fmt: skip
    push(
        phone,
        submission,
        make_operation(
            phone, "visit.submit", "visit", late_id, view=view, after=[submission["op_id"]],
            payload={"submission_op_id": submission["op_id"], "instance_id": payload["instance_id"]},
        ),
        note,
        note | {"payload": {"text": "The bell is broken, and the light too."}},
        make_operation(phone, "resident.edit", "resident", resident_id, fields={"first_name": edit("A", "B")}),
        {"op_id": str(new_id()), "kind": 7},
        make_operation(phone, "visit.start", "visit", late_id, view=view, after=[str(uuid.uuid4())]),
        make_operation(phone, "visit.propose", "visit_proposal", proposal_id, payload=proposed),
        now=now,
    )  # fmt: skip
    return StagedReports(submission["op_id"], str(proposal_id), kept_id)


def _add_copy(session: Session, model: Visit, officer: User, day: dt.date, now: dt.datetime) -> uuid.UUID:
    """A finished visit of the day to the same person."""
    case = session.get_one(Case, model.case_id)
    done = {"status": "submitted", "outcome": "seen_no_needs", "review_state": "received", "submitted_at": now}
    return add_visit(session, officer, case, planned_on=day, **done).id
