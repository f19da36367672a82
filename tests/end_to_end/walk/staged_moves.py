"""What the council does while the officer is out, so that her phone has something to tell: done at the running installation.

By the use cases behind the office's pages; for pictures and examinations only.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.domain.operation import FieldEdit
from server.domain.words import DeviceOrder
from server.store.database import db
from server.store.tables import Device, Resident, User, Visit, VisitProposal
from server.store.unit_of_work import read_snapshot
from server.use_cases.answer_proposal import decline_proposal
from server.use_cases.edit_at_desk import DeskEdit, edit_at_desk
from server.use_cases.order_device import order_device
from server.use_cases.reassign_visits import SeenVisit
from server.use_cases.take_back_visits import take_back_visits
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.stack import Stack
from tests.live.staff import OFFICE, OFFICER, SUPERVISOR

OFFICES_NUMBER = "07700 900778"


def move_meanwhile(stack: Stack, staged: Staged) -> None:
    """The office corrects a number that the officer has written too, and takes back a visit that she has reported on."""
    now = dt.datetime.now(dt.UTC)
    with _app_of(stack):
        with read_snapshot() as session:
            office, officer, supervisor = (_find_user(session, email) for email in (OFFICE, OFFICER, SUPERVISOR))
            written = _find_visit(session, officer, staged.others[0])
            reported = _find_visit(session, officer, staged.others[2])
            resident = session.get_one(Resident, written.resident_id)
            seen = FieldEdit(resident.field_versions.get("mobile", 1), resident.mobile, OFFICES_NUMBER)
        edit_at_desk(
            DeskEdit(resident_id=resident.id, fields={"mobile": seen}, reason="She rang", by_id=office), at=now
        )
        take_back_visits([SeenVisit(reported.id, officer)], reason="Given to a colleague", by_id=supervisor, at=now)


def answer_proposal(stack: Stack) -> None:
    """The office declines what the officer proposed, where nobody has answered it yet."""
    with _app_of(stack):
        with read_snapshot() as session:
            supervisor = _find_user(session, SUPERVISOR)
            open_ones = list(session.scalars(select(VisitProposal.id).where(VisitProposal.status == "proposed")))
        for proposal_id in open_ones:
            decline_proposal(
                proposal_id, "She has a visit on Friday already.", by_id=supervisor, at=dt.datetime.now(dt.UTC)
            )


def wipe_phone(stack: Stack) -> None:
    """The supervisor orders the phone on which the officer has been all day to wipe."""
    with _app_of(stack):
        with read_snapshot() as session:
            officer, supervisor = (_find_user(session, email) for email in (OFFICER, SUPERVISOR))
            hers = select(Device.id).where(Device.user_id == officer, Device.last_contact_at.is_not(None))
            device_id = session.scalars(hers.order_by(Device.last_contact_at.desc()).limit(1)).one()
        order_device(device_id, DeviceOrder.WIPE, "Left on the bus", by_id=supervisor, at=dt.datetime.now(dt.UTC))


@contextmanager
def _app_of(stack: Stack) -> Iterator[None]:
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        try:
            yield
        finally:
            db.engine.dispose()


def _find_user(session: Session, email: str) -> uuid.UUID:
    return session.scalars(select(User.id).where(User.email == email)).one()


def _find_visit(session: Session, officer_id: uuid.UUID, name: str) -> Visit:
    mine = (
        select(Visit, Resident).join(Resident, Resident.id == Visit.resident_id).where(Visit.officer_id == officer_id)
    )
    for visit, resident in session.execute(mine):
        if f"{resident.first_name} {resident.last_name}" == name:
            return visit
    raise AssertionError(f"the officer has no visit of {name}")
