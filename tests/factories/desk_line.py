"""A desk: a member of staff's browser, a resident with an open case and visit, and forms as its page sends them."""

from __future__ import annotations

import io
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from server.domain.words import Role
from server.store.tables import Alert, Contact, Form, FormVersion, Operation, Referral, Submission, User
from tests.factories.borough import add_user
from tests.factories.filled_forms import fill, new_instance_id
from tests.factories.submission_line import SubmissionLine

FINALISED_AT = "2026-11-23T10:42:00.000Z"
REACHED = {
    "call": {"direction": "incoming", "contact_outcome": "callback_complete", "spoke_to": "resident"},
    "wellbeing_page": {
        "wellbeing": "well",
        "food_supply": "week",
        "medicine_supply": "not_needed",
        "heating": "warm",
    },
    "needs": {"food_wanted": "yes", "food_priority": "today", "food_people": "2", "prescription_wanted": "no"},
    "sharing": {"sharing_explained": "yes", "food_agreed": "yes"},
    "concern_page": {"concern": "no"},
    "finish": {"mobile": "07700 900002", "call_note": "Ask for Ann."},
}
NO_ANSWER = {"call": {"direction": "outgoing", "contact_outcome": "no_answer"}}
MOBILE_NODE = "/data/finish/mobile"


@dataclass
class DeskLine:
    """`line` is the phone of the visit's officer; `client` is signed in as `user`."""

    line: SubmissionLine
    client: FlaskClient
    user: User
    session: Session
    case_id: uuid.UUID = field(init=False)
    resident_id: uuid.UUID = field(init=False)
    user_id: uuid.UUID = field(init=False)

    def __post_init__(self) -> None:
        self.case_id, self.resident_id = self.line.visit().case_id, self.line.visit().resident_id
        self.user_id = self.user.id

    def version_of(self, form_id: str) -> uuid.UUID:
        query = select(FormVersion.id).join(Form, Form.id == FormVersion.form_ref_id).where(Form.form_id == form_id)
        return self.session.scalars(query.where(FormVersion.retired_at.is_(None))).one()

    def make(self, answers: dict[str, Any], form_id: str = "telephone_contact", **values: Any) -> dict[str, Any]:
        """What the page sends: about the case unless `entity` says otherwise."""
        instance_id = values.pop("instance_id", None) or new_instance_id()
        return {
            "entity": {"type": "case", "id": str(self.case_id)},
            "by_id": str(self.user_id),
            "form_version_id": str(self.version_of(form_id)),
            "xml": fill(answers, instance_id, form_id),
            "finalised_at": FINALISED_AT,
            "utc_offset_minutes": 0,
            "bases": {},
            "alerts": [],
        } | values

    def about_visit(self) -> dict[str, str]:
        return {"type": "visit", "id": str(self.line.visit_id)}

    def mobile_base(self, value: str = "07700 900001", version: int = 1) -> dict[str, Any]:
        return {
            MOBILE_NODE: {
                "entity_type": "resident",
                "entity_id": str(self.resident_id),
                "field": "mobile",
                "version": version,
                "value": value,
            }
        }

    def send(
        self, sent: dict[str, Any], files: dict[str, bytes] | None = None, to: str = "/office/desk/submissions"
    ) -> TestResponse:
        """Press the button."""
        parts: MultiDict[str, Any] = MultiDict()
        parts.add(
            "sent", FileStorage(io.BytesIO(json.dumps(sent).encode()), "sent.json", content_type="application/json")
        )
        for name, content in (files or {}).items():
            parts.add("file", FileStorage(io.BytesIO(content), name, content_type="image/jpeg"))
        boundary, body = encode_multipart(parts)
        self.session.rollback()
        answer = self.client.post(to, data=body, content_type=f"multipart/form-data; boundary={boundary}")
        self.session.expire_all()
        return answer

    def contacts(self) -> list[Contact]:
        return list(self.session.scalars(select(Contact).order_by(Contact.contacted_at, Contact.id)))

    def submissions(self) -> list[Submission]:
        return list(self.session.scalars(select(Submission).order_by(Submission.received_at, Submission.id)))

    def referrals(self) -> list[Referral]:
        return list(self.session.scalars(select(Referral).order_by(Referral.made_at, Referral.id)))

    def alerts(self) -> list[Alert]:
        return list(self.session.scalars(select(Alert)))

    def operations(self) -> list[Operation]:
        return list(self.session.scalars(select(Operation).order_by(Operation.seq)))


def add_desk_user(session: Session, role: Role = Role.BACK_OFFICE) -> User:
    """Somebody who sits at a desk."""
    return add_user(session, "Dee Desk", role)
