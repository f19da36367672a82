"""An officer's phone at a visit, with the shipped forms published: submissions are pushed as the phone would."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.token import hash_token
from server.domain.words import Role
from server.store.database import new_id
from server.store.devices import find_device_by_token
from server.store.tables import Alert, Case, Form, FormVersion, Operation, Referral, Resident, Submission, Team, Visit
from server.use_cases.publish_form import publish_shipped_forms
from server.use_cases.push_operations import Receipt, push_operations
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.filled_forms import make_payload
from tests.factories.operations import make_operation

MOBILE_NODE = "/data/finish/mobile"


@dataclass(slots=True)
class SubmissionLine:
    """One phone, one visit. Reads forget what was read before, so that they show what was committed."""

    session: Session
    phone: Phone
    visit_id: uuid.UUID
    form_version_id: uuid.UUID

    def make(self, answers: dict[str, Any], **values: Any) -> dict[str, Any]:
        """A `submission.create` of the visit. `values` go into the payload, `alerts` and `entity` onto the operation."""
        own = {name: values.pop(name) for name in ("alerts", "entity", "op_id", "view") if name in values}
        payload = make_payload(self.form_version_id, answers, **values)
        return make_operation(self.phone, "submission.create", "visit", self.visit_id, payload=payload, **own)

    def report(
        self, view: int, answers: dict[str, Any], phone: Phone | None = None, **values: Any
    ) -> list[dict[str, Any]]:
        """A finished check of the visit by this phone or another: start, submission, submit."""
        phone = phone or self.phone
        submission = self.make(answers, view=view, **values) | {"device_id": phone.device_id}
        payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
        about = ("visit", self.visit_id)
        return [
            make_operation(phone, "visit.start", *about, view=view),
            submission,
            make_operation(phone, "visit.submit", *about, payload=payload, after=[submission["op_id"]], view=view),
        ]

    def push(self, *operations: dict[str, Any], now: dt.datetime = NOW, phone: Phone | None = None) -> list[Receipt]:
        """Push as the phone, and see the outcome."""
        standing = find_device_by_token(self.session, hash_token((phone or self.phone).device_token))
        assert standing is not None
        self.session.rollback()
        receipts = push_operations(standing, operations, now)
        self.session.expire_all()
        return receipts

    def mobile_base(self, value: str = "07700 900001", version: int = 1) -> dict[str, Any]:
        """What the phone saw of the resident's mobile number when the form was opened."""
        resident_id = str(self.visit().resident_id)
        base = {
            "entity_type": "resident",
            "entity_id": resident_id,
            "field": "mobile",
            "version": version,
            "value": value,
        }
        return {MOBILE_NODE: base}

    def visit(self) -> Visit:
        return self.session.get_one(Visit, self.visit_id)

    def resident(self) -> Resident:
        return self.session.get_one(Resident, self.visit().resident_id)

    def case(self) -> Case:
        return self.session.get_one(Case, self.visit().case_id)

    def submissions(self) -> Sequence[Submission]:
        return self.session.scalars(select(Submission).order_by(Submission.received_at, Submission.id)).all()

    def referrals(self) -> Sequence[Referral]:
        return self.session.scalars(select(Referral).order_by(Referral.type)).all()

    def alerts(self) -> Sequence[Alert]:
        return self.session.scalars(select(Alert)).all()

    def children(self, op_id: str) -> dict[str, Operation]:
        """The operations that a submission made, by kind."""
        query = select(Operation).where(Operation.parent_op_id == uuid.UUID(op_id))
        return {operation.kind: operation for operation in self.session.scalars(query)}


def lay_line(session: Session) -> SubmissionLine:
    """Needs an app context: publishing opens transactions of its own."""
    publish_shipped_forms(now=NOW)
    add_server_device(session)
    food_team = Team(id=new_id(), name="Food hub", referral_types=["food"])
    back_office = Team(id=new_id(), name="Back office", referral_types=[])
    session.add_all([food_team, back_office])
    session.flush()
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    add_user(session, "Bea Back", Role.BACK_OFFICE, team_id=back_office.id)
    officer = add_user(session)
    phone = add_phone(session, officer)
    visit = add_visit(session, officer)
    version_id = session.scalars(
        select(FormVersion.id).join(Form, Form.id == FormVersion.form_ref_id).where(Form.form_id == "welfare_check")
    ).one()
    visit_id = visit.id
    session.commit()
    return SubmissionLine(session, phone, visit_id, version_id)
