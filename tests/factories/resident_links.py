"""A resident who was sent a form by link, and the form that asks: published, for residents, with an alert and an edit in it."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass, replace
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.domain.resident_link import VerifyQuestion
from server.domain.words import Role
from server.store.tables import Form, Resident, ResidentLink, Team, User
from server.use_cases.check_link import MadeLink
from server.use_cases.publish_form import publish_form
from server.use_cases.send_link import WantedLink, send_form_link
from tests.factories.borough import NOW, add_case, add_resident, add_server_device, add_user
from tests.factories.spreadsheets import NAMESPACES, Rows, workbook

BORN = "1941-05-06"  # as borough.add_resident has it
SURVEY = [
    ("type", "name", "label", "bind::doorstep:records"),
    ("text", "how", "How are you?", ""),
    ("text", "mobile", "Your mobile", "resident.mobile"),
    ("select_one yes_no", "unsafe", "Are you unsafe at home?", "alert.safeguarding"),
    ("select_one yes_no", "call", "Shall we ring you?", "referral.welfare_rights.wanted"),
    ("image", "photo", "Photo of a letter", ""),
]
CALL = ("select_one reached", "reached", "Was anybody reached?", "contact.outcome")
REACHED = [("reached", "no_answer", "No")]
YES_NO = [("list_name", "name", "label"), ("yes_no", "yes", "Yes"), ("yes_no", "no", "No")]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, by whom, and the code that only they know."""

    resident_id: uuid.UUID
    case_id: uuid.UUID
    form_ref_id: uuid.UUID
    sender: User
    made: MadeLink

    @property
    def address(self) -> str:
        """The link, without the host."""
        return f"/e/{self.made.code}"


def make_resident_form(audience: str = "resident", survey: Rows = SURVEY, version: str = "1") -> bytes:
    """The spreadsheet."""
    heads = ("form_id", "version", "form_title", "namespaces", "attribute::audience")
    settings = [heads, ("how_are_you", version, "How are you", NAMESPACES, audience)]
    return workbook(survey=survey, choices=[*YES_NO, *REACHED], settings=settings)


def ask_resident(session: Session, *, days: int = 14, at: dt.datetime | None = None, **values: Any) -> Asked:
    """Needs an app context. Commits. `values` are of the resident; `question` of the link."""
    question = values.pop("question", VerifyQuestion.DATE_OF_BIRTH)
    at = at or dt.datetime.now(dt.UTC)
    add_server_device(session)
    sender = add_user(session, "Ben Back", Role.BACK_OFFICE)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    session.add(Team(name="Welfare rights", referral_types=["welfare_rights"]))
    case = add_case(session, add_resident(session, **values))
    session.commit()
    publish_form(make_resident_form(), user_id=None, now=NOW)
    form = session.scalars(select(Form).where(Form.form_id == "how_are_you")).one()
    wanted = WantedLink(
        resident_id=case.resident_id,
        form_ref_id=form.id,
        case_id=case.id,
        question=question,
        expires_at=at + dt.timedelta(days=days),
    )
    made = send_form_link(wanted, by_id=sender.id, at=at)
    session.commit()  # what was read lies behind: the next write must not wait for this session
    return Asked(case.resident_id, case.id, form.id, sender, made)


def ask_another(session: Session, asked: Asked) -> Asked:
    """Somebody else who was sent the same form. Needs an app context. Commits."""
    session.commit()  # what it has read is older than what was written since
    case = add_case(session, add_resident(session))
    session.commit()
    return ask_again(session, replace(asked, resident_id=case.resident_id, case_id=case.id))


def ask_again(session: Session, asked: Asked) -> Asked:
    """The same form by another link. Needs an app context. Commits."""
    at = dt.datetime.now(dt.UTC)
    wanted = WantedLink(
        resident_id=asked.resident_id,
        form_ref_id=asked.form_ref_id,
        case_id=asked.case_id,
        question=VerifyQuestion.DATE_OF_BIRTH,
        expires_at=at + dt.timedelta(days=14),
    )
    made = send_form_link(wanted, by_id=asked.sender.id, at=at)
    session.commit()
    return replace(asked, made=made)


def link_of(session: Session, asked: Asked) -> ResidentLink:
    """The link as it stands in the database now."""
    session.rollback()
    session.expire_all()
    return session.get_one(ResidentLink, asked.made.link_id)


def resident_of(session: Session, asked: Asked) -> Resident:
    """The resident as they stand now."""
    session.rollback()
    session.expire_all()
    return session.get_one(Resident, asked.resident_id)


INSTANCE = "uuid:11111111-2222-4333-8444-555555555555"


def filled(
    mobile: str = "07700 900009", *, unsafe: str = "no", call: str = "yes", photo: str = "", instance: str = INSTANCE
) -> str:
    """The form filled in, as the engine writes it."""
    return (
        f'<data audience="resident" id="how_are_you" version="1"><how>Well</how><mobile>{mobile}</mobile>'
        f"<unsafe>{unsafe}</unsafe><call>{call}</call><photo>{photo}</photo>"
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    )


def send(
    client: FlaskClient, asked: Asked, xml: str | None = None, *, file: bytes | None = None, **values: str
) -> TestResponse:
    """Send it as the page of this link does, from a browser that has answered."""
    data: dict[str, object] = {
        "xml": filled() if xml is None else xml,
        "finalised_at": "2026-11-27T10:00:00Z",
        "utc_offset_minutes": "0",
        **values,
    }
    if file is not None:
        data["file"] = (io.BytesIO(file), "photo.jpg", "image/jpeg")
    ours = {"X-Doorstep": str(asked.made.link_id)}
    return client.post("/e/form/send", data=data, headers=ours, content_type="multipart/form-data")
